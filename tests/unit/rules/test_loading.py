"""Every way in which a rulebook can be wrong is refused at its line, and it is said what to write."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from duban.rules.loading import adopted, load_rulebooks
from duban.rules.rulebook_form import rulebook_from

TEXT = """\
id: test.book
title: 试验规则书
region: "640202"
applies: {kind: letter, channel: [区长信箱-网上]}
arrives: received
in_force: {from: 2022-04-12}
sources:
  办法: {title: 试验办法, number: 试〔2022〕1号, date: 2022-04-12, standing: issued}
lists:
  情形: [甲, 乙]
lifecycle:
  case:
  - state: 待办
    on: {登记: 待办, 交办: 办理中}
  - state: 办理中
    on: {答复: 已答复}
  - state: 已答复
    final: true
  assignment:
  - state: 承办
    holds: true
    on: {答复: 完成}
  - state: 完成
    final: true
rules:
- id: test.reply
  type: duty
  title: 答复
  article: 办法第一条
  scope: assignment
  roles: [lead]
  starts: [交办]
  ends: [答复]
  within:
  - from: 2022-04-12
    limits:
    - limit: 5 working days
- id: test.list
  type: field
  title: 情形
  article: 办法第二条
  requires:
  - on: 不予受理
    values: {ground: 情形}
