"""Every way in which a rulebook can be wrong is refused at its line, and it is said what to write."""

from __future__ import annotations

from datetime import date

import pytest

from duban.cases.office import Adoption
from duban.law.load_rulebooks import adopted, load_rulebooks
from duban.law.rulebook_file import rulebook_from

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
    on: {答复: 已答复, 不予受理: 已答复}
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
    "list-that-no-rule-asks": (
        "  情形: [甲, 乙]",
        "  情形: [甲, 乙]\n  来源: [甲, 乙]",
        "rulebook.idle",
        "没有哪条规则用词表“来源”，写了不起作用",
    ),
    "what-an-answer-says-before-there-is-one": (
        "    - limit: 5 working days",
        "    - {when: {outcome: [A类]}, limit: 5 working days}",
        "rulebook.field",
        "“outcome”写在答复里，这里没有哪个事件写明是哪一份答复（answer），永远不知道",
    ),
    "event-that-no-state-allows": (
        "  ends: [答复]",
        "  ends: [答复, 报送]",
        "rulebook.idle",
        "“报送”在这本规则书的哪个状态里都不能记，永远不会发生；写进 lifecycle，或者删去",
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
        "    on: {答复: 已答复, 不予受理: 已答复}",
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
        "    on: {答复: 已答复, 不予受理: 已答复}",
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
        "duty 和 window 要写 starts（从哪里起算）或者 grounds（什么情形下要办）",
    ),
    "word-the-language-has-not": (
        "  ends: [答复]",
        "  ends: [答复]\n  pause: [补正]",
        "schema.unknown-field",
        "没有“pause”这一项。可以写的有：id、type、title、",
    ),
    "nine-thousand-months": (
        "    - limit: 5 working days",
        "    - limit: 9999 months",
        "rulebook.limit",
        "“9999 months”太长，最长三年",
    ),
    "nine-thousand-days-before": (
        "    - limit: 5 working days",
        "    - limit: 9999 days before",
        "rulebook.limit",
        "“9999 days before”太长，最长三年",
    ),
    "target-too-long": (
        "    - limit: 5 working days",
        "    - limit: 5 working days\n      target: 4000 days",
        "rulebook.limit",
        "“4000 days”太长，最长三年",
    ),
    "cap-too-long": (
        "  ends: [答复]",
        "  ends: [答复]\n  cap:\n    starts: received\n    limit: 4000 working days before",
        "rulebook.limit",
        "“4000 working days before”太长，最长三年",
    ),
    "latest-start-too-long": (
        "  ends: [答复]",
        "  ends: [答复]\n  start_at:\n    event: 签收\n    latest: 37 months",
        "rulebook.limit",
        "“37 months”太长，最长三年",
    ),
    "latest-start-before-the-start": (
        "  ends: [答复]",
        "  ends: [答复]\n  start_at:\n    event: 签收\n    latest: 1 day before",
        "rulebook.limit",
        "latest 从起点往后数，不写 before",
    ),
    "cap-in-minutes": (
        "  ends: [答复]",
        "  ends: [答复]\n  cap:\n    starts: received\n    limit: 90 office minutes",
        "rulebook.limit",
        "这一条的期限不都按分钟、小时计，cap 也不能；写成 10 working days、15 days、1 month 这样",
    ),
    "latest-start-in-hours": (
        "  ends: [答复]",
        "  ends: [答复]\n  start_at:\n    event: 签收\n    latest: 2 hours",
        "rulebook.limit",
        "这一条的期限不都按分钟、小时计，latest 也不能；写成 10 working days",
    ),
    "cap-in-days-of-a-limit-in-minutes": (
        "    - limit: 5 working days",
        "    - limit: 30 minutes\n  cap:\n    starts: received\n    limit: 1 day",
        "rulebook.limit",
        "这一条的期限按分钟、小时计，cap 也要按分钟、小时计，写成 30 minutes、2 hours",
    ),
    "target-in-minutes": (
        "    - limit: 5 working days",
        "    - limit: 5 working days\n      target: 30 minutes",
        "rulebook.target",
        "期限是“5 working days”，target 也要按日计，写成 10 working days、15 days",
    ),
    "target-in-days-of-a-limit-in-hours": (
        "    - limit: 5 working days",
        "    - limit: 2 hours\n      target: same day",
        "rulebook.target",
        "期限是“2 hours”，target 也要按分钟、小时计",
    ),
    "target-as-long-as-its-limit": (
        "    - limit: 5 working days",
        "    - limit: 5 working days\n      target: 5 working days",
        "rulebook.target",
        "target 要比期限“5 working days”短；“5 working days”不比它短，改短或者删去",
    ),
    "target-in-hours-longer-than-its-minutes": (
        "    - limit: 5 working days",
        "    - limit: 90 minutes\n      target: 2 hours",
        "rulebook.target",
        "target 要比期限“90 minutes”短",
    ),
    "target-later-than-a-limit-before-the-meeting": (
        "    - limit: 5 working days",
        "    - limit: 5 working days before\n      target: 3 working days before",
        "rulebook.target",
        "target 要比期限“5 working days before”短",
    ),
    "target-the-other-way-round": (
        "    - limit: 5 working days",
        "    - limit: 5 working days\n      target: 3 working days before",
        "rulebook.target",
        "期限是“5 working days”，target 要同方向：都不写 before",
    ),
    "target-of-no-limit": (
        "    - limit: 5 working days",
        "    - limit: none\n      target: 3 working days",
        "rulebook.target",
        "条文没有给期限（limit: none）的，target 不起作用；删去，或者写上期限",
    ),
    "unknown-event-a-cap-starts-from": (
        "  ends: [答复]",
        "  ends: [答复]\n  cap:\n    starts: 交班\n    limit: 30 days",
        "rulebook.event",
        "事件“交班”不在词汇表（rules/vocabulary.yml）里",
    ),
    "unknown-event-a-limit-starts-from": (
        "    - limit: 5 working days",
        "    - limit: 5 working days\n      starts: 交班",
        "rulebook.event",
        "事件“交班”不在词汇表（rules/vocabulary.yml）里",
    ),
    "no-such-date-of-arrival": (
        "arrives: received",
        "arrives: recieved",
        "rulebook.field",
        "没有“recieved”这个字段；可以写的有：received",
    ),
    "no-such-date-to-start-from": (
        "  starts: [交办]",
        "  starts: [held]",
        "rulebook.field",
        "没有“held”这个字段；可以写的有：received",
    ),
    "a-start-that-is-no-date": (
        "  starts: [交办]",
        "  starts: [category]",
        "rulebook.field",
        "字段“category”写的不是日期；可以写的有：received",
    ),
    "no-such-date-a-cap-starts-from": (
        "  ends: [答复]",
        "  ends: [答复]\n  cap:\n    starts: recieved\n    limit: 30 days",
        "rulebook.field",
        "没有“recieved”这个字段；可以写的有：received",
    ),
    "no-such-date-a-limit-starts-from": (
        "    - limit: 5 working days",
        "    - limit: 5 working days\n      starts: recieved",
        "rulebook.field",
        "没有“recieved”这个字段；可以写的有：received",
    ),
    "held-by-a-field-that-is-not-there": (
        "  ends: [答复]",
        "  ends: [答复]\n  held_by:\n  - field: agains",
        "rulebook.field",
        "没有“agains”这个字段；可以写的有：against",
    ),
    "only-if-a-field-that-is-not-there": (
        "  ends: [答复]",
        "  ends: [答复]\n  only_if: {grad: [复杂]}",
        "rulebook.field",
        "没有“grad”这个字段；是不是 grade？",
    ),
    "unless-a-field-that-is-not-there": (
        "  ends: [答复]",
        "  ends: [答复]\n  unless: {meeting_type: [复杂]}",
        "rulebook.field",
        "没有“meeting_type”这个字段",
    ),
    "when-a-field-that-is-not-there": (
        "    - limit: 5 working days",
        "    - limit: 5 working days\n      when: {extendet: [true]}",
        "rulebook.field",
        "没有“extendet”这个字段",
    ),
    "ends-if-a-field-of-arrival": (
        "  ends: [答复]",
        "  ends: [答复]\n  ends_if: {consent: [同意公开]}",
        "rulebook.field",
        "没有“consent”这个字段；",
    ),
    "stated-in-a-field-that-is-not-there": (
        "  ends: [答复]",
        "  ends: [答复]\n  stated: limits\n  interpretation: {reading: 甲, other: 乙}",
        "rulebook.field",
        "没有“limits”这个字段；可以写的有：limit、co_limit、redo_by、",
    ),
    "stated-in-a-field-that-is-no-day": (
        "  ends: [答复]",
        "  ends: [答复]\n  stated: handler\n  interpretation: {reading: 甲, other: 乙}",
        "rulebook.field",
        "字段“handler”写的不是期限；可以写的有：limit、",
    ),
    "again-by-a-field-that-is-not-there": (
        "  ends: [答复]",
        "  ends: [答复]\n  again: {event: 退回重办, limit: redo}",
        "rulebook.field",
        "没有“redo”这个字段；可以写的有：limit、co_limit、redo_by、",
    ),
    "promised-in-a-field-that-is-not-there": (
        "  ends: [答复]",
        "  ends: [答复]\n  open_end: {event: 进展, promised: promise}",
        "rulebook.field",
        "没有“promise”这个字段",
    ),
    "extension-needs-a-field-that-is-not-there": (
        "  ends: [答复]",
        "  ends: [答复]\n  extends: {event: 延期, needs: [reasons]}",
        "rulebook.field",
        "没有“reasons”这个字段；是不是 reason？",
    ),
    "measured-by-a-field-that-is-not-there": (
        "  ends: [答复]",
        "  ends: [答复]\n  measures:\n  - {title: 次数, of: [答复], per: year, only_if: {chanel: [信]}}",
        "rulebook.field",
        "没有“chanel”这个字段；是不是 channel？",
    ),
    "leaves-out-an-event-that-is-not-there": (
        "  ends: [答复]",
        "  ends: [答复]\n  measures:\n  - {title: 回复率, of: [答复], in: [登记], except: {转走: [交办]}}",
        "rulebook.event",
        "转走",
    ),
    "round-only-without-a-fixed-date": (
        "  ends: [答复]",
        "  ends: [答复]\n  round_only: true",
        "rulebook.limit",
        "round_only 只管固定的日子（by 08-31 这样），这一条的期限里没有",
    ),
    "field-of-an-entry-in-the-header": (
        "  - on: 不予受理\n    values: {ground: 情形}",
        "  - on: header\n    fields: [handler]",
        "rulebook.field",
        "没有“handler”这个字段；这里只能写来件的字段，见 schemas/letter.json",
    ),
    "field-a-unit-has-not": (
        "  - on: 不予受理\n    values: {ground: 情形}",
        "  - on: unit\n    fields: [contacts]",
        "rulebook.field",
        "没有“contacts”这个字段；是不是 contact？这里只能写单位的字段",
    ),
    "term-about-a-unit-nobody-looks-at": (
        "  - on: 不予受理\n    values: {ground: 情形}",
        "  - on: unit\n    any_field: [contact]",
        "rulebook.term",
        "on: unit 看的是 office.yml 里的单位，只能用 fields，用不上 any_field",
    ),
    **{
        name: (
            "    values: {ground: 情形}",
            f"    {term}",
            rule,
            said,
        )
        for name, (term, rule, said) in {
            "fields-that-are-not-there": (
                "fields: [handlr]",
                "rulebook.field",
                "没有“handlr”这个字段；是不是 handler？",
            ),
            "any-field-that-is-not-there": (
                "any_field: [handler, signd_by]",
                "rulebook.field",
                "没有“signd_by”这个字段；是不是 signed_by？",
            ),
            "without-a-field-that-is-not-there": (
                "without: [txt]",
                "rulebook.field",
                "没有“txt”这个字段；是不是 text？",
            ),
            "values-of-a-field-that-is-not-there": (
                "values: {grund: 情形}",
                "rulebook.field",
                "没有“grund”这个字段；是不是 ground",
            ),
            "all-of-a-field-that-is-not-there": (
                "all_of: {content: 情形}",
                "rulebook.field",
                "没有“content”这个字段；是不是 contents",
            ),
            "minimum-of-a-field-that-is-not-there": (
                "minimum: {copiess: 1}",
                "rulebook.field",
                "没有“copiess”这个字段",
            ),
            "maximum-of-a-field-that-is-not-there": (
                "maximum: {copiess: 1}",
                "rulebook.field",
                "没有“copiess”这个字段",
            ),
            "count-of-a-field-that-is-not-there": (
                "count: {field: metts, at_least: 2}",
                "rulebook.field",
                "没有“metts”这个字段",
            ),
            "each-of-a-field-that-is-not-there": (
                "each: {absents: [reason]}",
                "rulebook.field",
                "没有“absents”这个字段；是不是 absent",
            ),
            "when-absent-a-field-that-is-not-there": (
                "when_absent: {leder: [text]}",
                "rulebook.field",
                "没有“leder”这个字段；是不是 leader",
            ),
            "ratio-of-a-field-that-is-not-there": (
                "ratio: {of: presents, in: roster, over: 1/2}",
                "rulebook.field",
                "没有“presents”这个字段；是不是 present",
            ),
            "ratio-in-what-is-not-there": (
                "ratio: {of: present, in: rosters, over: 1/2}",
                "rulebook.field",
                "没有“rosters”这个字段",
            ),
            "header-without-the-field": (
                "header: {concent: [同意公开]}",
                "rulebook.field",
                "没有“concent”这个字段；是不是 consent",
            ),
            "answer-without-the-field": (
                "answer_fields: [reason]",
                "rulebook.field",
                "没有“reason”这个字段；这里只能写答复的字段",
            ),
            "answer-values-without-the-field": (
                "answer_values: {outcom: 情形}",
                "rulebook.field",
                "没有“outcom”这个字段；是不是 outcome",
            ),
            "answer-is-without-the-field": (
                "answer_is: {disclose: [可公开]}",
                "rulebook.field",
                "没有“disclose”这个字段；是不是 disclosure",
            ),
            "consistent-without-the-field": (
                "consistent: [outcomes]",
                "rulebook.field",
                "没有“outcomes”这个字段；是不是 outcome",
            ),
            "differs-without-the-field": (
                "differs: {people: 督查}",
                "rulebook.field",
                "没有“people”这个字段",
            ),
            "before-without-the-field": (
                "before: [{审签: {posts: 区长}}]",
                "rulebook.field",
                "没有“posts”这个字段；是不是 post",
            ),
            "required-only-if-a-field-that-is-not-there": (
                "only_if: {categori: [求助]}\n    fields: [handler]",
                "rulebook.field",
                "没有“categori”这个字段；是不是 category",
            ),
            "flag-written-false": (
                "every_point: false",
                "rulebook.flag",
                "every_point 只能写 true；不要求的，把这一行删去",
            ),
            "assigner-written-false": ("by_assigner: false", "rulebook.flag", "by_assigner 只能写 true"),
            "restricted-written-false": ("restricted: false", "rulebook.flag", "restricted 只能写 true"),
            "holder-written-false": (
                "answered_by_holder: false",
                "rulebook.flag",
                "answered_by_holder 只能写 true",
            ),
        }.items()
    },
    **{
        f"{term}-in-the-header": (
            "  - on: 不予受理\n    values: {ground: 情形}",
            f"  - on: header\n    {term}: {wanted}",
            "rulebook.term",
            f"on: header 看的是来件本身，用不上 {term}；on 改写事件，或者删去这一项",
        )
        for term, wanted in {
            "order": "[登记]",
            "before": "[登记]",
            "posts": "[督查室]",
            "by_assigner": "true",
            "differs": "{persons: 督查}",
            "which_unit": "申请复核",
            "every_proposer": "面商",
            "answer_fields": "[basis]",
            "answer_values": "{outcome: 情形}",
            "answer_is": "{disclosure: [可公开]}",
            "answer_of": "[lead]",
            "every_point": "true",
            "answered_by_holder": "true",
            "consistent": "[outcome]",
            "since": "登记",
        }.items()
    },
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
    "target-too-long": "      target: 4000 days",
    "cap-too-long": "    limit: 4000 working days before",
    "latest-start-too-long": "    latest: 37 months",
    "cap-in-minutes": "    limit: 90 office minutes",
    "target-as-long-as-its-limit": "      target: 5 working days",
    "unknown-event-a-cap-starts-from": "    starts: 交班",
    "no-such-date-of-arrival": "arrives: recieved",
    "no-such-date-a-limit-starts-from": "      starts: recieved",
    "held-by-a-field-that-is-not-there": "  - field: agains",
    "when-a-field-that-is-not-there": "      when: {extendet: [true]}",
    "stated-in-a-field-that-is-not-there": "  stated: limits",
    "count-of-a-field-that-is-not-there": "    count: {field: metts, at_least: 2}",
    "flag-written-false": "    every_point: false",
    "every_proposer-in-the-header": "    every_proposer: 面商",
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


