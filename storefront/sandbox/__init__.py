"""The sandbox: an embedded Saleor 3.23, reached through the same HTTP client as a real one.

The contract suite (tests/contract) holds both to the same behaviour. Where they differ, the sandbox is wrong.
"""
