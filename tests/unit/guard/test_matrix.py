"""Author, pusher, committer, merger, whoever ran the checks again, programs: each cell of both modes is decided.

The expectations are written out: by mode and change one grid of who proposed (or signed) against who pushed,
and beside it what the merger adds. What a committer line says and who ran a check again is in no grid: it
must make no difference in any cell.
"""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from office_of_members import LETTER, NOTED, PATH, RECEIVED, REMINDED, Register, evidence, judged

from duban.cli import main
from duban.git.isolated_repo import objects_of

PEOPLE = ("housing", "education", "supervision", "bot", "stranger", "gone", None)
CHANGES = {"签收": RECEIVED, "催办": REMINDED}


def grid(text: str) -> dict[tuple[str | None, str | None], frozenset[str]]:
    """Return a grid, rows and columns in the order of PEOPLE: several rules with +, none as a dash."""
    rows = [line.split() for line in text.strip().splitlines()]
    assert len(rows) == len(PEOPLE) and all(len(row) == len(PEOPLE) for row in rows)
    return {
        (one, other): frozenset(() if cell == "-" else (f"who.{rule}" for rule in cell.split("+")))
        for one, row in zip(PEOPLE, rows, strict=True)
        for other, cell in zip(PEOPLE, row, strict=True)
    }


# rows: author; columns: pusher  housing education supervision bot stranger gone (none)
FORGE = {
    "签收": grid("""
        -             hands         hands         hands         hands         hands         evidence
        hands         unit          hands         hands         hands         hands         evidence
        hands         hands         -             hands         hands         hands         evidence
        hands         hands         hands         bot           hands         hands         evidence
        member+hands  member+hands  member+hands  member+hands  member        member+hands  evidence
        member+hands  member+hands  member+hands  member+hands  member+hands  member        evidence
        evidence      evidence      evidence      evidence      evidence      evidence      evidence
    """),
    "催办": grid("""
        unit          hands         hands         hands         hands         hands         evidence
        hands         unit          hands         hands         hands         hands         evidence
        hands         hands         -             hands         hands         hands         evidence
        hands         hands         hands         -             hands         hands         evidence
        member+hands  member+hands  member+hands  member+hands  member        member+hands  evidence
        member+hands  member+hands  member+hands  member+hands  member+hands  member        evidence
        evidence      evidence      evidence      evidence      evidence      evidence      evidence
    """),
}
MERGER = {
    None: set(),
    "supervision": set(),
    "stranger": set(),
    "bot": {"who.merger"},
    "ci[bot]": {"who.merger"},
}

# rows: signer; columns: pusher (the login the forge let in)
SIGNED = {
    "签收": grid("""
        -          -          -          -          member            member            -
        unit       unit       unit       unit       unit+member       unit+member       unit
        -          -          -          -          member            member            -
        bot        bot        bot        bot        bot+member        bot+member        bot
        signature  signature  signature  signature  signature+member  signature+member  signature
        signature  signature  signature  signature  signature+member  signature+member  signature
        signature  signature  signature  signature  signature+member  signature+member  signature
    """),
    "催办": grid("""
        unit       unit       unit       unit       unit+member       unit+member       unit
        unit       unit       unit       unit       unit+member       unit+member       unit
        -          -          -          -          member            member            -
        -          -          -          -          member            member            -
        signature  signature  signature  signature  signature+member  signature+member  signature
        signature  signature  signature  signature  signature+member  signature+member  signature
        signature  signature  signature  signature  signature+member  signature+member  signature
    """),
}
MERGES = {
    "clean, unsigned": set(),
    "settled by housing": set(),
    "settled by bot": {"who.merger"},
    "settled by stranger": {"who.signature"},
    "settled unsigned": {"who.signature"},
}
CLAIMS = (("housing", "housing"), ("stranger", "bot"))
"""What the author and committer lines of the commit say."""


def errors(told) -> frozenset[str]:
    return frozenset(rule for _, _, rule, level, _ in told if level == "error")


