"""What machines read of the hub: addresses, structured data, feed, sitemap, pictures."""
