"""The prices of a checkout or an order: whether they add up, and the rows that pages and emails show."""
