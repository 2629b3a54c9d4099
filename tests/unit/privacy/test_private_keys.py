"""Private keys in every form a letter or a file can hold one. They are put together of the bytes a key begins with."""

import base64
import textwrap
from pathlib import Path

import pytest

from duban.privacy.detect import hits

RANDOM = bytes((index * 167 + 13) % 256 for index in range(700))


def der(*parts):
    """Return a SEQUENCE of encoded values."""
    inner = b"".join(parts)
    length = bytes([len(inner)]) if len(inner) < 128 else b"\x82" + len(inner).to_bytes(2, "big")
    return b"\x30" + length + inner


def octets(tag, value):
    length = bytes([len(value)]) if len(value) < 128 else b"\x82" + len(value).to_bytes(2, "big")
    return bytes([tag]) + length + value


def oid(text):
    return octets(0x06, bytes.fromhex(text))


RSA = der(
    b"\x02\x01\x00", octets(0x02, b"\x00" + RANDOM[:256]), b"\x02\x03\x01\x00\x01", octets(0x02, RANDOM[:256])
)
RSA_OID, EC_OID, SM2_OID = oid("2a864886f70d010101"), oid("2a8648ce3d0201"), oid("2a811ccf5501822d")
KEYS = {
    "RSA PRIVATE KEY": RSA,
    "PRIVATE KEY": der(b"\x02\x01\x00", der(RSA_OID, b"\x05\x00"), octets(0x04, RSA)),
    "EC PRIVATE KEY": der(b"\x02\x01\x01", octets(0x04, RANDOM[:32]), octets(0xA0, oid("2a8648ce3d030107")), RANDOM[40:80]),
    "SM2 PRIVATE KEY": der(b"\x02\x01\x00", der(EC_OID, SM2_OID), octets(0x04, RANDOM[:100])),
    "ED25519 PRIVATE KEY": der(b"\x02\x01\x00", der(oid("2b6570")), octets(0x04, octets(0x04, RANDOM[:32]))),
    "ENCRYPTED PRIVATE KEY": der(der(oid("2a864886f70d01050d"), der(RANDOM[:60])), octets(0x04, RANDOM)),
    "OPENSSH PRIVATE KEY": b"openssh-key-v1\x00\x00\x00\x00\x04none" + RANDOM[:300],
}  # fmt: skip
PUBLIC = {
    "CERTIFICATE": der(der(b"\xa0\x03\x02\x01\x02", octets(0x02, RANDOM[:16]), der(RSA_OID)), RANDOM[:300]),
    "CERTIFICATE REQUEST": der(der(b"\x02\x01\x00", der(RANDOM[:60])), RANDOM[:300]),
    "PUBLIC KEY": der(der(RSA_OID, b"\x05\x00"), octets(0x03, RANDOM[:270])),
    "AGE ENCRYPTED FILE": b"age-encryption.org/v1\n-> X25519 " + RANDOM[:300],
}


def body(data):
    return base64.b64encode(data).decode()


def pem(kind, data, width=64):
    return "\n".join([f"-----BEGIN {kind}-----", *textwrap.wrap(body(data), width), f"-----END {kind}-----"])


def found(text):
    return [text[hit.start : hit.end] for hit in hits(text) if hit.kind == "私钥"]


