"""What the sandbox shows of its state: one small object a type of the contract, with the type's fields in snake case."""
