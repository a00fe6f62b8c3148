"""The page "Get help now": what to do when something is stuck, bleeds or hurts, and whom to call in each country."""