"""


@pytest.fixture
def loaded(tmp_path, words, schemas):
    """Load texts as rulebooks of their own: (books, findings)."""

    def load(*texts):
        folder = tmp_path / "rules"
        (folder / "some").mkdir(parents=True)
        for number, text in enumerate(texts):
            (folder / "some" / f"book{number}.yml").write_text(text, encoding="utf-8")
        return load_rulebooks(folder, words, schemas)

    return load


def test_the_rulebook_that_the_faults_are_made_from_is_sound(loaded):
    books, findings = loaded(TEXT)
    assert [book.id for book in books] == ["test.book"]
    assert findings == ()


FAULTS = {
    "article-without-source": (
        "  article: 办法第一条",
        "  article: 条例第一条",
        "rulebook.article",
        "条文“条例第一条”没有写出自哪个文件；开头要写：办法",
    ),
    "one-article-of-two-without-source": (
        "  article: 办法第一条",
        "  article: [办法第一条, 第二条]",
        "rulebook.article",
        "条文“第二条”没有写出自哪个文件；开头要写：办法",
    ),
    "limit-without-unit": (
        "    - limit: 5 working days",
        "    - limit: '5'",
        "schema.pattern",
        "期限写成这些样子之一：5 working days",
    ),
    "limit-of-an-unknown-unit": (
        "    - limit: 5 working days",
        "    - limit: 5 weeks",
        "schema.pattern",
        "期限写成这些样子之一：5 working days",
    ),
    "date-that-does-not-come-every-year": (
        "    - limit: 5 working days",
        "    - limit: by 02-29",
        "rulebook.limit",
        "期限“by 02-29”不是每年都有的日期",
    ),
    "duty-without-limit": (
        "  within:\n  - from: 2022-04-12\n    limits:\n    - limit: 5 working days\n",
        "",
        "rulebook.limit",
        "test.reply 没有期限：写 within（条文没有数字的写 limit: none）或者 stated",
    ),
    "unknown-event-in-ends": (
        "  ends: [答复]",
        "  ends: [回函]",
        "rulebook.event",
        "事件“回函”不在词汇表（rules/vocabulary.yml）里",
    ),
    "unknown-event-in-starts": (
        "  starts: [交办]",
        "  starts: [分配]",
        "rulebook.event",
        "事件“分配”不在词汇表（rules/vocabulary.yml）里",
    ),
    "unknown-event-in-moot": (
        "  ends: [答复]",
        "  ends: [答复]\n  moot: [合并]",
        "rulebook.event",
        "事件“合并”不在词汇表（rules/vocabulary.yml）里",
    ),
    "unknown-event-in-extends": (
        "  ends: [答复]",
        "  ends: [答复]\n  extends: {event: 宽限, needs: [reason]}",
        "rulebook.event",
        "事件“宽限”不在词汇表（rules/vocabulary.yml）里",
    ),
    "unknown-event-in-requires": (
        "  - on: 不予受理",
        "  - on: 不受理",
        "rulebook.event",
        "事件“不受理”不在词汇表（rules/vocabulary.yml）里",
    ),
    "unknown-event-in-before": (
        "    values: {ground: 情形}",
        "    values: {ground: 情形}\n    before: [{商量: {stage: 办理前}}]",
        "rulebook.event",
        "事件“商量”不在词汇表（rules/vocabulary.yml）里",
    ),
    "unknown-event-in-a-state": (
        "    on: {登记: 待办, 交办: 办理中}",
        "    on: {登计: 待办, 交办: 办理中}",
        "rulebook.event",
        "状态“待办”里的事件“登计”不在词汇表里，或者不属于这一级",
    ),
    "event-of-the-case-in-an-assignment": (
        "    on: {答复: 完成}",
        "    on: {答复: 完成, 归档: 完成}",
        "rulebook.event",
        "状态“承办”里的事件“归档”不在词汇表里，或者不属于这一级",
    ),
    "list-that-is-not-there": (
        "    values: {ground: 情形}",
        "    values: {ground: 理由}",
        "rulebook.list",
        "没有“理由”这个词表，请写在 lists 里",
    ),
    "state-nobody-leaves": (
        "    on: {答复: 已答复}",
        "    on: {答复: 已答复, 退回重办: 卡住}\n  - state: 卡住",
        "rulebook.state",
        "状态“卡住”进去就出不来；写上能离开它的事件，或者标明 final: true",
    ),
    "state-nobody-reaches": (
        "  assignment:",
        "  - state: 孤岛\n    final: true\n  assignment:",
        "rulebook.state",
        "状态“孤岛”从开头走不到",
    ),
    "state-that-is-not-there": (
        "    on: {答复: 已答复}",
        "    on: {答复: 已答复, 并案: 已合并}",
        "rulebook.state",
        "“并案”之后的状态“已合并”没有定义",
    ),
    "until-before-from": (
        "  - from: 2022-04-12\n    limits",
        "  - from: 2022-04-12\n    until: 2022-04-11\n    limits",
        "rulebook.until",
        "止日 2022-04-11 要晚于起日 2022-04-12",
    ),
    "until-on-the-day-of-from": (
        "in_force: {from: 2022-04-12}",
        "in_force: {from: 2022-04-12, until: 2022-04-12}",
        "rulebook.until",
        "止日 2022-04-12 要晚于起日 2022-04-12",
    ),
    "two-limits-at-once": (
        "    - limit: 5 working days",
        "    - limit: 5 working days\n  - from: 2025-01-01\n    limits:\n    - limit: 3 working days",
        "rulebook.overlap",
        "从 2025-01-01 起同时有两个期限有效；给前一个写上 until: 2025-01-01",
    ),
    "two-limits-for-a-day": (
        "  - from: 2022-04-12\n    limits:\n    - limit: 5 working days",
        "  - from: 2022-04-12\n    until: 2025-01-02\n    limits:\n    - limit: 5 working days\n"
        "  - from: 2025-01-01\n    limits:\n    - limit: 3 working days",
        "rulebook.overlap",
        "从 2025-01-01 起同时有两个期限有效；给前一个写上 until: 2025-01-01",
    ),
    "no-figure-and-no-interpretation": (
        "    - limit: 5 working days",
        "    - limit: none",
        "rulebook.interpretation",
        "test.reply 的条文没有写明期限，要用 interpretation 写下怎样理解（reading）和另一种理解（other）",
    ),
    "stated-limit-and-no-interpretation": (
        "  within:\n  - from: 2022-04-12\n    limits:\n    - limit: 5 working days\n",
        "  stated: limit\n",
        "rulebook.interpretation",
        "test.reply 的条文没有写明期限，要用 interpretation 写下怎样理解（reading）和另一种理解（other）",
    ),
    "recurring-without-interpretation": (
        "- id: test.list\n  type: field\n  title: 情形\n  article: 办法第二条\n  requires:\n"
        "  - on: 不予受理\n    values: {ground: 情形}\n",
        "- id: test.list\n  type: recurring\n  title: 季报\n  article: 办法第二条\n  every: quarter\n",
        "rulebook.interpretation",
        "test.list 的条文没有写明期限",
    ),
    "id-twice": ("- id: test.list", "- id: test.reply", "rulebook.id", "规则 test.reply 写了两次"),
    "beside-what-is-not-there": (
        "  ends: [答复]",
        "  ends: [答复]\n  beside: test.other",
        "rulebook.rule",
        "没有规则 test.other",
    ),
    "report-within-what-is-not-there": (
        "  ends: [答复]",
        "  ends: [答复]\n  open_end: {event: 进展, promised: promised, within: test.other}",
        "rulebook.rule",
        "没有规则 test.other",
    ),
    "duty-without-start": (
        "  starts: [交办]\n",
        "",
        "schema.required",
        "duty 和 window 要写 scope（按什么计）和 starts（从哪里起算）",
    ),
    "word-the-language-has-not": (
        "  ends: [答复]",
        "  ends: [答复]\n  pause: [补正]",
        "schema.unknown-field",
        "没有“pause”这一项。可以写的有：id、type、title、",
    ),
    "duplicate-key": (
        "  scope: assignment",
        "  scope: assignment\n  scope: case",
        "yaml.duplicate",
        "“scope”",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faulty_rulebook_is_refused_at_its_line(loaded, fault):
    old, new, rule, said = FAULTS[fault]
    assert TEXT.count(old) == 1
    text = TEXT.replace(old, new)
    books, findings = loaded(text)
    assert books == ()
    meant = [one for one in findings if one.rule == rule]
    assert meant, [(one.rule, one.message) for one in findings]
    assert said in meant[0].message
    assert (meant[0].path, meant[0].level) == ("rules/some/book0.yml", "error")


LINES = {  # where exactly: the line that has to be changed
    "article-without-source": "  article: 条例第一条",
    "unknown-event-in-ends": "  ends: [回函]",
    "date-that-does-not-come-every-year": "    - limit: by 02-29",
    "until-before-from": "    until: 2022-04-11",
    "state-nobody-leaves": "  - state: 卡住",
    "id-twice": "- id: test.reply",
    "limit-without-unit": "    - limit: '5'",
    "duty-without-limit": "- id: test.reply",
    "no-figure-and-no-interpretation": "- id: test.reply",
    "stated-limit-and-no-interpretation": "- id: test.reply",
    "recurring-without-interpretation": "- id: test.list",
    "unknown-event-in-extends": "  extends: {event: 宽限, needs: [reason]}",
    "unknown-event-in-requires": "  - on: 不受理",
    "unknown-event-in-a-state": "    on: {登计: 待办, 交办: 办理中}",
    "list-that-is-not-there": "    values: {ground: 理由}",
    "two-limits-at-once": "  within:",
    "state-that-is-not-there": "  - state: 办理中",
    "beside-what-is-not-there": "  beside: test.other",
    "word-the-language-has-not": "  pause: [补正]",
    "duplicate-key": "  scope: case",
}


@pytest.mark.parametrize("fault", LINES)
def test_line(loaded, fault):
    old, new, rule, _ = FAULTS[fault]
    text = TEXT.replace(old, new)
    _, findings = loaded(text)
    lines = [text.splitlines()[one.line - 1] for one in findings if one.rule == rule]
    assert LINES[fault] in lines
    last = max(number for number, line in enumerate(text.splitlines(), 1) if line == LINES[fault])
    assert last in [one.line for one in findings if one.rule == rule]


def test_one_faulty_rulebook_does_not_hide_the_others(loaded):
    books, findings = loaded(TEXT.replace("[答复]", "[回函]").replace("test.", "other."), TEXT)
    assert [book.path for book in books] == ["rules/some/book1.yml"]
    assert {one.path for one in findings} == {"rules/some/book0.yml"}


def test_a_rule_stands_in_one_rulebook_only(loaded):
    _, findings = loaded(TEXT, TEXT.replace("id: test.book", "id: test.other"))
    assert [(one.rule, one.path) for one in findings] == [("rulebook.id", "rules/some/book1.yml")] * 2
    assert (
        findings[0].message
        == "test.reply 在 rules/some/book0.yml 里已经有了，一条规则、一本规则书只能写在一处"
    )


def test_versions_that_follow_each_other_are_no_overlap(loaded):
    old = "  - from: 2022-04-12\n    limits:\n    - limit: 5 working days"
    new = old.replace("limits:", "until: 2025-01-01\n    limits:")
    new += "\n  - from: 2025-01-01\n    limits:\n    - limit: 3 working days"
    (book,), findings = loaded(TEXT.replace(old, new))
    assert findings == ()
    rule = book.rule("test.reply")
    for day, limit in (
        ("2022-04-11", None),
        ("2022-04-12", "5 working days"),
        ("2024-12-31", "5 working days"),
        ("2025-01-01", "3 working days"),
    ):
        found = rule.limits(date.fromisoformat(day))
        assert (found[0].text if found else None) == limit


def _taken(since, until=None):
    days = [date.fromisoformat(day) if day else None for day in (since, until)]
    return {"test.book": SimpleNamespace(since=days[0], until=days[1])}


@pytest.mark.parametrize(
    ("taken", "kind", "channel", "day", "found"),
    [
        (_taken("2026-01-01"), "letter", "区长信箱-网上", "2025-12-31", False),
        (_taken("2026-01-01"), "letter", "区长信箱-网上", "2026-01-01", True),
        (_taken("2026-01-01"), "letter", "区长信箱-纸质", "2026-01-01", False),
        (_taken("2026-01-01"), "proposal", "区长信箱-网上", "2026-01-01", False),
        (_taken("2022-01-01"), "letter", "区长信箱-网上", "2022-04-11", False),  # the rulebook's own start
        (_taken("2022-01-01"), "letter", "区长信箱-网上", "2022-04-12", True),
        (_taken("2022-01-01", "2026-06-30"), "letter", "区长信箱-网上", "2026-06-30", True),  # inclusive
        (_taken("2022-01-01", "2026-06-30"), "letter", "区长信箱-网上", "2026-07-01", False),
        ({}, "letter", "区长信箱-网上", "2026-01-01", False),
    ],
)
def test_which_rulebook_an_office_judges_by(value, taken, kind, channel, day, found):
    of = adopted((rulebook_from(value),), taken)
    assert bool(of(kind, channel, date.fromisoformat(day))) is found


def test_a_rulebook_is_out_of_force_on_the_day_of_until(value):
    value["in_force"]["until"] = "2026-07-01"
    of = adopted((rulebook_from(value),), _taken("2022-01-01"))
    assert len(of("letter", "区长信箱-网上", date(2026, 6, 30))) == 1
    assert of("letter", "区长信箱-网上", date(2026, 7, 1)) == []
