"""Every word in every form of rule: it changes something that is computed, or the lint refuses it at its line.

`python -m duban.law.language_table` prints the same tables. A new word needs a row in `PROBES`.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from duban.engine.duties import CaseDuties
from duban.engine.lifecycle import walk
from duban.engine.obligations import items, obligations
from duban.engine.office_context import Law
from duban.engine.requirements import breaches, office_breaches
from duban.law.language_table import kinds_of_event, main, rule_rows
from duban.law.lint_rulebook import rulebook_faults
from duban.law.rulebook_file import rulebook_from
from duban.law.words.rule_forms import EVERYWHERE, LIMITED, RuleForm, form_of
from duban.law.words.word_table import REQUIREMENT_WORDS, RULE_WORDS
from duban.reports.measures import measures

ROOT = Path(__file__).parents[3]
ARRIVED, ENTRIES = (
    {"received": "2026-07-06", "against": "乙局"},
    ("登记", "核查", "拟办", "审签", "汇总", "批示", "归档"),
)
OWN = ("签收", "报送", "退回重办", "延期", "进展", "答复", "协办意见")
LIFECYCLE = {
    "case": [
        {"state": "办理", "on": {"交办": "办理", "归档": "完", **dict.fromkeys(ENTRIES[:-1], "办理")}},
        {"state": "完", "final": True},
    ],
    "assignment": [
        {"state": "承办", "holds": True, "on": {**dict.fromkeys(OWN, "承办"), "退办": "还了"}},
        {"state": "还了", "on": {"维持交办": "承办"}, "final": True},
    ],
}
GIVEN = ("2026-07-07 交办", {"to": "甲局", "co_units": ["乙局"], "limit": "2026-07-24", "grade": "复杂"})
STARTED = ("2026-07-06 登记", GIVEN)
CASES = (
    STARTED,
    (*STARTED, "2026-07-09 报送"),
    (*STARTED, "2026-07-08 签收", ("2026-07-09 核查", {"result": "属实"})),
    (
        *STARTED,
        ("2026-07-08 核查", {"result": "不属实"}),
        ("2026-07-13 进展", {"promised": "2026-08-06"}),
        ("2026-07-14 拟办", {"text": "再办"}),
    ),
    (*STARTED, ("2026-07-09 延期", {"reason": "复杂", "until": "2026-08-03"})),
    (*STARTED, ("2026-07-14 延期", {"reason": "复杂"})),
    (
        *STARTED,
        "2026-07-09 报送",
        ("2026-07-10 退回重办", {"to": "甲局", "reason": "不全", "redo_by": "2026-07-31"}),
    ),
)
MOMENTS = (datetime(2026, 7, 10, 12), datetime(2026, 8, 31, 12))


def within(*limits: Any) -> list[dict[str, Any]]:
    return [
        {
            "from": "2022-04-12",
            "limits": [limit if isinstance(limit, dict) else {"limit": limit} for limit in limits],
        }
    ]


def usual(form: RuleForm) -> dict[str, Any]:
    """Return a sound rule of a form."""
    rule = {"id": "test.rule", "type": form.type, "title": "试验", "article": "办法第一条"}
    if form.type == "recurring":
        return {**rule, "held_by": "督查室", "every": "year", "within": within("10 days")}
    if not form.scope:
        return {**rule, "requires": [{"on": "核查", "fields": ["person"]}]}
    rule |= {"scope": form.scope, "starts": ["交办"]}
    if form.scope == "round":
        return {**rule, "within": within("10 days")}
    rule |= {"ends": ["报送"]}
    return {**rule, "every": "week"} if form.weekly else {**rule, "within": within("5 working days")}


def another(form: RuleForm) -> dict[str, Any]:
    """Return a rule beside one of a form: of the same form where that is one with a limit, else of a case."""
    limited = form if form in LIMITED else RuleForm("duty", "case")
    return {**usual(limited), "id": "test.other", "title": "另一条", "within": within("3 working days")}


STOPPING = {"stops": {"核查": "拟办"}}
EXTENDABLE = within({"when": {"extended": [True]}, "limit": "10 working days"}, "5 working days")

PROBES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    # A word: the rule with it, and the rule that should come to something else; both laid over the usual one.
    # None is a word left out. `{}` twice: shown to people, see below.
    "type": ({}, {}),
    "scope": ({}, {}),
    "id": ({}, {"id": "test.renamed"}),
    "title": ({}, {"title": "改了"}),
    "article": ({}, {"article": "办法第二条"}),
    "interpretation": ({"interpretation": {"reading": "甲", "other": "乙"}}, {}),
    "roles": ({"roles": ["lead"]}, {"roles": ["co"]}),
    "held_by": ({"held_by": "督查室"}, {"held_by": None}),
    "at_least": ({"at_least": 100}, {}),
    "only_if": ({"only_if": {"category": ["投诉"]}}, {}),
    "unless": ({"unless": {"category": ["求助"]}}, {}),
    "starts": ({}, {"starts": ["签收"]}),
    "grounds": ({"starts": None, "grounds": [{"lapse": "test.other"}]}, {}),
    "start_at": ({"start_at": {"event": "核查"}}, {}),
    "since": ({"since": "核查"}, {}),
    "ends": ({}, {"ends": ["核查"]}),
    "ends_if": ({"ends": ["核查"], "ends_if": {"result": ["不属实"]}}, {"ends": ["核查"]}),
    "moot": ({"moot": ["核查"]}, {}),
    "release": ({"release": ["核查"]}, {}),
    "every": ({}, {"every": "quarter"}),
    "within": ({"within": within("6 days")}, {}),
    "stated": ({"stated": "limit"}, {}),
    "cap": ({"cap": {"limit": "2 working days", "starts": "received"}}, {}),
    "round_only": ({"round_only": True, "within": within("by 07-01")}, {"within": within("by 07-01")}),
    "extends": ({"within": EXTENDABLE, "extends": {"event": "延期"}}, {"within": EXTENDABLE}),
    "open_end": (
        {"open_end": {"event": "进展", "promised": "promised"}, "within": within("20 days")},
        {"within": within("20 days")},
    ),
    "again": ({"again": {"event": "退回重办", "limit": "redo_by"}}, {}),
    "stops": (STOPPING, {}),
    "silence": ({"silence": "视为同意"}, {}),
    "beside": ({"beside": "test.other"}, {}),
    "requires": ({"requires": [{"on": "登记", "fields": ["text"]}]}, {}),
    "measures": ({"measures": [{"title": "数", "of": ["登记"], "per": "month"}]}, {}),
}  # fmt: skip
FORMS = sorted(EVERYWHERE)


def laid_over(form: RuleForm, changes: dict[str, Any]) -> dict[str, Any]:
    """Return the usual rule of a form with other words; None takes one away, but never the scope it has to have."""
    whole = {**usual(form), **{name: value for name, value in changes.items() if name != "scope"}}
    return {name: copy.deepcopy(value) for name, value in whole.items() if value is not None}


@pytest.fixture
def judged(words, calendar, office, case, value):
    """Judge the cases by a rule: everything that comes of it, at two moments."""

    def judge(rule):
        made = office(adopted=office().adopted, posts={"督查室": "督查室", "办公室": "丙局"})
        book = rulebook_from({**value, "lifecycle": LIFECYCLE, "rules": [rule, another(form_of(rule))]})
        histories = [walk(case(*entries, **ARRIVED), book, words, made) for entries in CASES]
        assert not any(history.faults for history in histories), [history.faults for history in histories]
        law = Law(book, words, calendar, made)
        counted = [item for history in histories for item in items(history, book)]
        shown: list[Any] = [(rule.id, rule.title, rule.citation) for rule in book.rules]
        for now in MOMENTS:
            found = [duty for history in histories for duty in CaseDuties(history, law).at(now)]
            found += obligations([book], counted, (), made, calendar, now)
            shown += [
                (
                    duty.id,
                    duty.unit,
                    duty.role,
                    duty.started,
                    duty.due,
                    duty.met,
                    duty.status,
                    duty.clocks,
                    duty.late_days,
                )
                for duty in found
            ]
            shown += [figure[1:] for figure in measures(book, histories, date(2026, 7, 1), now.date())]
        shown += [
            (breach.where, breach.message)
            for history in histories
            for breach in breaches(history, book, words, made)
        ]
        shown += [breach.message for breach in office_breaches(made, book)]
        shown += [rule.interpretation for rule in book.rules]  # shown on the page of readings
        return shown

    return judge


def faults(value, words, rule):
    """Return the lint's findings at words of a rule: (rule id, path)."""
    book = {**value, "lifecycle": LIFECYCLE, "rules": [rule, another(form_of(rule))]}
    return [(fault.rule, fault.where) for fault in rulebook_faults(book, words)]


