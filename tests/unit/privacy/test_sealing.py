"""One value sealed and opened again, and each way in which opening must be refused."""

import base64
import hashlib
import json
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.findings.finding import Unusable
from duban.privacy import sealing, sealing_keys

KEYS = Path(__file__).parents[2] / "keys"
SUPERVISION = sealing_keys.identities((KEYS / "supervision.key").read_text())
HOUSING = sealing_keys.identities((KEYS / "housing.key").read_text())
TO_SUPERVISION = [str(SUPERVISION[0].to_public())]
TO_BOTH = [*TO_SUPERVISION, str(HOUSING[0].to_public())]
CASE = "letter-2026-0007"
WRITER = {"name": "李示例", "phone": "09520000000"}

# Sealed once and kept: a block of today must open in every later version.
KEPT = {
    "digest": "e0e5d000917113f966a57fa2f595de75f9e168bf45abf6e8403b8b5c95b01cdf",
    "box": """\
-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBUeGNhZkM5WittR3cxYzh3
MzRvckMxbnFKNUpsdUVPeXZhdHVGUGVMQUJBCnFzOVgrUVFzaDBXSTltQk80bHc2
K3RwdDNEc1hJVmVQelFOM3c4Y0NmczgKLT4gNTRCLz0hLWdyZWFzZSB+cFI6IC9S
LSU8SyA4JyVdOW0gPXpEWlxsCnY0T1FHTkJsSTdLWVc3NEoySUhFSEEKLS0tIHRN
eThTK0NiQ2RGT3lOSjJkMHNYRm9qajc2cDlsZDlzdGlEOEgvcnBhcnMKakL+iGbL
64JnJqDtSrZ42qgYxEUsouVLT295g0nEJbH8cXTxmPPUgZfM7WdcZ6vccpcEr67F
fPeEgAC8egmSvTxkP37z5IURcsylo9CF7wPRVjdjPPSmPg2lKBoXizN3jwnC/yKb
K/2Cc0efEaKu3ZaHsTLij5tIemYyHsnbklM3HQBY0Gg3aFyUwlyFGaeBkQoK6Lfd
apFSUNKo/QVKIH90wLUeP4vyaw==
-----END AGE ENCRYPTED FILE-----
""",
}

PLAIN = ["没有封存：应当只有 digest 和 box 两项，请用 duban seal 封存，不要手写"]
NOT_AGE = ["box 被改动过或不完整，已经不是 age 密文，请从 Git 中恢复"]
NO_ENDS = f"box 不完整：第一行应当是 {sealing.HEAD}，最后一行应当是 {sealing.TAIL}"
NOT_OURS = "letter-2026-0007 的 writer 解开了，但不是 duban seal 封存的格式"

