"""Images in guides: the block that editors fill in, the files that pages show, and the URLs that serve them."""