@pytest.mark.parametrize("change", CHANGES)
def test_forge(tmp_path, keys, change):
    register = Register(tmp_path / "office", keys, "forge")
    heads = []
    for author, committer in CLAIMS:
        register.start()
        register.add(CHANGES[change])
        heads.append(register.commit(author=author, committer=committer))
    context, told = _context(register), Counter()
    with objects_of(register.root) as store:
        cells = itertools.product(heads, PEOPLE, PEOPLE, MERGER, (None, "bot"))
        for head, author, pusher, merger, again in cells:
            account = evidence(head, author, [pusher] if pusher else None, merger=merger, rerun_by=again)
            expected = set(FORGE[change][author, pusher])
            if "who.evidence" not in expected:  # an account that is not whole is told, and nothing more
                expected |= MERGER[merger]
            found = errors(judged(store, register.base, head, context, account))
            assert found == expected, (author, pusher, merger, again)
            told[bool(found)] += 1
    assert told == {False: 2 * 2 * 3 * 2, True: 980 - 24}


MERGED_BY = ("housing", "bot", "stranger", None)
"""Who pushes a merge: a member, a program, a stranger, nobody said. Each pusher alone is in the grid above."""


@pytest.mark.parametrize("change", CHANGES)
def test_signed(tmp_path, keys, change):
    register = Register(tmp_path / "office", keys, "signed")
    context, told = _context(register), Counter()
    for signer, claims in itertools.product(PEOPLE, CLAIMS):
        register.start()
        register.add(CHANGES[change])
        head = register.commit(signer, *claims)
        for pusher, again, found in _cells(register, head, context, PEOPLE):
            assert found == SIGNED[change][signer, pusher], (signer, claims, pusher, again)
            told[bool(found)] += 1
    assert told == {False: 2 * 2 * 5 * 2, True: 196 - 40}


def test_signed_and_merged(tmp_path, keys):
    register = Register(tmp_path / "office", keys, "signed")
    context, told = _context(register), Counter()
    register.put("cases/letters/2026/letter-2026-0002.yml", (register.root / PATH).read_text())
    apart = register.commit("supervision")
    register.start()
    register.add(NOTED)
    beside = register.commit("housing")
    for signer in PEOPLE:
        register.start()
        register.add(RECEIVED)
        own = register.commit(signer, "education", "bot")
        for name in MERGES:
            head = _merged(register, own, apart, beside, name)
            for pusher, again, found in _cells(register, head, context, MERGED_BY):
                assert found == SIGNED["签收"][signer, pusher] | MERGES[name], (signer, pusher, name, again)
                told[bool(found)] += 1
    assert told == {False: 2 * 2 * 3 * 2, True: 280 - 24}


def _cells(register, head: str, context, pushers):
    """Yield each pusher, each account of a re-run (which here decides nothing), and what is found."""
    with objects_of(register.root) as store:
        for pusher, again in itertools.product(pushers, (None, "bot")):
            account = evidence(head, "stranger", ["bot"], merger="bot", rerun_by=again) if again else None
            yield pusher, again, errors(judged(store, register.base, head, context, account, pusher))


def _merged(register, own: str, apart: str, beside: str, name: str) -> str:
    """Return the head after such a merge of a signed commit with another branch."""
    register.start(own)
    if name.startswith("clean"):
        register.git("merge", "-q", "--no-ff", "-m", "合并", apart, author="stranger", committer="bot")
        return register.git("rev-parse", "HEAD")
    register.git("merge", "-q", "--no-commit", "--no-ff", "-s", "ours", beside)
    register.add(NOTED)
    by = name.removeprefix("settled by ") if " by " in name else None
    return register.commit(by, author="housing", committer="housing")


def _context(register):
    register.start()
    return register.context.sound()


# --- nothing, or not enough, is given


UNJUDGED = "没有判是谁记的：没有给平台记录（--evidence）或者登录名（--actor）"


def test_where_nothing_is_declared_it_is_said_that_nobody_was_judged(tmp_path, keys):
    register = Register(tmp_path / "office", keys, None)
    register.add(RECEIVED)
    assert register.told(register.commit()) == [(PATH, ("timeline", 2), "who.unjudged", "notice", UNJUDGED)]


