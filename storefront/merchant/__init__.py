"""Who sells: the merchant's identity, policies and legal duties in each market."""
