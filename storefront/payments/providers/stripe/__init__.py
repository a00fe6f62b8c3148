"""Stripe Checkout: the shopper pays on Stripe's own page. Needs the extra `stripe`.

`provider` states what Stripe is to the shop; `checkout_api` and `webhook` use Stripe's library.
"""
