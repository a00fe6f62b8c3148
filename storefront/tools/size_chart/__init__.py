"""A chart of widths and lengths at their real size, on paper or on a screen that a bank card has calibrated."""
