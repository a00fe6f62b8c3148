"""Pages that files describe: their content, links, place and identity."""
