"""What the shop does not sell and why, written from the safety rules themselves."""
