"""Guide files: reading, checking and writing them."""