def test_every_word_has_a_probe():
    assert PROBES.keys() == RULE_WORDS.keys()


@pytest.mark.parametrize("form", FORMS, ids=str)
@pytest.mark.parametrize("name", RULE_WORDS)
def test_a_word_acts_or_is_refused(name, form, value, words, judged):
    given, other = PROBES[name]
    if form not in RULE_WORDS[name].acts_in:
        rule = laid_over(form, given)
        rule.setdefault(
            name, usual(RuleForm("duty", "case")).get(name, "week" if name == "every" else "case")
        )
        if name == "every" and form._replace(weekly=True) in EVERYWHERE:
            return  # a rule of another form
        refused = [where for id, where in faults(value, words, rule) if id == "rulebook.idle"]
        assert ("rules", 0, name) in refused
        return
    if name in ("type", "scope"):
        return  # what a form is
    rule = laid_over(form, given)
    if name == "every" and form.weekly:
        other = {"every": None, "within": within("5 working days")}
    assert [fault for fault in faults(value, words, rule) if fault[1][:3] == ("rules", 0, name)] == []
    assert judged(rule) != judged(laid_over(form, other))


# Parts of words: a word with the part, and with another or without it, in the first of their forms that fits.

CASE, EVENT = RuleForm("duty", "case"), RuleForm("duty", "event")
CHECK_ALONE = RuleForm("check")
OTHERWISE = within("9 days")


