"""Who may open a block, and what a key file may hold."""

from pathlib import Path

import pyrage
import pytest

from duban.cases.office import Key, Unit
from duban.findings.finding import Unusable
from duban.privacy import sealing_keys

A, B, C = (str(pyrage.x25519.Identity.generate().to_public()) for _ in range(3))
STRANGER = str(pyrage.x25519.Identity.generate().to_public())


OFFICE = [
    Key("督查室甲", "督查室", A, True),
    Key("住建局", "住建局", B, True),
    Key("住建局备用", "住建局", C, False),
    Key("借用", "督查室", B, True),
]
HEIRS = {"督查室": (), "住建局": (), "水务局": (), "建设局": ("住建局",), "建委": ("建设局", "水务局")}
UNITS = {code: Unit(code, code, succeeded_by=heirs) for code, heirs in HEIRS.items()}


@pytest.mark.parametrize(
    ("to", "without", "expected"),
    [
        pytest.param((), (), (A, B), id="all default keys, each once"),
        pytest.param((), ("住建局",), (A,), id="never the one accused, whatever name the key has"),
        pytest.param((), ("水务局",), (A, B), id="a unit without a key"),
        pytest.param((), ("建委",), (A,), id="nor what became of it"),
        pytest.param(("住建局备用",), (), (C,), id="name of a key"),
        pytest.param(("住建局", A), (), (B, C, A), id="unit, and a public key"),
        pytest.param((STRANGER,), ("住建局",), (STRANGER,), id="not of this office"),
    ],
)
def test_recipients(to, without, expected):
    assert sealing_keys.recipients(OFFICE, UNITS, to, without) == expected


def test_the_key_of_a_predecessor_is_left_out_too():
    old = [OFFICE[0], Key("老钥匙", "建委", STRANGER, True)]
    assert sealing_keys.recipients(old, UNITS, (), ("住建局",)) == (A,)


@pytest.mark.parametrize("unit", ["", "住建局（写错）"])
def test_a_key_that_nobody_is_known_to_hold_is_not_used_where_somebody_must_be_kept_out(unit):
    lost = [OFFICE[0], Key("无主", unit, STRANGER, True)]
    assert sealing_keys.recipients(lost, UNITS) == (A, STRANGER)
    assert sealing_keys.recipients(lost, UNITS, (), ("住建局",)) == (A,)


@pytest.mark.parametrize(
    ("to", "without", "message"),
    [
        ((), ("住建",), "--without 住建：office.yml 里没有这个单位，请写 units 里的名称"),
        ((), ("住建局", "督查室"), "排除以后没有收件人了，请用 --to 写明由谁拆封"),
        (("住建局备用",), ("住建局",), "--to 写明的收件人里有 --without 排除的单位，请去掉其中一个"),
        ((B,), ("住建局",), "--to 写明的收件人里有 --without 排除的单位，请去掉其中一个"),
        (("水务局",), (), "--to 水务局：既不是 age1 开头的公钥，也不是 office.yml 的 keys 里的名称或单位"),
        (("age1abc",), (), "age1abc 不是 age 公钥，公钥以 age1 开头，共 62 个字符"),
        (("AGE-SECRET-KEY-1ABC",), (),
         "--to 所给的收件人：既不是 age1 开头的公钥，也不是 office.yml 的 keys 里的名称或单位"),
    ],
)  # fmt: skip
def test_recipients_refused(to, without, message):
    with pytest.raises(Unusable) as refused:
        sealing_keys.recipients(OFFICE, UNITS, to, without)
    assert str(refused.value) == message


def test_no_default_key():
    with pytest.raises(Unusable, match=r"^office\.yml 的 keys 里没有 default: true 的公钥"):
        sealing_keys.recipients([Key("甲", "督查室", A, False)], UNITS)


def test_names_as_the_office_calls_them():
    assert sealing_keys.names((A, B, STRANGER), OFFICE) == ("督查室甲", "住建局", STRANGER)


def test_identities_of_an_age_keygen_file():
    one, two = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    found = sealing_keys.identities(f"# created: 2026\n# public key: {one.to_public()}\n{one}\n\n{two}\r\n")
    assert [str(identity) for identity in found] == [str(one), str(two)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "密钥文件里没有 age 私钥（AGE-SECRET-KEY-1…）"),
        ("# 只有注释\n", "密钥文件里没有 age 私钥（AGE-SECRET-KEY-1…）"),
        ("# x\nAGE-SECRET-KEY-1QQ\n", "密钥文件第 2 行不是 age 私钥（AGE-SECRET-KEY-1…）"),
        pytest.param(A, "密钥文件第 1 行不是 age 私钥（AGE-SECRET-KEY-1…）", id="public-key"),
        ("-----BEGIN AGE ENCRYPTED FILE-----\n", "密钥文件带有口令，请先用 age -d 解开成没有口令的密钥文件"),
    ],
)
def test_key_files_refused(text, message):
    with pytest.raises(Unusable) as refused:
        sealing_keys.identities(text)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("key", "exposed"),
    [
        ("repo/me.key", True),
        ("repo/office/keys/me.key", True),
        ("repo/office/tests/keys/me.key", False),
        ("repo/tests/keys/me.key", False),
        ("repo/office/tests/keys/../me.key", True),
        ("me.key", False),
    ],
)
def test_keys_that_a_commit_could_take_along(tmp_path: Path, key, exposed):
    (tmp_path / "repo/office/tests/keys").mkdir(parents=True)
    (tmp_path / "repo/.git").mkdir()
    assert sealing_keys.exposed(tmp_path / key, tmp_path / "repo/office") is exposed


def test_a_link_into_the_repository_counts_as_inside(tmp_path: Path):
    (tmp_path / "office").mkdir()
    (tmp_path / "office/me.key").touch()
    (tmp_path / "link.key").symlink_to("office/me.key")
    assert sealing_keys.exposed(tmp_path / "link.key", tmp_path / "office") is True
