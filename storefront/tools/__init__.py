"""Tools for readers: the matcher, "Get help now" and what the shop does not sell. Each tool is a package of its own."""
