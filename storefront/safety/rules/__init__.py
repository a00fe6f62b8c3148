"""The safety rules: the packaged table, what can be edited in it, and the rules that are in force.

`RULES` holds what only a release changes. `active_rules()` returns the rest: ratings, limits, words.
"""

from storefront.safety.rules.active import active_rules, judging_by, use_rules
from storefront.safety.rules.packaged import PACKAGED, RULES
from storefront.safety.rules.table import Rating, Rules, StageRules, roles_named

__all__ = [
    "PACKAGED",
    "RULES",
    "Rating",
    "Rules",
    "StageRules",
    "active_rules",
    "judging_by",
    "roles_named",
    "use_rules",
]
