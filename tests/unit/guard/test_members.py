"""Members and what their roles allow, and what can be wrong with the members of office.yml."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest
from office_of_members import OFFICE, PEOPLE, members, new_key

from duban.cases.schemas import Schemas
from duban.findings.finding import Unusable
from duban.git.ssh_signatures import fingerprint, public_key
from duban.guard.member_roles import Members
from duban.law.vocabulary import load_vocabulary
from duban.register.load_office import load


@pytest.fixture
def office(tmp_path):
    def written(text: str):
        (tmp_path / "office.yml").write_text(text, encoding="utf-8")
        return load(tmp_path)

    return written


def people(*lines: str) -> str:
    return "members:\n" + "".join(f"- {{{line}}}\n" for line in lines)


CAPABILITIES = {
    "supervision": {"desk", "unit"},
    "review": {"desk", "unit"},
    "register": {"unit"},
    "office": {"unit"},
    "housing": {"unit"},
    "education": {"unit"},
    "leader": {"consent", "unit"},
    "keys": {"keys"},
    "law": {"law"},
    "bot": {"bot"},
    "gone": set(),
}


def test_what_roles_allow(office):
    found = Members.of(office(OFFICE + members()).sound())
    assert CAPABILITIES.keys() == PEOPLE.keys()
    assert {one.login: found.allowed(one) for one in found.office.members} == CAPABILITIES


def test_roles_add_up_but_a_bot_is_only_that(office):
    text = people(
        "login: a, unit: 区住建局, roles: [督查室, 密钥, 规则]",
        "login: b, unit: 区住建局, roles: [承办, 密钥]",
        "login: c, unit: 区住建局, roles: [机器人, 督查室]",
        "login: d, unit: 区住建局, roles: [第二人]",
    )
    found = Members.of(office(OFFICE + text))
    assert [found.allowed(one) for one in found.office.members] == [
        {"desk", "unit", "keys", "law"}, {"unit", "keys"}, {"bot"}, {"second"},
    ]  # fmt: skip


def test_logins_are_one_account_whatever_their_capitals(office):
    found = Members.of(office(OFFICE + members()))
    assert found.named("HouSing").login == "housing" and found.named("housing2") is None
    assert found.is_bot("Bot") and found.is_bot("dependabot[bot]") and not found.is_bot("housing")


def test_messages_name_roles_as_the_vocabulary_does(office):
    found = Members.of(office(OFFICE + members()))
    assert found.who("desk") == "有“督查室”身份的人员"
    assert found.fault("gone") == "“gone”已于 2026-06-30 离任，不能再记；请由现在的经办人员来记"
    assert found.fault("x") == (
        "“x”不在 office.yml 的 members 里，不能记事项；请由名单里的人员来记，或者先请有“规则”身份的人员把这个登录名加进名单"
    )
    assert found.fault("housing") is None


ALL = ("login: d, unit: 区政府督查室, roles: [督查室]", "login: l, unit: 区政府督查室, roles: [规则]")


@pytest.mark.parametrize(
    ("recording", "lines", "told"),
    [
        ("", [], []),
        ("", ["login: a, unit: 区住建局, roles: [承办]"], []),
        ("recording: forge\n", ALL, []),
        ("recording: forge\n", ALL[:1], [("office.role", "“规则”")]),
        ("recording: forge\n", ALL[1:], [("office.role", "“督查室”")]),
        ("recording: forge\n", [ALL[0], f"{ALL[1]}, left: 2026-06-30"], [("office.role", "“规则”")]),
        ("recording: signed\n", ALL, [("office.ssh-key", "“d”"), ("office.ssh-key", "“l”")]),
        ("", [ALL[0], ALL[0].replace("login: d", "login: D")], [("office.twice", "“D”")]),
        ("", ["login: b, unit: 区住建局, roles: [机器人, 承办]"], [("office.bot", "“b”")]),
        ("", ["login: b, unit: 无此局, roles: [承办]"], [("office.unit", "“无此局”")]),
    ],
)
def test_what_is_wrong_with_members(office, recording, lines, told):
    text = people(*lines) if lines else "members: []\n"
    found = [one for one in office(OFFICE + recording + text).findings if one.path == "office.yml"]
    assert [one.rule for one in found] == [rule for rule, _ in told]
    assert all(word in one.message for one, (_, word) in zip(found, told, strict=True))


def test_without_members_the_mode_itself_is_the_fault(office):
    found = office(OFFICE + "recording: forge\n").findings
    assert [(one.rule, one.message.split("：")[0]) for one in found] == [
        ("office.role", "写了 recording，members 里就要有人的身份是“督查室”"),
        ("office.role", "写了 recording，members 里就要有人的身份是“规则”"),
    ]


def test_whoever_left_needs_no_key(office, keys):
    text = OFFICE + "recording: signed\n" + members(keys)
    assert office(text).findings == ()
    gone = (keys / "gone.pub").read_text().strip()
    assert office(text.replace(f"  ssh_key: {gone}\n", "")).findings == ()
    housing = (keys / "housing.pub").read_text().strip()
    (found,) = office(text.replace(f"  ssh_key: {housing}\n", "")).findings
    assert found.rule == "office.ssh-key" and found.message.startswith("recording 是 signed：“housing”要有")


def test_one_key_for_two(office, keys):
    text = OFFICE + members(keys)
    own, others = ((keys / f"{name}.pub").read_text().split()[1] for name in ("review", "supervision"))
    (found,) = office(text.replace(own, others)).findings
    assert found.rule == "office.ssh-key"
    assert found.message == "“review”和“supervision”用的是同一把公钥，分不清是谁签的；一人一把"


def blob(*parts: bytes) -> str:
    return base64.b64encode(b"".join(len(one).to_bytes(4, "big") + one for one in parts)).decode()


SHORT = (1 << 1023).to_bytes(129, "big")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ssh-ed25519 AAAA", "公钥不完整"),
        ("ssh-ed25519 AAA", "公钥不完整"),
        (f"ssh-ed25519 {blob(b'ssh-ed25519', b'x' * 31)}", "公钥不完整"),
        (f"ssh-ed25519 {blob(b'ssh-ed25519', b'x' * 32, b'')}", "公钥不完整"),
        (f"ssh-ed25519 {blob(b'ssh-rsa', b'x' * 32)}", "公钥开头写的是 ssh-ed25519，里面却是另一种"),
        (f"ssh-rsa {blob(b'ssh-rsa', b'1', SHORT)}", "RSA 公钥太短，至少 2048 位"),
        (f"ssh-rsa {blob(b'ssh-rsa', b'1')}", "公钥不完整"),
        (f"ecdsa-sha2-nistp256 {blob(b'ecdsa-sha2-nistp256', b'nistp384', b'x' * 97)}", "公钥不完整"),
        (
            f"ecdsa-sha2-nistp999 {blob(b'ecdsa-sha2-nistp999', b'nistp999', b'x')}",
            "不能用 ecdsa-sha2-nistp999",
        ),
        (f"sk-ssh-ed25519@openssh.com {blob(b'sk-ssh-ed25519@openssh.com', b'x' * 32)}", "公钥不完整"),
    ],
)
def test_malformed_keys(office, line, told):
    text = people(f"login: a, unit: 区住建局, roles: [承办], ssh_key: '{line}'")
    (found,) = office(OFFICE + text).findings
    assert found.rule == "office.ssh-key" and found.message.startswith(told), found.message


@pytest.mark.parametrize(
    "line",
    [
        f"sk-ssh-ed25519@openssh.com {blob(b'sk-ssh-ed25519@openssh.com', b'x' * 32, b'ssh:')}",
        "sk-ecdsa-sha2-nistp256@openssh.com "
        + blob(b"sk-ecdsa-sha2-nistp256@openssh.com", b"nistp256", b"x" * 65, b"ssh:"),
    ],
)
def test_keys_on_a_card(line):
    assert public_key(line) == base64.b64decode(line.split()[1])


@pytest.mark.parametrize(
    "kind",
    [
        ("-t", "ed25519"),
        ("-t", "rsa", "-b", "2048"),
        ("-t", "ecdsa", "-b", "384"),
        ("-t", "ecdsa", "-b", "521"),
    ],
    ids=" ".join,
)
def test_fingerprints_are_those_of_ssh_keygen(tmp_path, kind):
    line = new_key(tmp_path, "key", kind)
    words = ["ssh-keygen", "-l", "-f", str(tmp_path / "key.pub")]
    listed = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    assert fingerprint(public_key(line)) == listed.split()[1]


# --- the vocabulary says what roles allow

RULES = Path(__file__).parents[3] / "rules"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("may: [desk]", "may: [root]", "没有“root”这个写法"),
        ("reviews: [督查结论]", "reviews: [结论]", "“复核决定”的 reviews 写了“结论”，没有这个事件词"),
    ],
)
def test_a_vocabulary_that_does_not_say_so(tmp_path, old, new, told):
    lines = (RULES / "vocabulary.yml").read_text(encoding="utf-8")
    assert lines.count(old) == 1
    (tmp_path / "vocabulary.yml").write_text(lines.replace(old, new), encoding="utf-8")
    with pytest.raises(Unusable) as refused:
        load_vocabulary(tmp_path, Schemas(RULES.parent / "schemas"))
    assert told in str(refused.value)


def test_a_vocabulary_from_before_there_were_roles_goes_by_the_programs(tmp_path):
    """Else nobody could bring it up to date: the change would be judged by a law that knows nobody."""
    lines = (RULES / "vocabulary.yml").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("- {role:", "roles:\n"))]
    assert len(kept) < len(lines)
    (tmp_path / "vocabulary.yml").write_text("".join(kept), encoding="utf-8")
    assert load_vocabulary(tmp_path, Schemas(RULES.parent / "schemas")).roles["督查室"] == {"desk"}


def test_the_words_of_the_vocabulary():
    words = load_vocabulary(RULES, Schemas(RULES.parent / "schemas"))
    assert words.roles == {
        "督查室": {"desk"}, "领导": {"consent"}, "密钥": {"keys"}, "规则": {"law"}, "机器人": {"bot"}, "第二人": {"second"},
        "发布": {"publish"},
    }  # fmt: skip
    marked = {
        name: {word for word, event in words.events.items() if getattr(event, name)}
        for name in ("bots", "recuses", "remarks", "reviews")
    }
    assert marked == {"bots": {"催办"}, "recuses": {"回避"}, "remarks": {"备注"}, "reviews": {"复核决定"}}
    consenting = {
        word for word, event in words.events.items() if event.carries & {"consented", "consented_by"}
    }
    assert consenting == {"列入", "请假", "退办", "延期"}
    assert all("papers" in words.events[word].carries for word in consenting)
