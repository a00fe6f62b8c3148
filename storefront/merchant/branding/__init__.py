"""The shop's brand: name, logo, colours and typeface."""
