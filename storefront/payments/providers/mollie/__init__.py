"""Mollie: the shopper pays on Mollie's own page. Needs the extra `mollie`.

`provider` states what Mollie is to the shop, `answers` what Mollie answers; `payments_api` and `webhook` use Mollie's
client.
"""
