"""What the sandbox shows of its state: one small object a type of the contract, its fields in snake case."""
