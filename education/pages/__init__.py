"""What the templates of pages read, and where pages are: view models, contexts, URLs, languages and routing."""
