"""The panels of the merchant's pages, one module for each subject."""
