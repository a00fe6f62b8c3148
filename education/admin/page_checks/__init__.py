"""What editors are warned of: unsuitable products, hard texts, due reviews, outdated translations."""
