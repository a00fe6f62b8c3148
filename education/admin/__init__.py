"""The editors' desk: what it shows of a page beside Wagtail's own, who may do what, and what editors are told."""