JSON_VALUES = st.recursive(
    st.text() | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def armored(data: bytes, columns: int = 64) -> str:
    text = base64.b64encode(data).decode()
    lines = [text[place : place + columns] for place in range(0, len(text), columns)]
    return "\n".join([sealing.HEAD, *lines, sealing.TAIL, ""])


def headed(body: bytes) -> bytes:
    """The smallest age file: one recipient."""
    share = b"A" * 43
    return b"age-encryption.org/v1\n-> X25519 %b\n%b\n--- %b\n%b" % (share, share, share, body)


def loose(box: str) -> str:
    """An armor whose last sign carries bits that no decoder looks at."""
    assert "=\n" in box
    place = box.index("=")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return box[: place - 1] + alphabet[alphabet.index(box[place - 1]) + 1] + box[place:]


def raw(box: str) -> bytes:
    return base64.b64decode("".join(box.split("\n")[1:-2]))


def boxed(plain: bytes) -> dict[str, str]:
    """A block around any bytes at all, its digest right."""
    box = pyrage.encrypt(plain, [sealing.recipient(TO_SUPERVISION[0])], armored=True).decode()
    return {"digest": hashlib.sha256(plain).hexdigest(), "box": box}


def content(**changed: object) -> bytes:
    return sealing.canonical({"case": CASE, "field": "writer", "salt": "0" * 32, "value": WRITER} | changed)


@settings(deadline=None)
@given(JSON_VALUES)
def test_whatever_is_sealed_comes_back(value):
    block = sealing.seal(CASE, "writer", value, TO_SUPERVISION)
    assert list(sealing.seal_faults(block)) == []
    assert sealing.canonical(sealing.unseal(block, CASE, "writer", SUPERVISION)) == sealing.canonical(value)


def test_the_sealed_text_is_canonical_json_and_the_digest_is_of_its_bytes():
    block = sealing.seal(CASE, "proposers[1].contact", WRITER, TO_SUPERVISION)
    plain = pyrage.decrypt(block["box"].encode(), list(SUPERVISION))
    salt = json.loads(plain)["salt"]
    assert len(bytes.fromhex(salt)) == 16
    assert plain.decode() == (
        '{"case":"letter-2026-0007","field":"proposers.1.contact","salt":"' + salt
        + '","value":{"name":"李示例","phone":"09520000000"}}'
    )  # fmt: skip
    assert block["digest"] == hashlib.sha256(plain).hexdigest()


def test_the_order_of_keys_does_not_matter():
    value = {"b": 1, "a": {"乙": True, "丙": "\n"}}
    assert sealing.canonical(value).decode() == '{"a":{"丙":"\\n","乙":true},"b":1}'


def test_the_same_value_sealed_twice_shows_no_likeness():
    one, two = (sealing.seal(CASE, "writer", WRITER, TO_SUPERVISION) for _ in range(2))
    assert one["digest"] != two["digest"] and one["box"] != two["box"]


def test_each_recipient_opens_it_and_nobody_else():
    block = sealing.seal(CASE, "writer", WRITER, TO_BOTH)
    assert sealing.unseal(block, CASE, "writer", SUPERVISION) == WRITER
    assert sealing.unseal(block, CASE, "writer", HOUSING) == WRITER
    with pytest.raises(Unusable) as refused:
        sealing.unseal(block, CASE, "writer", [pyrage.x25519.Identity.generate()])
    assert str(refused.value) == "这把密钥打不开 letter-2026-0007 的 writer：封存时的收件人里没有它"


def test_a_block_sealed_by_an_earlier_version_opens():
    assert list(sealing.seal_faults(KEPT)) == []
    assert sealing.unseal(KEPT, CASE, "writer", SUPERVISION) == WRITER


@pytest.mark.parametrize(
    ("block", "message"),
    [
        pytest.param(boxed(content(case="letter-2026-0008")),
                     "letter-2026-0007 的 writer 是从另一件（letter-2026-0008）抄来的，不是本件的内容",
                     id="case"),
        pytest.param(boxed(content(case="张三 0952-1234567")),
                     "letter-2026-0007 的 writer 是从另一件抄来的，不是本件的内容", id="case not a number"),
        pytest.param(boxed(content(field="original")),
                     "letter-2026-0007 的 writer 是从另一字段（original）抄来的，不是本字段的内容",
                     id="field"),
        pytest.param(boxed(content(field="秘密")),
                     "letter-2026-0007 的 writer 是从另一字段抄来的，不是本字段的内容", id="field unknown"),
        pytest.param(KEPT | {"digest": "0" * 64},
                     "letter-2026-0007 的 writer 解开了，但与 digest 不符：digest 或 box 被单独换过",
                     id="digest"),
        pytest.param(boxed(b"{}"), NOT_OURS, id="empty"),
        pytest.param(boxed(b"\xff"), NOT_OURS, id="bytes"),
        pytest.param(boxed(b"[" * 100_000),
                     NOT_OURS, id="deep"),
        pytest.param(boxed(content().replace(b'"case"', b' "case"')),
                     NOT_OURS, id="not canonical"),
        pytest.param(boxed(content(salt="00")),
                     NOT_OURS, id="short salt"),
        pytest.param(boxed(content(extra="x")),
                     NOT_OURS, id="another key"),
        pytest.param(KEPT | {"box": armored(raw(KEPT["box"])[:-1] + b"\0")},
                     "letter-2026-0007 的 writer 的 box 被改动过，解不开，请从 Git 中恢复", id="body edited"),
        pytest.param(KEPT | {"box": armored(raw(KEPT["box"])[:-3])},
                     "letter-2026-0007 的 writer 的 box 被改动过，解不开，请从 Git 中恢复", id="body cut"),
        pytest.param(KEPT | {"box": KEPT["box"].replace("\n", "\n ", 3)},
                     "letter-2026-0007 的 writer：box 各行前后有多余的空格，请恢复成封存时的样子",
                     id="spaces"),
        pytest.param(WRITER, "letter-2026-0007 的 writer：没有封存：应当只有 digest 和 box 两项，"
                             "请用 duban seal 封存，不要手写", id="plain"),
    ],
)  # fmt: skip
def test_refused_by_its_own_sentence(block, message):
    with pytest.raises(Unusable) as refused:
        sealing.unseal(block, CASE, "writer", SUPERVISION)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param(KEPT, [], id="good"),
        pytest.param(KEPT | {"box": KEPT["box"].rstrip("\n")}, [], id="no last line end"),
        pytest.param(WRITER, PLAIN, id="plain"),
        pytest.param("李示例", PLAIN, id="text"),
        pytest.param({}, PLAIN, id="nothing"),
        pytest.param(KEPT | {"name": "李示例"},
                     PLAIN, id="third key"),
        pytest.param({"box": KEPT["box"]}, ["缺少 digest，请用 duban seal 重新封存"], id="no digest"),
        pytest.param({"digest": KEPT["digest"]}, ["缺少 box，请用 duban seal 重新封存"], id="no box"),
        pytest.param(KEPT | {"digest": KEPT["digest"].upper()},
                     ["digest 应当是 64 位小写十六进制数字，请不要手改"], id="upper case"),
        pytest.param(KEPT | {"digest": 5}, ["digest 应当是 64 位小写十六进制数字，请不要手改"], id="number"),
        pytest.param({"digest": "x", "box": 5}, [
            "digest 应当是 64 位小写十六进制数字，请不要手改", NO_ENDS], id="both wrong"),
        pytest.param(KEPT | {"box": KEPT["box"].replace(sealing.TAIL + "\n", "")}, [NO_ENDS], id="no end"),
        pytest.param(KEPT | {"box": "\n".join(KEPT["box"].split("\n")[:2] + KEPT["box"].split("\n")[3:])},
                     NOT_AGE, id="line lost"),
        pytest.param(KEPT | {"box": KEPT["box"].replace("YWdl", "YWdm", 1)},
                     NOT_AGE, id="version edited"),
        pytest.param(KEPT | {"box": KEPT["box"].replace("YWdl", "YW中", 1)},
                     NOT_AGE, id="not base64"),
        pytest.param(KEPT | {"box": armored(raw(KEPT["box"]).partition(b"\n--- ")[0])}, NOT_AGE, id="header"),
        pytest.param(KEPT | {"box": armored(headed(b"b" * 31))}, NOT_AGE, id="short body"),
        pytest.param(KEPT | {"box": armored(headed(b"b" * 32))}, [], id="shortest body"),
        pytest.param(KEPT | {"box": armored(headed(b"b" * 32), 76)}, NOT_AGE, id="wrapped elsewhere"),
        pytest.param(KEPT | {"box": loose(armored(headed(b"b" * 32)))}, NOT_AGE, id="stray bits"),
        pytest.param(KEPT | {"box": armored(b"no age file at all, though well wrapped")},
                     NOT_AGE, id="another file"),
    ],
)  # fmt: skip
def test_what_can_be_seen_without_a_key(block, expected):
    assert list(sealing.seal_faults(block)) == expected


