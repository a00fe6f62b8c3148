"""The safety rules as edited at the desk: versions, what they change, and the products judged by them.

The rules themselves are in storefront/safety, which knows neither the database nor the desk.
"""
