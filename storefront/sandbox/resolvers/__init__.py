"""The queries, mutations and computed fields of the sandbox, by subject."""
