"""The edit forms of guides and glossary terms: fields, panels and warnings."""
