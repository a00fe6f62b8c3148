"""What a run has counted, for whoever reads its output."""


def say(counts: str) -> None:
    """Print it on a line of its own."""
    print(f"\nfaults: {counts}")  # noqa: T201
