"""Personal data and secrets to search for, made here, so that none of them stands in this repository."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(digits: str) -> str:
    """Return an identity number with its check digit (GB 11643)."""
    rest = sum(int(one) * weight for one, weight in zip(digits, _WEIGHTS, strict=True)) % 11
    return digits + "10X98765432"[rest]


def card(digits: str) -> str:
    """Return the number of a bank card with its check digit (Luhn)."""
    doubled = [int(one) * (2 if place % 2 == 0 else 1) for place, one in enumerate(reversed(digits))]
    return digits + str(-sum(one // 10 + one % 10 for one in doubled) % 10)


IDENTITY = identity("640202" + "19850312" + "002")
WIDE = "".join(chr(ord(one) + 0xFEE0) for one in IDENTITY)
"""The same in full-width digits."""

CARD = card("622848" + "001234" + "567890")
MOBILE = "138" + "0013" + "8000"
MAIL = "xinfang" + "@" + "qq.com"
PASSWORD = "Dwk" + "2026!letter"
KEY = "AGE-SECRET" + "-KEY-1" + "QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" + "QQPZRY9X8GF2TVDW0S3JN54KHC"
BLOCK = "-----BEGIN OPENSSH " + "PRIVATE KEY-----\n" + "b3BlbnNzaC1rZXktdjEAAAAABG5v" * 3 + "\n"
NAME = "王" + "建军"
