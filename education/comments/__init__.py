"""Comments under guides, shown after an editor has read them. Nothing stored identifies the writer."""
