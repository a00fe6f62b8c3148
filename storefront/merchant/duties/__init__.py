"""What each market's law asks of the shop and its products, and which of these duties are unmet."""
