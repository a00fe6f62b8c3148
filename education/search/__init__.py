"""Search over guides, glossary terms, products and the shop's own pages: the index, queries, synonyms, suggestions."""