@pytest.mark.parametrize(
    "path", [PATH, "docs/handbook.md", "README.md", "rules/x/y.yml", "Makefile", "build/x.txt"]
)
def test_where_the_forge_is_to_say_who_recorded_its_silence_refuses_any_change(tmp_path, keys, path):
    register = Register(tmp_path / "office", keys, "forge")
    context = register.context
    register.put(path, LETTER + RECEIVED if path == PATH else "改\n")
    ((where, _, rule, level, message),) = register.told(register.commit(), context=context)
    assert (where, rule, level) == (path, "who.evidence", "error")
    assert message.startswith(
        "不知道这次改动由谁负责：没有平台记录（--evidence），也没有登录名（--actor），所以不收"
    )


def test_where_nothing_changes_nobody_answers_for_it(tmp_path, keys):
    register = Register(tmp_path / "office", keys, "forge")
    assert register.told(register.commit()) == []


def test_a_desk_that_says_so_is_told_what_was_not_judged(tmp_path, keys):
    register = Register(tmp_path / "office", keys, "forge")
    register.add(RECEIVED)
    ((_, _, rule, level, message),) = register.told(register.commit(), unaccountable=True)
    assert (rule, level) == ("who.unjudged", "notice")
    assert message == UNJUDGED + "；每一条该不该由这个人记、要别人同意的有没有同意，合并的时候还要判"


def test_a_desk_cannot_excuse_a_signature(tmp_path, keys):
    register = Register(tmp_path / "office", keys, "signed")
    register.add(RECEIVED)
    assert [rule for _, _, rule, _, _ in register.told(register.commit(), unaccountable=True)] == [
        "who.signature"
    ]


# --- pages, too


@pytest.mark.parametrize(
    ("signer", "rules"),
    [("housing", []), ("law", []), (None, ["who.signature"]), ("stranger", ["who.signature"]), ("gone", ["who.signature"])],
)  # fmt: skip
def test_a_page_is_signed_by_a_member_whatever_his_roles(tmp_path, keys, signer, rules):
    register = Register(tmp_path / "office", keys, "signed")
    register.put("docs/handbook.md", "# 手册\n")
    assert register.rules(register.commit(signer)) == rules


def test_a_page_beside_signed_cases_is_not_passed_over(tmp_path, keys):
    register = Register(tmp_path / "office", keys, "signed")
    register.put("docs/handbook.md", "# 手册\n")
    page = register.commit()
    register.add(RECEIVED)
    ((path, _, rule, _, message),) = register.told(register.commit("housing"))
    assert (path, rule) == ("docs/handbook.md", "who.signature")
    assert message.startswith(f"提交 {page[:10]}：没有签名")


def test_an_old_page_that_a_merge_brings_back_is_the_mergers(tmp_path, keys):
    register = Register(tmp_path / "office", keys, "signed")
    register.put("docs/handbook.md", "旧\n")
    old = register.base = register.commit("law")
    register.put("docs/handbook.md", "新\n")
    register.base = register.commit("law")
    register.start(old)
    register.add(RECEIVED)
    side = register.commit("housing")
    register.start()
    register.git("merge", "-q", "--no-commit", "--no-ff", side)
    register.git("checkout", "-q", old, "--", "docs/handbook.md")
    ((path, _, rule, _, message),) = register.told(register.commit())
    assert (path, rule) == ("docs/handbook.md", "who.signature") and "没有签名" in message


@pytest.mark.parametrize(
    ("author", "pushers", "rules"),
    [
        ("housing", ["housing"], []),
        ("stranger", ["stranger"], ["who.member"]),
        ("gone", ["gone"], ["who.member"]),
        ("housing", ["housing", "review"], ["who.hands"]),
    ],
)
@pytest.mark.parametrize("path", ["docs/handbook.md", "README.md", "build/x.txt"])
def test_a_page_has_an_accountable_author(tmp_path, keys, path, author, pushers, rules):
    register = Register(tmp_path / "office", keys, "forge")
    register.put(path, "# 手册\n")
    head = register.commit()
    assert register.rules(head, evidence=evidence(head, author, pushers)) == rules


def test_in_signed_mode_signatures_are_judged_whatever_is_given(tmp_path, keys):
    register = Register(tmp_path / "office", keys, "signed")
    register.add(RECEIVED)
    assert register.rules(register.commit()) == ["who.signature"]


