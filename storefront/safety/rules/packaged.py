"""The rules as they are packaged with this release, loaded once. What is edited at the desk starts from them."""

from storefront.safety.rules.table import build_fixed_rules, build_rules, read_table

TABLE, FINGERPRINT = read_table()
RULES = build_fixed_rules(TABLE)
"""Kinds, names and sentences, which only a release changes."""
PACKAGED = build_rules(TABLE, fingerprint=FINGERPRINT)
"""The packaged state of the rules that can be edited. Judge by `active_rules()`, not by these."""
