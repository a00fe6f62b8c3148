"""Text: as people type it, and in the reader's language."""
