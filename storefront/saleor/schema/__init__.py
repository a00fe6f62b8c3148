"""Our GraphQL operations, and the contract: the part of Saleor's schema that they use."""
