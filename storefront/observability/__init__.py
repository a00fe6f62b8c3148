"""Seeing inside: what is counted, what is logged, and the request id that ties both together.

Nothing personal and no product name goes into any of it.
"""
