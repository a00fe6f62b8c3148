"""What a session may hold, and how it is stored."""