FORMS = {
    "whole": lambda text: text,
    "without its end": lambda text: "\n".join(text.split("\n")[:-1]),
    "cut after two lines": lambda text: "\n".join(text.split("\n")[:3]),
    "only the end": lambda text: "\n".join(text.split("\n")[-3:]),
    "without header and end": lambda text: "\n".join(text.split("\n")[1:-1]),
    "bare on one line": lambda text: "".join(text.split("\n")[1:-1]),
    "bare and cut": lambda text: "".join(text.split("\n")[1:-1])[:60],
    "on one line with \\n": lambda text: text.replace("\n", "\\n"),
    "on one line with \\r\\n": lambda text: text.replace("\n", "\\r\\n"),
    "on one line with spaces": lambda text: text.replace("\n", " "),
    "on one line": lambda text: text.replace("\n", ""),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "vertical tabs": lambda text: text.replace("\n", "\v"),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "indented": lambda text: textwrap.indent(text, "      "),
    "quoted": lambda text: textwrap.indent(text, "> "),
    "in a program": lambda text: "\n".join(f'    "{line}\\n"' for line in text.split("\n")),
    "between Chinese characters": lambda text: f"密钥如下：{text}，请收好",
    "with headers": lambda text: text.replace(
        "-----\n", "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES,00\n\n", 1
    ),
    "full-width": lambda text: text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}),
    "em dashes": lambda text: text.replace("-----", "—————"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", KEYS)
def test_a_private_key_is_found(kind, form):
    text = FORMS[form](pem(kind, KEYS[kind]))
    assert len(found(text)) == 1
    assert form not in ("whole", "CRLF", "blank lines") or found(text) == [text]


@pytest.mark.parametrize("width", [4, 8, 20, 32, 76, 200])
@pytest.mark.parametrize("kind", KEYS)
def test_a_private_key_is_found_wrapped_at_any_width(kind, width):
    assert len(found(pem(kind, KEYS[kind], width))) == 1
    assert len(found("\n".join(textwrap.wrap(body(KEYS[kind]), width)))) == 1


AGE = "AGE-SECRET" + "-KEY-1" + "QPZRY9X8GF" * 5 + "QPZRY9X8"


@pytest.mark.parametrize(
    "text",
    [
        AGE, AGE.lower(), "\n  ".join(textwrap.wrap(AGE, 20)), f"密钥是{AGE}。", AGE[:45],
        "PuTTY-User" + "-Key-File-3: ssh-ed25519\n", "Private" + "-Lines: 3\n" + body(RANDOM[:60]),
        '{"kty":"EC","crv":"P-256","x":"' + "f83O" * 11 + '","' + 'd":"' + "jpsQ" * 11 + '"}',
        "<RSAKeyValue><Modulus>x</Modulus><D>" + body(RANDOM[:128]) + "</D></RSAKeyValue>",
        "SM2私钥：" + RANDOM[:32].hex(), "私钥是\n" + RANDOM[:32].hex().upper(), "PrivateKey = " + body(RANDOM[:32]),
    ],
)  # fmt: skip
def test_other_forms_of_private_keys_are_found(text):
    assert len(found(text)) == 1


@pytest.mark.parametrize("kind", PUBLIC)
def test_certificates_and_public_keys_are_no_private_keys(kind):
    assert hits(pem(kind, PUBLIC[kind])) == [] and hits(body(PUBLIC[kind])) == []


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN " + "PRIVATE KEY-----", "见“-----BEGIN " + "PRIVATE KEY-----”一行",
        "-----BEGIN " + "PRIVATE KEY----- marks the first line of a file that nobody else may read",
        "AGE-SECRET-KEY-1…", "age1" + "qpzry9x8gf" * 5, "私钥放在保险柜里", "公钥：" + RANDOM[:32].hex(),
        '{"d": "2026-02-10", "kty": "x"}', "Modulus", body(RANDOM), RANDOM.hex(), "MIME types", "b3",
    ],
)  # fmt: skip
def test_what_only_looks_like_one(text):
    assert found(text) == []


def test_this_file_holds_none():
    assert hits(Path(__file__).read_text("utf-8")) == []


def test_a_putty_key_is_found_to_its_last_line():
    lines = [
        "PuTTY-User" + "-Key-File-2: ssh-rsa",
        "Encryption: none",
        "Public-Lines: 1",
        body(RANDOM[:30]),
        "Private" + "-Lines: 1",
    ]
    text = "\n".join([*lines, body(RANDOM[:40]), "Private-MAC: 00ff"])
    assert found(text + "\n剩下的在原件里") == [text]