@pytest.mark.parametrize("mode", ["forge", None])
@pytest.mark.parametrize("missing", ["author", "pushers"])
def test_an_account_that_is_not_whole_fails(tmp_path, keys, mode, missing):
    register = Register(tmp_path / "office", keys, mode)
    register.add(RECEIVED)
    head = register.commit()
    value = {"author": "housing", "pushers": ["housing"], missing: None}
    told = register.told(head, evidence=evidence(head, **value))
    assert [(rule, level) for _, _, rule, level, _ in told] == [("who.evidence", "error")]
    assert told[0][4].startswith(f"平台记录不全：{missing}（")


@pytest.mark.parametrize("mode", ["forge", None])
@pytest.mark.parametrize(
    ("actor", "rules"),
    [("housing", []), ("Housing", []), ("supervision", []), ("education", ["who.unit"]), ("bot", ["who.bot"]),
     ("stranger", ["who.member"]), ("gone", ["who.member"])],
)  # fmt: skip
def test_a_login_the_forge_let_in_is_accountable(tmp_path, keys, mode, actor, rules):
    register = Register(tmp_path / "office", keys, mode)
    register.add(RECEIVED)
    assert register.rules(register.commit(), actor=actor) == rules


def test_an_account_of_another_push_fails(tmp_path, keys):
    register = Register(tmp_path / "office", keys, "forge")
    register.add(RECEIVED)
    earlier = register.commit()
    register.add(NOTED)
    head = register.commit()
    assert register.rules(head, evidence=evidence(earlier)) == ["who.head"]
    assert register.rules(head, evidence=evidence("HEAD")) == ["who.evidence"]
    assert register.rules(head, evidence=evidence(head)) == []


def test_a_page_of_an_office_that_does_not_ask_who_recorded_is_nobodys_concern(tmp_path, keys):
    register = Register(tmp_path / "office", keys, None)
    register.put("docs/notes.md", "说明\n")
    assert register.told(register.commit()) == []


LAW = [
    # author, pushers, who approved the head, rules
    ("law", ["law"], [], []),
    ("law", ["law", "housing"], [], ["who.law"]),
    ("housing", ["housing"], [], ["who.law"]),
    ("supervision", ["supervision"], ["review"], ["who.law"]),
    ("housing", ["housing"], ["law"], []),
    ("housing", ["housing", "education"], ["law"], []),  # he approved what it came to
    ("housing", ["law"], ["law"], ["who.law"]),  # his own push
    ("dependabot[bot]", ["dependabot[bot]"], ["law"], []),
    ("dependabot[bot]", ["dependabot[bot]"], [], ["who.law"]),
    ("stranger", ["stranger"], ["leader"], ["who.law"]),
    ("gone", ["gone"], [], ["who.law"]),
]


@pytest.mark.parametrize(("author", "pushers", "approvals", "rules"), LAW)
def test_the_law_by_the_forges_account(tmp_path, keys, author, pushers, approvals, rules):
    register = Register(tmp_path / "office", keys, "forge")
    context = _context(register)
    register.add("late_entry_days: 3\n", "office.yml")
    head = register.commit()
    account = evidence(head, author, pushers, approvals=approvals)
    assert register.rules(head, evidence=account, context=context) == rules
    stale = evidence(
        head, author, pushers, approvals=[{"login": one, "commit": register.base} for one in approvals]
    )
    alone = author == "law" and pushers == ["law"]
    assert register.rules(head, evidence=stale, context=context) == ([] if alone else ["who.law"])


def test_an_office_that_has_not_said_who_keeps_its_law(tmp_path, keys):
    register = Register(tmp_path / "office", keys, None)
    text = (register.root / "office.yml").read_text().replace("roles: [规则]", "roles: [承办]")
    register.put("office.yml", text)
    base = register.commit()
    context = register.context
    register.add("late_entry_days: 3\n", "office.yml")
    head = register.commit()
    account = evidence(head, "education", ["education"])
    assert register.rules(head, base=base, evidence=account, context=context) == []


def test_the_command_needs_a_file_that_is_there(tmp_path, keys, capsys):
    register = Register(tmp_path / "office", keys, "forge")
    register.add(RECEIVED)
    register.commit()
    with pytest.raises(SystemExit) as left:
        main(["check", "--root", str(register.root), "--base", register.base, "--evidence", "none.json"])
    assert left.value.code == 2