def reading(**parts: str) -> dict[str, Any]:
    return {"interpretation": {"reading": "甲", "other": "乙", **parts}}


def measured(**parts: Any) -> dict[str, Any]:
    return {"measures": [{"title": "数", "of": ["核查"], **parts}]}


def limited(**parts: Any) -> dict[str, Any]:
    others = ["9 days"] if "when" in parts else []
    return {"within": within({"limit": "5 working days", **parts}, *others)}


def dated(**parts: Any) -> dict[str, Any]:
    return {"within": [{**within("5 working days")[0], **parts}]}


RATE, MONTHLY = {"in": ["登记"]}, {"per": "month"}
STOP = {"until": "汇总"}
PARTS: dict[str, tuple[RuleForm, dict[str, Any], dict[str, Any]]] = {
    "held_by.when": (
        CASE,
        {"held_by": [{"when": {"grade": ["一般"]}, "post": "督查室"}, {"post": "办公室"}]},
        {"held_by": [{"post": "督查室"}]},
    ),
    "held_by.post": (CASE, {"held_by": [{"post": "督查室"}]}, {"held_by": [{"post": "办公室"}]}),
    "held_by.field": (CASE, {"held_by": [{"field": "against"}]}, {"held_by": "督查室"}),
    "grounds.lapse": (EVENT, {"starts": None, "grounds": [{"lapse": "test.other"}]}, {}),
    "grounds.event": (
        EVENT, {"starts": None, "grounds": [{"event": "核查"}]}, {"starts": None, "grounds": [{"event": "拟办"}]},
    ),
    "grounds.time": (
        EVENT, {"starts": None, "grounds": [{"event": "核查", "time": 2}]}, {"starts": None, "grounds": [{"event": "核查"}]},
    ),
    "grounds.when": (
        EVENT,
        {"starts": None, "grounds": [{"event": "核查", "when": {"result": ["属实"]}}]},
        {"starts": None, "grounds": [{"event": "核查"}]},
    ),
    "grounds.unless": (
        EVENT,
        {"starts": None, "grounds": [{"event": "核查", "unless": {"result": ["属实"]}}]},
        {"starts": None, "grounds": [{"event": "核查"}]},
    ),
    "start_at.event": (CASE, {"start_at": {"event": "核查"}}, {"start_at": {"event": "签收"}}),
    "start_at.latest": (
        CASE, {"start_at": {"event": "核查", "latest": "1 working day"}}, {"start_at": {"event": "核查"}},
    ),
    "stops.until": (CASE, {"stops": {"核查": {"until": "拟办"}}}, {"stops": {"核查": {"until": "汇总"}}}),
    "stops.latest": (CASE, {"stops": {"核查": {**STOP, "latest": "2 working days"}}}, {"stops": {"核查": STOP}}),
    "stops.anew": (CASE, {"stops": {"核查": {"until": "拟办", "anew": True}}}, {"stops": {"核查": {"until": "拟办"}}}),
    "within.from": (CASE, dated(), dated(**{"from": "2030-01-01"})),
    "within.until": (CASE, dated(until="2026-01-01"), dated()),
    "within.limits": (CASE, {}, {"within": OTHERWISE}),
    "within.limits.limit": (CASE, {}, {"within": OTHERWISE}),
    "within.limits.when": (CASE, limited(when={"grade": ["一般"]}), limited()),
    "within.limits.target": (CASE, limited(target="3 working days"), limited()),
    "within.limits.starts": (CASE, limited(starts="received"), limited()),
    "cap.limit": (
        CASE, {"cap": {"limit": "2 working days", "starts": "交办"}}, {"cap": {"limit": "3 working days", "starts": "交办"}},
    ),
    "cap.starts": (
        CASE, {"cap": {"limit": "2 working days", "starts": "received"}}, {"cap": {"limit": "2 working days", "starts": "交办"}},
    ),
    "extends.event": (
        CASE, {"within": EXTENDABLE, "extends": {"event": "延期"}}, {"within": EXTENDABLE, "extends": {"event": "拟办"}},
    ),
    "extends.needs": (
        CASE,
        {"within": EXTENDABLE, "extends": {"event": "延期", "needs": ["papers"]}},
        {"within": EXTENDABLE, "extends": {"event": "延期"}},
    ),
    "extends.in_advance": (
        CASE,
        {"within": EXTENDABLE, "extends": {"event": "延期", "in_advance": True}},
        {"within": EXTENDABLE, "extends": {"event": "延期"}},
    ),
    "again.event": (
        CASE, {"again": {"event": "退回重办", "limit": "redo_by"}}, {"again": {"event": "拟办", "limit": "redo_by"}},
    ),
    "again.limit": (
        CASE, {"again": {"event": "退回重办", "limit": "redo_by"}}, {"again": {"event": "退回重办", "limit": "asked"}},
    ),
    "open_end.event": (
        CASE, {"open_end": {"event": "进展", "promised": "promised"}}, {"open_end": {"event": "拟办", "promised": "promised"}},
    ),
    "open_end.promised": (
        CASE, {"open_end": {"event": "进展", "promised": "promised"}}, {"open_end": {"event": "进展", "promised": "asked"}},
    ),
    "open_end.within": (
        CASE,
        {"open_end": {"event": "进展", "promised": "promised", "within": "test.other"}},
        {"open_end": {"event": "进展", "promised": "promised"}},
    ),
    "measures.title": (CHECK_ALONE, measured(**RATE), measured(**RATE, title="另一个数")),
    "measures.of": (CHECK_ALONE, measured(**RATE), measured(**RATE, of=["拟办"])),
    "measures.of_if": (CHECK_ALONE, measured(**RATE, of_if={"result": ["属实"]}), measured(**RATE)),
    "measures.in": (CHECK_ALONE, measured(**RATE), measured(**{"in": ["拟办"]})),
    "measures.except": (CHECK_ALONE, measured(**RATE, **{"except": {"核查": ["拟办"]}}), measured(**RATE)),
    "measures.per": (CHECK_ALONE, measured(**MONTHLY), measured(per="year")),
    "measures.at_least": (CHECK_ALONE, measured(**MONTHLY, at_least=100), measured(**MONTHLY)),
    "measures.at_most": (CHECK_ALONE, measured(**MONTHLY, at_most=1), measured(**MONTHLY)),
    "measures.only_if": (CHECK_ALONE, measured(**RATE, only_if={"category": ["投诉"]}), measured(**RATE)),
    "interpretation.id": (CASE, reading(id="R1"), reading()),
    "interpretation.reading": (CASE, reading(), reading(reading="丙")),
    "interpretation.other": (CASE, reading(), reading(other="丙")),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_one_rule_judged_twice_comes_to_the_same(form, judged):
    assert judged(usual(form)) == judged(usual(form))


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_word_acts(part, value, words, judged):
    form, given, other = PARTS[part]
    rule, name = laid_over(form, given), part.partition(".")[0]
    assert [fault for fault in faults(value, words, rule) if fault[1][:3] == ("rules", 0, name)] == []
    assert judged(rule) != judged(laid_over(form, other))


def parts_of(schema: dict[str, Any], path: str) -> Iterator[str]:
    """Yield the keys inside the value of a word, with dots, as its schema has them."""
    for key, inner in schema.get("properties", {}).items():
        yield f"{path}.{key}"
        yield from parts_of(inner, f"{path}.{key}")
    for inner in (schema.get("items"), *schema.get("patternProperties", {}).values()):
        if isinstance(inner, dict):
            yield from parts_of(inner, path)


def test_every_part_of_every_word_is_probed():
    rule = json.loads((ROOT / "schemas/rulebook.json").read_text(encoding="utf-8"))["$defs"]["rule"]
    words = {name: schema for name, schema in rule["properties"].items() if name != "requires"}
    assert {part for name, schema in words.items() for part in parts_of(schema, name)} == PARTS.keys()


# Words of `requires`. That each acts at an event is shown in tests/unit/engine/test_requirements.py.

ASKED: dict[str, tuple[Any, dict[str, Any]]] = {
    # A word: its value, and facts of arrival that fall short of it.
    "fields": (["against"], {}),
    "without": (["against"], {"against": "乙局"}),
    "any_field": (["against", "points"], {}),
    "values": ({"category": "范围"}, {}),
    "all_of": ({"points": "范围"}, {"points": ["甲"]}),
    "restricted": (True, {}),
    "count": ({"field": "title", "at_least": 20}, {}),
    "minimum": ({"amount": 5}, {"amount": 4}),
    "maximum": ({"amount": 5}, {"amount": 6}),
    "header": ({"category": ["投诉"]}, {}),
    "papers": ({"always": ["纪要"]}, {}),
    "each": ({"absent": ["reason"]}, {"absent": [{"who": "一"}]}),
    "when_absent": ({"leader": ["reason"]}, {"leader": "一", "absent": ["一"]}),
    "ratio": ({"of": "present", "in": "范围", "over": "1/2"}, {"present": ["甲"]}),
}
ELSEWHERE: dict[str, Any] = {
    "order": ["登记"], "before": ["登记"], "posts": ["督查室"], "by_assigner": True, "every_proposer": "登记",
    "differs": {"persons": "登记"}, "which_unit": "报送", "answer_fields": ["outcome"], "answer_values": {"outcome": "范围"},
    "answer_is": {"outcome": ["A类"]}, "answer_of": ["lead"], "every_point": True, "answered_by_holder": True,
    "consistent": ["outcome"],
}  # fmt: skip
VALUES = {**{name: value for name, (value, _) in ASKED.items()}, **ELSEWHERE}


@pytest.mark.parametrize("name", REQUIREMENT_WORDS)
def test_a_word_of_requires_is_refused_where_nobody_looks(name, value, words):
    word, lists = REQUIREMENT_WORDS[name], {"范围": ["甲", "乙"]}
    kinds = {event.word: event for event in kinds_of_event(words).values()}
    assert len(kinds) == 5
    reached = [on for on in (*kinds, "header", "unit") if not word.out_of_reach(on, kinds.get(on))]
    assert reached  # a word acts somewhere, or it is none
    for on in (*kinds, "header", "unit"):
        rule = {**usual(RuleForm("check")), "requires": [{"on": on, name: VALUES[name]}]}
        found = faults({**value, "lists": lists}, words, rule)
        refused = ("rulebook.term", ("rules", 0, "requires", 0, name)) in found
        assert refused is bool(word.out_of_reach(on, kinds.get(on)))


@pytest.mark.parametrize("name", ASKED)
def test_what_can_be_asked_of_the_header_acts(name, case, law, words):
    asked, header = ASKED[name]
    assert not REQUIREMENT_WORDS[name].out_of_reach("header", None)
    made = law(
        {**usual(RuleForm("check")), "requires": [{"on": "header", name: asked}]},
        lists={"范围": ["甲", "乙", "丙"]},
    )
    history = walk(case(**header), made.rulebook, words)
    assert len(list(breaches(history, made.rulebook, words, made.office))) == 1


def test_what_can_be_asked_at_all_is_probed():
    assert VALUES.keys() == REQUIREMENT_WORDS.keys()
    of_the_header = {
        name for name, word in REQUIREMENT_WORDS.items() if not word.out_of_reach("header", None)
    }
    assert ASKED.keys() == of_the_header


def test_what_is_asked_of_units_acts(law):
    requirement = {"on": "unit", "fields": ["leader"], "says": "每个单位写明分管领导"}
    made = law({**usual(RuleForm("check")), "requires": [requirement]})
    messages = [breach.message for breach in office_breaches(made.office, made.rulebook)]
    assert messages[0] == "每个单位写明分管领导：甲局缺 leader，请在这个单位下面补上"


# Parts of words, and events, that do nothing where they stand


@pytest.mark.parametrize(
    ("type", "scope", "fields", "path", "message"),
    [
        ("duty", "assignment", {"starts": ["登记"]}, ("starts",), "是整件的事件，type: duty、scope: assignment 的不从它起算"),
        ("duty", "round", {"starts": ["核查"], "ends": None}, ("starts",), "是整件的事件"),
        ("duty", "assignment", {"roles": ["lead"], "ends": ["协办意见"]}, ("ends",), "“协办意见”是协办单位的事"),
        ("duty", "assignment", {"moot": ["交办"]}, ("moot",), "“交办”另开一份"),
        ("duty", "event", {"starts": ["received"]}, ("starts", 0), "用不上来件的日期 received"),
        ("duty", "round", {"starts": ["received"], "ends": None}, ("starts", 0), "用不上来件的日期 received"),
        ("duty", "case", {"starts": ["received", "登记"]}, ("starts", 1), "总是从它起算，轮不到 登记"),
        ("duty", "office", {}, ("scope",), "没有“type: duty、scope: office”这样的规则"),
        ("window", "round", {}, ("scope",), "没有“type: window、scope: round”这样的规则"),
        ("window", "case", {"every": "week"}, ("every",), "没有“type: window、scope: case、every: week”这样的规则"),
        ("check", "case", {}, ("scope",), "type: check 的规则用不上 scope"),
        ("duty", "case", {"ends": None, "ends_if": {"result": ["属实"]}}, ("ends_if",), "没有写 ends"),
        ("duty", "case", {"within": within("5 days", {"when": {"grade": ["复杂"]}, "limit": "9 days"})},
         ("within", 0, "limits", 1), "这一项永远轮不到"),
        ("duty", "case", {"within": EXTENDABLE}, ("within", 0, "limits", 0, "when", "extended"), "没有写 extends"),
        ("duty", "round", {"ends": None, "within": within({"limit": "9 days", "target": "5 days"})},
         ("within", 0, "limits", 0, "target"), "只看 limit，用不上 target"),
        ("duty", "case", {"held_by": [{"post": "甲"}, {"when": {"grade": ["复杂"]}, "post": "乙"}]},
         ("held_by", 1), "这一项永远轮不到"),
        ("duty", "event", {"starts": None, "grounds": [{"event": "报送"}], "since": "核查"}, ("since",),
         "写了 grounds（情形）的用不上 since"),
        ("duty", "case", {"beside": "test.report"}, ("beside",), "test.report 不是一件之内有期限的规则"),
        ("duty", "case", {"open_end": {"event": "进展", "promised": "promised", "within": "test.report"}},
         ("open_end", "within"), "test.report 不是一件之内有期限的规则"),
    ],
)  # fmt: skip
def test_a_part_that_does_nothing_is_refused(type, scope, fields, path, message, value, words):
    rule = {**usual(RuleForm("duty", "case")), "type": type, "scope": scope, **fields}
    rule = {name: part for name, part in rule.items() if part is not None}
    report = {**usual(RuleForm("recurring")), "id": "test.report"}
    book = {**value, "lifecycle": LIFECYCLE, "rules": [rule, report]}
    found = [fault for fault in rulebook_faults(book, words) if fault.rule == "rulebook.idle"]
    assert ("rules", 0, *path) in [fault.where for fault in found]
    assert any(message in fault.message for fault in found if fault.where == ("rules", 0, *path))


@pytest.mark.parametrize(
    ("requirement", "key"),
    [
        ({"on": "登记", "since": "交办", "fields": ["text"]}, "since"),
        ({"on": "unit", "fields": ["leader"], "only_if": {"grade": ["复杂"]}}, "only_if"),
    ],
)  # fmt: skip
def test_a_head_that_does_nothing_is_refused(requirement, key, value, words):
    rule = {**usual(RuleForm("check")), "requires": [requirement]}
    assert ("rulebook.term", ("rules", 0, "requires", 0, key)) in faults(value, words, rule)


def test_a_requirement_that_asks_for_nothing_is_refused(value, words):
    rule = {**usual(RuleForm("check")), "requires": [{"on": "登记", "says": "要登记"}]}
    assert ("rulebook.term", ("rules", 0, "requires", 0)) in faults(value, words, rule)


def test_a_state_of_the_case_holds_nothing(value, words):
    value["lifecycle"]["case"][0]["holds"] = True
    found = [
        fault.where
        for fault in rulebook_faults({**value, "rules": [another(RuleForm("duty", "case"))]}, words)
    ]
    assert ("lifecycle", "case", 0, "holds") in found


def test_the_table_is_printed(capsys):
    assert main() == 0
    printed = capsys.readouterr().out
    assert printed.startswith("| word | check |") and "\n| every_proposer | acts |" in printed
    assert len(next(iter(rule_rows()))) == len(EVERYWHERE) + 1
