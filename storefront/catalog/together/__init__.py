"""What goes together, in the words of pages: verdicts on one product and on two, and what would suit instead."""