@pytest.mark.parametrize(
    ("name", "field", "where"),
    [
        ("writer", "writer", ("writer",)),
        ("original", "original", ("original",)),
        ("sealed", "sealed", ("sealed",)),
        ("proposers.0.contact", "proposers.0.contact", ("proposers", 0, "contact")),
        ("proposers[12].contact", "proposers.12.contact", ("proposers", 12, "contact")),
    ],
)
def test_names_of_fields(name, field, where):
    assert sealing.field_path(name) == (field, where)


@pytest.mark.parametrize(
    "name",
    ["", "text", "timeline", "writer.name", "proposers", "proposers.-1.contact", "proposers.01.contact",
     "proposers.0.name", "proposers[0]contact", "Writer", "writer\n", "proposers.²"],
)  # fmt: skip
def test_other_fields_are_not_sealed(name):
    with pytest.raises(Unusable, match=r"不能封存，能封存的是 writer、original、sealed、proposers\.0"):
        sealing.field_path(name)


def test_every_field_that_must_be_sealed_is_found():
    proposers = [{"name": "甲", "contact": KEPT}, "乙", {"name": "丙"}, {"contact": "丁"}]
    assert list(sealing.fields({"title": "x", "original": KEPT, "writer": "李", "proposers": proposers})) == [
        ("writer", "李"),
        ("original", KEPT),
        ("proposers.0.contact", KEPT),
        ("proposers.3.contact", "丁"),
    ]
    assert list(sealing.fields({"proposers": 5})) == []


@pytest.mark.parametrize(
    ("value", "to", "message"),
    [
        ("x", [], "没有收件人：办公室的 keys 里没有可用的公钥，请用 --to 写明"),
        ("x", ["age1xyz"], "age1xyz 不是 age 公钥，公钥以 age1 开头，共 62 个字符"),
        ("x", [str(SUPERVISION[0])], "所给的收件人不是 age 公钥，公钥以 age1 开头，共 62 个字符"),
        ("\ud800", TO_SUPERVISION, "writer 的内容里有不能写成 UTF-8 或 JSON 的字符，没有封存"),
        (float("nan"), TO_SUPERVISION, "writer 的内容里有不能写成 UTF-8 或 JSON 的字符，没有封存"),
    ],
)
def test_what_cannot_be_sealed(value, to, message):
    with pytest.raises(Unusable) as refused:
        sealing.seal(CASE, "writer", value, to)
    assert str(refused.value) == message
