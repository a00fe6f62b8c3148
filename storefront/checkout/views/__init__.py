"""The checkout's pages. All of them are personal, so no cache may store them."""
