"""The words that readers search with: those of our titles and terms, what means the same, and what is nearly right."""
