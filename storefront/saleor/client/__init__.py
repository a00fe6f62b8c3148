"""The HTTP client: requests, responses, errors and retries."""