SHARED = """\
id: test.shared
title: 共用
in_force: {from: 2022-04-12}
sources:
  规则: {title: 试验规则, number: 试〔2022〕2号, date: 2022-04-12, standing: issued}
rules:
- id: test.archive
  type: field
  title: 归档材料
  article: 规则第一条
  requires:
  - on: 归档
    fields: [contents]
"""
SHARING = TEXT.replace("sources:\n", "shares: [test.shared]\nsources:\n")


def test_a_rulebook_that_shares_another(loaded):
    (book,), findings = loaded(SHARING, SHARED)
    assert findings == ()
    assert [rule.id for rule in book.rules] == ["test.reply", "test.list", "test.archive"]


@pytest.mark.parametrize(
    ("sharing", "shared", "line", "said"),
    [
        (
            SHARING,
            SHARED.replace("规则第一条", "条例第一条"),
            "shares: [test.shared]",
            "共用的 test.shared 有错误，先改它",
        ),
        (
            SHARING,
            SHARED.replace("    fields: [contents]", "    fields: contents"),
            "shares: [test.shared]",
            "共用的 test.shared 有错误，先改它",
        ),
        (SHARING, SHARED + "  - {\n", "shares: [test.shared]", "共用的 test.shared 有错误，先改它"),
        (
            SHARING,
            SHARED + "  type: duty\n  within: [{from: 2022-04-12, limits: [{limit: by 02-29}]}]\n",
            "shares: [test.shared]",
            "共用的 test.shared 有错误，先改它",
        ),
        (
            SHARING.replace("[test.shared]", "[test.common]"),
            SHARED,
            "shares: [test.common]",
            "没有可以共用的规则书 test.common；可以共用的有：test.shared",
        ),
        (
            SHARING.replace(
                "  办法: {",
                "  规则: {title: 另一规则, number: 无, date: undated, standing: undated}\n  办法: {",
            ),
            SHARED,
            "  规则: {title: 另一规则, number: 无, date: undated, standing: undated}",
            "“规则”在共用的 test.shared 里是《试验规则》（试〔2022〕2号，2022-04-12，issued），"
            "这里是《另一规则》（无，undated，undated）；一个简称只能指一份文件，把其中一个换个简称",
        ),
    ],
    ids=["article", "schema", "syntax", "limit", "missing", "two-instruments"],
)
def test_who_shares_what_is_faulty_is_told_and_not_built(loaded, sharing, shared, line, said):
    books, findings = loaded(sharing, shared)
    assert books == ()
    (found,) = [one for one in findings if one.path.endswith("book0.yml")]
    assert (found.message, sharing.splitlines()[found.line - 1]) == (said, line)


