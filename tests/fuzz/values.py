"""Values that people, browsers and attackers send, beside the ones that a form expects."""

import random
from urllib.parse import quote

NUMBERS = (
    "0", "-1", "1", "2", "50", "51", "999", "1000", "9999", "1e9", "1.5", "NaN", "Infinity", "-0", "+1", " 1 ",
    "1,000", "0x10", "9" * 19, "9" * 400, "9" * 5000, "١", "１", "²", "½", "1_000", "00001",
)  # fmt: skip
TEXTS = (
    "", " ", "\x00", "a\x00b", "\r\nSet-Cookie: a=b", "\u202e", "\u200b", "\ufeff", "é", "e\u0301", "ß", "İ", "😀",
    "👩‍⚕️" * 40, "a" * 256, "a" * 300, "a" * 12_000, "<script>alert(1)</script>", "{{ 7*7 }}", "{% debug %}",
    "%s%n%x", "%", "%00", "' OR 1=1 --", '"; DROP TABLE x; --', "\\", "../../etc/passwd", "null", "None",
    "undefined", "true", "[]", "{}", "[", "$ne", "*", "?", "#", "&a=b", "a=b", "\ufffd", "Ａ１", "\t", "\n\n\n",
    "a,b;c", "0\u0660", "\U000e0001",
)  # fmt: skip
ADDRESSES = (
    "/", "/cart/", "/guides/", "//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)",
    "http:///", "http://[", "/%2e%2e/", "/?next=/", "/#x", "data:text/html,x", "/" + "a" * 3000,
    "/shop/?sort=name#a",
)  # fmt: skip
DATES = ("2026-02-30", "9999-99-99", "0000-00-00", "2026-12-01T00:00:00Z", "1e400", "31.12.2026", "yesterday")
IDS = (
    "UHJvZHVjdFZhcmlhbnQ6MQ==", "UHJvZHVjdFZhcmlhbnQ6OTk5OTk5OQ==", "UHJvZHVjdDox", "Q2hlY2tvdXQ6MQ==",
    "T3JkZXI6MQ==", "Ojo=", "Og==", "AAAA", "U2hpcHBpbmdNZXRob2Q6MQ==", "11111111-2222-4333-8444-555555555555",
    "voucher:", "card:x", "collect:x", "0" * 64, "a" * 43,
)  # fmt: skip
EMAILS = (
    "sam@example.com", "a@b", "@", "a@", "a b@example.com", "a@" + "b" * 300 + ".com", "ü@exämple.com",
    "a@[127.0.0.1]", '"a b"@example.com', "a@example.com\u200b", "a@example.com,b@example.com",
    "mailto:a@example.com",
)  # fmt: skip
CHOICES = (
    "yes",
    "no",
    "on",
    "off",
    "partly",
    "GB",
    "DE",
    "US",
    "XX",
    "gb",
    "approved",
    "declined",
    "pending",
    "success",
)
ALL = (NUMBERS, TEXTS, ADDRESSES, DATES, IDS, EMAILS, CHOICES)


def any_value(rng: random.Random) -> str:
    """Return a value of any kind, or random characters."""
    if rng.random() < 0.1:
        points = (rng.choice((rng.randrange(1, 0x250), rng.randrange(0x250, 0xD7FF))) for _ in range(rng.randrange(40)))
        return "".join(map(chr, points))
    return rng.choice(rng.choice(ALL))


def in_path(value: str, rng: random.Random) -> str:
    """Return a value as a part of a path: quoted, or with broken escapes."""
    quoted = quote(value[:400], safe="" if rng.random() < 0.5 else "/")
    return quoted + rng.choice(("", "", "", "%", "%zz", "%ff", "%00", "%2e%2e"))
