"""Guides and glossary as files: the format, the import and the export."""