def test_a_shared_rulebook_shares_no_other(loaded):
    other = SHARED.replace("test.", "other.").replace("sources:\n", "shares: [test.shared]\nsources:\n")
    _, findings = loaded(SHARED, other)
    assert [(one.path, one.line, one.rule) for one in findings] == [
        ("rules/some/book1.yml", 4, "schema.type")
    ], findings


def test_a_field_of_any_kind_that_shares_it_will_do(loaded):
    text = SHARED.replace(
        "    fields: [contents]", "    only_if: {consent: [同意公开]}\n    fields: [contents]"
    )
    assert loaded(SHARING, text)[1] == ()


def test_a_field_no_kind_that_shares_it_has(loaded):
    text = SHARED.replace("    fields: [contents]", "    only_if: {congress: [true]}\n    fields: [contents]")
    _, findings = loaded(SHARING, text)
    assert [(one.path, one.line, one.rule) for one in findings] == [
        ("rules/some/book0.yml", 7, "rulebook.shares"),
        ("rules/some/book1.yml", 13, "rulebook.field"),
    ]


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
    return (Adoption("test.book", *days, "试验"),)


_TWICE = _taken("2024-01-01", "2024-12-31") + _taken("2026-01-01")


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
        ((), "letter", "区长信箱-网上", "2026-01-01", False),
        (_TWICE, "letter", "区长信箱-网上", "2024-12-31", True),  # adopted, dropped, adopted again
        (_TWICE, "letter", "区长信箱-网上", "2025-06-01", False),
        (_TWICE, "letter", "区长信箱-网上", "2026-01-01", True),
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
