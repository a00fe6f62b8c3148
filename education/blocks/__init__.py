"""The blocks that editors fill in, and what follows from their definitions. Nothing here imports a model of ours."""
