"""The blocks that editors fill in, and what follows from their definitions. No model is imported here."""
