"""A word from tomorrow in a rulebook: a finding at its line, one clear line where something is computed, no traceback."""

from __future__ import annotations

import subprocess

import pytest
from letters import LETTER

TODAY = ("--today", "2026-07-31")
BOARD = "rules/dawukou/board.yml"
UNKNOWN = "schema.unknown-field"
TOMORROW = [
    # what is new, the old text, the new text, the rule of the finding, a part of its message
    ("key", "id: dwk.board\n", "id: dwk.board\nmotto: 便民\n", UNKNOWN, "没有“motto”这一项"),
    ("key of a rule", "  scope: assignment\n", "  scope: assignment\n  pauses: {甲: 乙}\n", UNKNOWN, "没有“pauses”这一项"),
    ("key of a limit", "    - limit:", "    - soon: true\n      limit:", UNKNOWN, "没有“soon”这一项"),
    ("key of a requirement", "  - on: 交办\n", "  - on: 交办\n    certified: true\n", UNKNOWN, "没有“certified”这一项"),
    ("key of a state", "  - state: 待登记\n", "  - state: 待登记\n    parallel: true\n", UNKNOWN, "没有“parallel”这一项"),
    ("key of a source", "    standing: draft\n", "    standing: draft\n    gazette: 第5期\n", UNKNOWN, "没有“gazette”这一项"),
    ("type", "  type: duty\n", "  type: promise\n", "schema.enum", "没有“promise”这个写法"),
    ("scope", "  scope: assignment\n", "  scope: village\n", "schema.enum", "没有“village”这个写法"),
    ("rhythm", "  type: duty\n", "  type: recurring\n  every: decade\n", "schema.enum", "没有“decade”这个写法"),
    ("standing", "    standing: draft\n", "    standing: repealed\n", "schema.enum", "没有“repealed”这个写法"),
    ("unit of a period", "    - limit: same day\n", "    - limit: 2 fortnights\n", "schema.pattern", "期限"),
    ("kind", "  kind: letter\n", "  kind: telegram\n", "schema.enum", "没有“telegram”这个写法"),
    ("event", "  ends: [交办]\n", "  ends: [电子交办]\n", "rulebook.event", "事件“电子交办”不在词汇表"),
]  # fmt: skip


@pytest.fixture
def office(home, rules):
    """An office with one letter and as much law as it needs, committed on main."""
    for path in rules.glob("*/*.yml"):
        if path.parent.name != "calendar" and path.name not in ("board.yml", "mailbox.yml"):
            path.unlink()
    home.office(("- {rulebook: dwk.prop, from: 2025-12-01, decision: 场景测试}\n", ""))
    home.put("letter-2026-0001", LETTER)
    git(home, "init", "-q", "-b", "main")
    git(home, "add", "--all")
    git(home, "commit", "-qm", "office")
    git(home, "checkout", "-q", "-b", "change")
    return home


def git(home, *words):
    subprocess.run(
        ["git", "-c", "user.name=示例", "-c", "user.email=a@example.invalid", *words],
        cwd=home.root, check=True, capture_output=True,
    )  # fmt: skip


def changed(home, old, new):
    """Commit a change of the rulebook; return the number of the first line that differs."""
    path = home.root / BOARD
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    git(home, "commit", "-qam", "tomorrow")
    return next(
        number
        for number, (before, after) in enumerate(
            zip(text.split("\n"), path.read_text().split("\n"), strict=False), 1
        )
        if before != after
    )


@pytest.mark.parametrize(
    ("old", "new", "rule", "message"), [row[1:] for row in TOMORROW], ids=[row[0] for row in TOMORROW]
)
def test_a_word_from_tomorrow(office, old, new, rule, message):
    line = changed(office, old, new)
    found = office.findings()
    (meant,) = [finding for finding in found if finding["path"] == BOARD]
    assert (meant["rule"], meant["level"]) == (rule, "error") and message in meant["message"]
    assert line <= meant["line"] <= line + 1
    # The office that follows the rulebook says that it is out of use for its error, and not that there is none.
    assert [finding["message"] for finding in found if finding["rule"] == "office.rulebook"] == [
        f"dwk.board（{BOARD}）有错误，没有用上；先改它"
    ]
    for words in (["due"], ["explain", "letter-2026-0001"], ["build", "internal"], ["rules", "diff", "main"]):
        status, out, err = office.run(*words, *TODAY)
        assert (status, out) == (2, ""), words
        assert err.startswith(f"duban：{BOARD}:{meant['line']}:{meant['column']} ") and err.count("\n") == 1
    status, out, _ = office.run("check", "--base", "main", *TODAY)
    assert status == 1 and f"{BOARD}:{meant['line']}:{meant['column']} 错误 " in out
    status, _, err = office.run("rules", *TODAY)
    assert (status, err) == (0, "duban：采用的 dwk.board 有错误，没有列出；运行 duban check 看错在哪里\n")
    git(office, "checkout", "-q", "main")  # and seen from the law of today
    status, out, err = office.run("rules", "diff", "change", *TODAY)
    assert (
        (status, out) == (2, "")
        and err.startswith("duban：“change”这个版本的规则用不了：")
        and err.count("\n") == 1
    )


def test_a_rulebook_without_region_is_national_law(office):
    changed(office, 'region: "640202"\n', "")
    assert [finding for finding in office.findings() if finding["path"] == BOARD] == []
    assert office.run("check", "--base", "main", *TODAY)[0] == 0
    books = {book["id"]: book for book in office.json("rules", *TODAY)[1]["rulebooks"]}
    assert (books["dwk.board"]["region"], books["dwk.mailbox"]["region"]) == (None, "640202")
    assert "dwk.board　大武口区人民网“领导留言板”留言办理　全国　自" in office.run("rules", *TODAY)[
        1
    ].replace("\n", "")
    assert office.json("rules", "diff", "main", *TODAY)[1]["rules"] == [
        {"id": "dwk.board", "change": "changed", "fields": ["region"]}
    ]
