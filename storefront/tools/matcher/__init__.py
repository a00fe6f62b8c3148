"""What goes with what: the verdict on two kinds or products, what would suit instead, and the whole table."""
