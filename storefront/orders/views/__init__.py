"""Pages after the order. All but the returns page are the visitor's own: never stored by anybody."""
