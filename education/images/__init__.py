"""The files of images in guides, and the URLs that serve them."""
