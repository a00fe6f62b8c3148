"""The glossary: what its pages show, and links from guides to its terms."""
