"""What all resolvers share: their registry, errors, global IDs and paginated connections."""
