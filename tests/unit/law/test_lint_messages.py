"""What is said of a faulty rulebook, whole sentence by whole sentence: each fault by the function that finds it."""

from __future__ import annotations

from typing import Any

import pytest

from duban.law.lint_events import event_faults
from duban.law.lint_forms import form_faults
from duban.law.lint_grounds import ground_faults
from duban.law.lint_limits import limit_faults, too_long
from duban.law.lint_rulebook import dead_ends, rulebook_faults
from duban.law.lint_terms import term_faults
from duban.law.lint_words import KnownFields, channel_faults, field_faults, mentions_of, word_faults
from duban.law.periods import FORMS, parse
from duban.law.rulebook import State
from duban.law.words.rule_forms import EVERYWHERE, RuleForm, form_of, forms_words
from duban.law.words.word_table import RULE_WORDS

EVERY_FORM = (
    "check；duty 的 assignment、case、event、round；duty（every: week） 的 assignment、case、event；"
    "field；recurring；route；window 的 assignment、case、event"
)
IN_A_CASE = "duty 的 assignment、case、event；window 的 assignment、case、event"


def limits(*given: Any) -> list[dict[str, Any]]:
    written = [limit if isinstance(limit, dict) else {"limit": limit} for limit in given]
    return [{"from": "2022-04-12", "limits": written}]


def rule(**words: Any) -> dict[str, Any]:
    """Return a rule with other words; None takes one away."""
    usual = {
        "id": "test.rule", "type": "duty", "title": "试验", "article": "办法第一条", "scope": "case",
        "starts": ["交办"], "ends": ["答复"], "within": limits("5 working days"),
    }  # fmt: skip
    return {name: value for name, value in {**usual, **words}.items() if value is not None}


def told(found: Any) -> list[tuple[str, tuple[Any, ...], str]]:
    return [(fault.rule, fault.where, fault.message) for fault in found]


# Limits


def of_limits(*rules: dict[str, Any]) -> list[tuple[str, tuple[Any, ...], str]]:
    value = {"rules": list(rules)}
    return told(limit_faults(value, list(mentions_of(value))))


BY_DAYS = "按日计，写成 10 working days、15 days、1 month 这样"
BY_MINUTES = "按分钟、小时计，写成 30 minutes、2 hours、30 office minutes 这样"
LIMIT, TARGET = ("within", 0, "limits", 0, "limit"), ("within", 0, "limits", 0, "target")


@pytest.mark.parametrize(
    ("words", "id", "path", "message"),
    [
        ({"within": limits("5 weeks")}, "rulebook.limit", LIMIT, f"期限“5 weeks”看不懂，{FORMS}"),
        (
            {"within": None}, "rulebook.limit", (),
            "test.rule 没有期限：写 within（条文没有数字的写 limit: none）或者 stated",
        ),
        (
            {"type": "window", "within": []}, "rulebook.limit", (),
            "test.rule 没有期限：写 within（条文没有数字的写 limit: none）或者 stated",
        ),
        (
            {"every": "month"}, "rulebook.every", ("every",),
            "一件之内的定期报告只能是每周（every: week）；每月、每季度的写成 type: recurring",
        ),
        (
            {"within": limits({"limit": "none", "target": "5 days"})}, "rulebook.target", TARGET,
            "条文没有给期限（limit: none）的，target 不起作用；删去，或者写上期限",
        ),
        (
            {"within": limits({"limit": "5 days", "target": "2 hours"})}, "rulebook.target", TARGET,
            f"期限是“5 days”，target 也要{BY_DAYS}",
        ),
        (
            {"within": limits({"limit": "2 hours", "target": "1 day"})}, "rulebook.target", TARGET,
            f"期限是“2 hours”，target 也要{BY_MINUTES}",
        ),
        (
            {"within": limits({"limit": "5 days before", "target": "7 days"})}, "rulebook.target", TARGET,
            "期限是“5 days before”，target 要同方向：也写 before",
        ),
        (
            {"within": limits({"limit": "5 days", "target": "3 days before"})}, "rulebook.target", TARGET,
            "期限是“5 days”，target 要同方向：都不写 before",
        ),
        *[
            (
                {"within": limits({"limit": limit, "target": target})}, "rulebook.target", TARGET,
                f"target 要比期限“{limit}”短；“{target}”不比它短，改短或者删去",
            )
            for limit, target in (
                ("5 days", "5 days"), ("5 days", "6 days"), ("2 hours", "120 minutes"), ("by 09-30", "by 09-30"),
                ("5 days before", "5 days before"), ("5 days before", "4 days before"),
                ("5 clear working days before", "6 working days before"), ("1 office hour", "60 office minutes"),
            )
        ],
        (
            {"round_only": True}, "rulebook.limit", ("round_only",),
            "round_only 只管固定的日子（by 08-31 这样），这一条的期限里没有；删去，或者写上日子",
        ),
        (
            {"round_only": True, "scope": "round", "within": limits("by 08-31")}, "rulebook.limit", ("round_only",),
            "一年一轮的（scope: round）日子本来就只管当轮，删去 round_only",
        ),
        (
            {"cap": {"limit": "2 hours", "starts": "received"}}, "rulebook.limit", ("cap", "limit"),
            "这一条的期限不都按分钟、小时计，cap 也不能；写成 10 working days、15 days、1 month 这样",
        ),
        (
            {"within": limits("2 hours"), "cap": {"limit": "2 days", "starts": "received"}}, "rulebook.limit",
            ("cap", "limit"), f"这一条的期限按分钟、小时计，cap 也要{BY_MINUTES}",
        ),
        (
            {"within": limits("2 hours"), "start_at": {"event": "签收", "latest": "1 day"}}, "rulebook.limit",
            ("start_at", "latest"), f"这一条的期限按分钟、小时计，latest 也要{BY_MINUTES}",
        ),
        (
            {"start_at": {"event": "签收", "latest": "2 hours"}}, "rulebook.limit", ("start_at", "latest"),
            "这一条的期限不都按分钟、小时计，latest 也不能；写成 10 working days、15 days、1 month 这样",
        ),
        (
            {"start_at": {"event": "签收", "latest": "2 days before"}}, "rulebook.limit", ("start_at", "latest"),
            "latest 从起点往后数，不写 before；写成 1 working day 这样",
        ),
        (
            {"cap": {"limit": "37 months", "starts": "received"}}, "rulebook.limit", ("cap", "limit"),
            "“37 months”太长，最长三年；请核对数字和单位",
        ),
    ],
)  # fmt: skip
def test_a_faulty_limit_is_told_at_its_place(words, id, path, message):
    assert of_limits(rule(id="test.before"), rule(**words)) == [(id, ("rules", 1, *path), message)]


@pytest.mark.parametrize(
    "words",
    [
        {"every": "week", "within": None},
        {"within": None, "stated": "limit"},
        {"within": limits("none")},
        {"type": "check", "within": None},
        {"type": "recurring", "every": "month", "within": None},
        {"round_only": True, "within": limits("5 days", "by 08-31")},
        {"within": limits("5 days"), "cap": {"limit": "10 working days before", "starts": "received"}},
        {"within": limits("2 hours"), "cap": {"limit": "3 office hours", "starts": "received"}},
        {"within": limits("2 hours", "5 days"), "cap": {"limit": "9 days", "starts": "received"}},
        {"within": limits("none"), "cap": {"limit": "9 days", "starts": "received"}},
        *[
            {"within": limits({"limit": limit, "target": target})}
            for limit, target in (
                ("5 days", "4 days"), ("2 hours", "119 minutes"), ("1 office hour", "59 office minutes"),
                ("2 hours", "9 office hours"), ("5 days", "9 working days"), ("by 09-30", "by 12-31"),
                ("5 days before", "6 days before"), ("5 working days before", "5 clear working days before"),
            )
        ],
    ],
)  # fmt: skip
def test_a_sound_limit_is_not_told(words):
    assert of_limits(rule(**words)) == []


@pytest.mark.parametrize(
    ("longest", "longer"),
    [
        ("36 months", "37 months"), ("1098 days", "1099 days"), ("750 working days", "751 working days"),
        ("6000 office hours", "6001 office hours"),
        ("36 months before", "37 months before"),
    ],
)  # fmt: skip
def test_nobody_means_more_than_three_years(longest, longer):
    assert too_long(longest, parse(longest)) is None
    assert too_long(longer, parse(longer)) == f"“{longer}”太长，最长三年；请核对数字和单位"


def test_no_number_of_minutes_or_hours_that_can_be_written_is_three_years():
    assert [too_long(text, parse(text)) for text in ("10000 minutes", "10000 hours", "by 12-31")] == [
        None
    ] * 3


# Forms


def of_forms(words: Any, *rules: dict[str, Any], **book: Any) -> list[tuple[str, tuple[Any, ...], str]]:
    return told(form_faults({"rules": list(rules), **book}, words))


def test_the_forms_there_are_in_few_words():
    assert forms_words(EVERYWHERE) == EVERY_FORM
    assert forms_words([RuleForm("recurring")]) == "recurring"
    assert str(RuleForm("duty", "case", weekly=True)) == "type: duty、scope: case、every: week"
    assert str(RuleForm("check")) == "type: check"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ({"type": "duty", "scope": "case"}, ("duty", "case", False)),
        ({"type": "window", "scope": "event", "every": "week"}, ("window", "event", True)),
        ({"type": "check"}, ("check", "", False)),
        ({"type": "recurring", "every": "month"}, ("recurring", "", False)),
    ],
)
def test_only_duties_and_windows_have_a_scope_and_recur_weekly(written, form):
    assert form_of(written) == form


@pytest.mark.parametrize(
    ("given", "path", "message"),
    [
        (
            {"scope": "office"}, ("scope",),
            f"没有“type: duty、scope: office”这样的规则，写了不起作用；可以写的有：{EVERY_FORM}",
        ),
        (
            {"scope": "round", "every": "week"}, ("every",),
            f"没有“type: duty、scope: round、every: week”这样的规则，写了不起作用；可以写的有：{EVERY_FORM}",
        ),
        (
            {"type": "window", "scope": "round", "every": "week"}, ("scope",),
            f"没有“type: window、scope: round、every: week”这样的规则，写了不起作用；可以写的有：{EVERY_FORM}",
        ),
        (
            {"at_least": 3}, ("at_least",),
            "type: duty、scope: case 的规则用不上 at_least，写了不起作用，删去；它用在：duty 的 round",
        ),
        (
            {"starts": ["received", "登记"]}, ("starts", 1),
            "来件日期（received）每件都有，总是从它起算，轮不到 登记；删去，或者写成 start_at",
        ),
        (
            {"scope": "event", "starts": ["sent"]}, ("starts", 0),
            "scope: event 的从事件起算，用不上来件的日期 sent；改写事件",
        ),
        (
            {"ends": None, "ends_if": {"result": ["属实"]}}, ("ends_if",),
            "没有写 ends，也就没有哪一条要看；补上 ends，或者删去",
        ),
        (
            {"scope": "event", "starts": None, "grounds": [{"event": "不满意"}], "since": "交办"}, ("since",),
            "写了 grounds（情形）的用不上 since，从第几次起算在那里写 time；删去",
        ),
        (
            {"within": limits("5 days", {"when": {"grade": ["复杂"]}, "limit": "9 days"})}, ("within", 0, "limits", 1),
            "前面一项没有写 when，什么情形都用它，这一项永远轮不到；把没有 when 的放到最后",
        ),
        (
            {"within": limits({"when": {"extended": [True]}, "limit": "9 days"}, "5 days")},
            ("within", 0, "limits", 0, "when", "extended"),
            "没有写 extends，永远不会延长；补上 extends，或者删去这一项",
        ),
        (
            {"scope": "round", "ends": None, "within": limits({"limit": "by 08-31", "target": "by 07-31"})},
            ("within", 0, "limits", 0, "target"), "type: duty、scope: round 的只看 limit，用不上 target",
        ),
        (
            {
                "type": "recurring", "every": "month", "scope": None, "starts": None, "ends": None,
                "held_by": [{"post": "督查室", "when": {"grade": ["复杂"]}}],
            },
            ("held_by", 0, "when"), "定期报告由一个岗位负责，没有哪一件可看；写成 held_by: 岗位",
        ),
        (
            {"beside": "test.check"}, ("beside",),
            f"test.check 不是一件之内有期限的规则（type: check），对它不起作用；它要是：{IN_A_CASE}",
        ),
        (
            {"scope": "assignment", "moot": ["交办"]}, ("moot",), "“交办”另开一份，前面那一份看不到它；删去",
        ),
        (
            {"scope": "assignment", "starts": ["登记"]}, ("starts",),
            "“登记”是整件的事件，type: duty、scope: assignment 的不从它起算；"
            "从来件的日期起算再写 start_at，或者改成 scope: case、scope: event",
        ),
        (
            {"scope": "assignment", "roles": ["lead"], "ends": ["协办意见"]}, ("ends",),
            "“协办意见”是协办单位的事，这条规则的 roles 里没有它，永远看不到；改 roles，或者删去",
        ),
        (
            {"stops": {"征求第三方": "征求第三方"}}, ("stops", "征求第三方"),
            "“征求第三方”停止的，要由另一个事件恢复；until 改写恢复的事件",
        ),
        (
            {"stops": {"答复": "第三方意见"}}, ("stops", "答复"),
            "有了“答复”这一项就结束了，没有日子可停；从 ends、moot、release 或者 stops 里删去",
        ),
        (
            {"stops": {"征求第三方": "答复"}}, ("stops", "征求第三方"),
            "有了“答复”这一项就结束了，恢复不了；until 改写恢复的事件，或者从 ends、moot、release 里删去",
        ),
        (
            {"stops": {"征求第三方": "第三方意见"}, "within": limits("by 09-30")}, ("stops", "征求第三方"),
            "期限都是固定的日子、当日、往前数的，或者没有数字，没有日子可停；删去 stops",
        ),
        (
            {"stops": {"征求第三方": {"until": "第三方意见", "latest": "same day"}}}, ("stops", "征求第三方", "latest"),
            "最长停多久要从停止那天往后按日计，“same day”不行；写成 15 working days、15 days 这样",
        ),
    ],
)  # fmt: skip
def test_what_does_nothing_is_told_at_its_place(words, given, path, message):
    check = {"id": "test.check", "type": "check", "requires": [{"on": "答复", "fields": ["text"]}]}
    assert of_forms(words, check, rule(**given)) == [("rulebook.idle", ("rules", 1, *path), message)]


@pytest.mark.parametrize(
    "given",
    [
        {"scope": "assignment", "starts": ["交办"], "ends": ["答复"], "moot": ["归档"]},
        {"scope": "assignment", "starts": ["交办"], "start_at": {"event": "交办"}},
        {"scope": "assignment", "ends": ["协办意见"]},
        {"scope": "assignment", "roles": ["co"], "ends": ["协办意见"]},
        {"scope": "assignment", "measures": [{"title": "次", "of": ["交办"], "per": "month"}]},
        {"starts": ["received"]},
        {"starts": ["sent", "登记"]},
        {"held_by": [{"when": {"grade": ["复杂"]}, "post": "甲"}, {"post": "乙"}]},
        {"beside": "test.other"},
        {"beside": "test.none"},
        {"stops": {"征求第三方": {"until": "第三方意见", "latest": "seven days"}}},
    ],
)  # fmt: skip
def test_what_acts_is_not_told(words, given):
    assert of_forms(words, rule(id="test.other"), rule(**given)) == []


def test_a_state_of_the_case_holds_nothing(words):
    life = {
        "case": [{"state": "办理"}, {"state": "完", "holds": False}],
        "assignment": [{"state": "承办", "holds": True}],
    }
    message = "整件的状态用不上 holds：单位负不负责，看它自己手上的状态（assignment）；删去这一行"
    assert of_forms(words, lifecycle=life) == [("rulebook.idle", ("lifecycle", "case", 1, "holds"), message)]


# Grounds


FIELD = {"id": "test.field", "type": "field", "article": "办法第一条", "requires": []}


def lapse(of: str, **words: Any) -> dict[str, Any]:
    return rule(scope="event", starts=None, grounds=[{"event": "不满意"}, {"lapse": of}], **words)


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (
            [FIELD, lapse("test.field")],
            "test.field 不是一件之内有期限的规则（type: field），不会到期；lapse 写一条 duty 或 window",
        ),
        (
            [rule(id="test.a", within=limits("none")), lapse("test.a")],
            "test.a 没有期限（limit: none），永远不会到期；改写 event，或者给 test.a 写上期限",
        ),
        (
            [
                rule(id="test.a", within=limits("none"), cap={"limit": "5 days", "starts": "received"}),
                lapse("test.a"),
            ],
            "test.a 没有期限（limit: none），永远不会到期；改写 event，或者给 test.a 写上期限",
        ),
        (
            [rule(), lapse("test.b", id="test.b")],
            "test.b 等自己到期才开始，永远不会到期；lapse 写另一条规则，或者改写 event",
        ),
        (
            [rule(id="test.a"), lapse("test.a", within=limits("2 hours"))],
            "test.a 到期的是一天，从那天起算的不能按分钟、小时计；期限写成 1 working day、5 days 这样",
        ),
    ],
)
def test_a_lapse_that_never_comes_is_told(rules, message):
    assert told(ground_faults({"rules": rules})) == [
        ("rulebook.ground", ("rules", 1, "grounds", 1, "lapse"), message)
    ]


def test_rules_that_wait_for_each_other_in_a_ring_are_all_told():
    ring = [lapse("test.b", id="test.a"), lapse("test.c", id="test.b"), lapse("test.a", id="test.c")]
    assert [message for _, _, message in told(ground_faults({"rules": ring}))] == [
        "test.a 等 test.b 到期，test.b 又等 test.a 到期，谁也开始不了；改掉其中一个",
        "test.b 等 test.c 到期，test.c 又等 test.b 到期，谁也开始不了；改掉其中一个",
        "test.c 等 test.a 到期，test.a 又等 test.c 到期，谁也开始不了；改掉其中一个",
    ]
    into = [*ring, lapse("test.a", id="test.d")]  # it waits for a ring, and no rule of the ring for it
    assert len(told(ground_faults({"rules": into}))) == 3


@pytest.mark.parametrize(
    "rules",
    [
        [rule(id="test.a"), lapse("test.a")],
        [rule(id="test.a", within=limits("2 hours")), lapse("test.a", within=limits("2 hours"))],
        [rule(id="test.a", within=None, stated="limit"), lapse("test.a")],
        [rule(id="test.a", within=None, every="week"), lapse("test.a")],
        [rule(id="test.a"), lapse("test.elsewhere")],
    ],
)
def test_a_lapse_that_can_come_is_not_told(rules):
    assert told(ground_faults({"rules": rules})) == []


# Terms


LOOKING_BACK = "before、differs、every_proposer、order、papers"


@pytest.mark.parametrize(
    ("written", "key", "id", "message"),
    [
        (
            {"on": "答复", "by_assigner": False}, ("by_assigner",), "rulebook.flag",
            "by_assigner 只能写 true；不要求的，把这一行删去",
        ),
        ({"on": "答复", "says": "要写"}, (), "rulebook.term", "没有写要求什么；写上，或者删去这一项"),
        (
            {"on": "header", "posts": ["督查室"]}, ("posts",), "rulebook.term",
            "on: header 看的是来件本身，用不上 posts；on 改写事件，或者删去这一项",
        ),
        (
            {"on": "header", "since": "交办", "fields": ["title"]}, ("since",), "rulebook.term",
            "on: header 看的是来件本身，用不上 since；on 改写事件，或者删去这一项",
        ),
        (
            {"on": "unit", "count": {"field": "leader"}}, ("count",), "rulebook.term",
            "on: unit 看的是 office.yml 里的单位，只能用 fields，用不上 count",
        ),
        (
            {"on": "unit", "fields": ["leader"], "unless": {"a": [True]}}, ("unless",), "rulebook.term",
            "on: unit 看的是 office.yml 里的单位，只能用 fields，用不上 unless",
        ),
        (
            {"on": "答复", "since": "交办", "fields": ["text"]}, ("since",), "rulebook.term",
            f"since 只管往前看的要求：{LOOKING_BACK}；一项也没有写，删去 since",
        ),
        (
            {"on": "交办", "answer_of": ["lead"]}, ("answer_of",), "rulebook.term",
            "“交办”不写是哪一份答复（answer），用不上 answer_of；on 改写事件，或者删去这一项",
        ),
        (
            {"on": "登记", "by_assigner": True}, ("by_assigner",), "rulebook.term",
            "“登记”是整件的事件，不知道是哪个单位手上的，用不上 by_assigner；on 改写事件，或者删去这一项",
        ),
        (
            {"on": "签收", "which_unit": "报送"}, ("which_unit",), "rulebook.term",
            "“签收”不是写得出 to 的整件事件，没有要分清的单位，用不上 which_unit；on 改写事件，或者删去这一项",
        ),
    ],
)  # fmt: skip
def test_what_is_asked_where_nobody_looks_is_told(words, written, key, id, message):
    value = {"rules": [rule(), rule(requires=[{"on": "答复", "fields": ["text"]}, written])]}
    assert told(term_faults(value, words)) == [(id, ("rules", 1, "requires", 1, *key), message)]


@pytest.mark.parametrize("name", LOOKING_BACK.split("、"))
def test_since_bears_on_what_looks_back(words, name):
    value = {"rules": [rule(requires=[{"on": "答复", "since": "交办", name: ["登记"]}])]}
    assert told(term_faults(value, words)) == []


# Events, words, channels, fields


LIFE = {
    "case": [{"state": "办理", "on": {"登记": "办理", "答复": "办理"}}],
    "assignment": [{"state": "承办", "on": {"答复": "承办", "报送": "承办"}}],
}


@pytest.mark.parametrize(
    ("event", "can_happen"),
    [("登记", True), ("报送", True), ("交办", True), ("签收", False), ("回函", True)],
)
def test_an_event_that_no_state_allows_is_told(words, event, can_happen):
    value = {"lifecycle": LIFE, "rules": [rule(ends=[event])]}
    message = f"“{event}”在这本规则书的哪个状态里都不能记，永远不会发生；写进 lifecycle，或者删去"
    expected = [] if can_happen else [("rulebook.idle", ("rules", 0, "ends"), message)]
    named = [mention for mention in mentions_of(value) if mention[0][2] == "ends"]
    assert told(event_faults(value, named, words)) == expected
    assert told(event_faults({"rules": value["rules"]}, named, words)) == []


@pytest.mark.parametrize(
    ("given", "id", "path", "message"),
    [
        ({"ends": ["回函"]}, "rulebook.event", ("ends",), "事件“回函”不在词汇表（rules/vocabulary.yml）里"),
        (
            {"requires": [{"on": "答复", "values": {"ground": "理由"}}]}, "rulebook.list", ("requires", 0, "values"),
            "没有“理由”这个词表，请写在 lists 里",
        ),
        ({"beside": "test.none"}, "rulebook.rule", ("beside",), "没有规则 test.none"),
    ],
)  # fmt: skip
def test_a_word_nobody_knows_is_told(words, given, id, path, message):
    value = {"lists": {"范围": ["甲"]}, "rules": [rule(id="test.other"), rule(**given)]}
    assert told(word_faults(value, list(mentions_of(value)), words)) == [(id, ("rules", 1, *path), message)]
    sound = {"lists": {"理由": ["甲"]}, "rules": [rule(id="test.none"), rule(**given)]}
    assert [fault[0] for fault in told(word_faults(sound, list(mentions_of(sound)), words))] == (
        ["rulebook.event"] if id == "rulebook.event" else []
    )


@pytest.mark.parametrize(
    ("applies", "message"),
    [
        ({"channel": ["网上", "纸质"]}, "这本规则书不管“电话”这个渠道，条件永远不成立；写明的有：网上、纸质"),
        ({}, "这本规则书不管“电话”这个渠道，条件永远不成立；applies 里没有写 channel"),
    ],
)
def test_a_condition_on_a_channel_that_never_comes_is_told(applies, message):
    asked = rule(
        only_if={"channel": ["电话", "*"]}, within=limits({"limit": "5 days", "when": {"channel": ["电话"]}})
    )
    value = {"rules": [rule(), asked], "applies": applies}
    assert told(channel_faults(value)) == [
        ("rulebook.channel", ("rules", 1, "within", 0, "limits", 0, "when", "channel"), message),
        ("rulebook.channel", ("rules", 1, "only_if", "channel"), message),
    ]
    assert told(channel_faults({**value, "applies": {"channel": ["电话"]}})) == []
    assert told(channel_faults({"rules": value["rules"]})) == []


@pytest.fixture(scope="module")
def known(words, schemas):
    """The fields of a letter."""
    return KnownFields.of(["letter"], words, schemas)


@pytest.mark.parametrize(
    ("given", "path", "message"),
    [
        (
            {"only_if": {"grades": ["复杂"]}}, ("only_if", "grades"),
            "没有“grades”这个字段；是不是 grade？"
            "可以写的见 schemas/letter.json、rules/vocabulary.yml 的 fields 和 schemas/common.json 的 answer",
        ),
        (
            {"requires": [{"on": "答复", "fields": ["zzz"]}]}, ("requires", 0, "fields"),
            "没有“zzz”这个字段；可以写的见 schemas/letter.json 和 rules/vocabulary.yml 的 fields",
        ),
        (
            {"requires": [{"on": "header", "fields": ["redo_by"]}]}, ("requires", 0, "fields"),
            "没有“redo_by”这个字段；这里只能写来件的字段，见 schemas/letter.json",
        ),
        (
            {"ends_if": {"zzz": [True]}}, ("ends_if", "zzz"),
            "没有“zzz”这个字段；这里只能写经过的字段，见 rules/vocabulary.yml 的 fields",
        ),
        (
            {"requires": [{"on": "答复", "answer_fields": ["zzz"]}]}, ("requires", 0, "answer_fields"),
            "没有“zzz”这个字段；这里只能写答复的字段，见 schemas/common.json 的 answer",
        ),
        (
            {"requires": [{"on": "unit", "fields": ["zzz"]}]}, ("requires", 0, "fields"),
            "没有“zzz”这个字段；这里只能写单位的字段，见 schemas/office.json 的 units",
        ),
        (
            {"only_if": {"outcome": ["A类"]}}, ("only_if", "outcome"),
            "“outcome”写在答复里，这里没有哪个事件写明是哪一份答复（answer），永远不知道；换一个字段，或者换一个事件",
        ),
        (
            {"requires": [{"on": "交办", "only_if": {"outcome": ["A类"]}, "fields": ["text"]}]},
            ("requires", 0, "only_if", "outcome"),
            "“outcome”写在答复里，这里没有哪个事件写明是哪一份答复（answer），永远不知道；换一个字段，或者换一个事件",
        ),
        (
            {"measures": [{"title": "率", "of": ["交办"], "of_if": {"outcome": ["A类"]}, "per": "month"}]},
            ("measures", 0, "of_if", "outcome"),
            "“outcome”写在答复里，这里没有哪个事件写明是哪一份答复（answer），永远不知道；换一个字段，或者换一个事件",
        ),
    ],
)  # fmt: skip
def test_a_field_that_cannot_stand_there_is_told(known, given, path, message):
    value = {"rules": [rule(id="test.other"), rule(**given)]}
    assert told(field_faults(value, list(mentions_of(value)), known)) == [
        ("rulebook.field", ("rules", 1, *path), message)
    ]


@pytest.mark.parametrize(
    "given",
    [
        {"scope": "event", "starts": ["答复"], "only_if": {"outcome": ["A类"]}},
        {"scope": "event", "starts": None, "grounds": [{"event": "答复"}], "only_if": {"outcome": ["A类"]}},
        {"requires": [{"on": "答复", "only_if": {"outcome": ["A类"]}, "fields": ["text"]}]},
        {"measures": [{"title": "率", "of": ["答复"], "of_if": {"outcome": ["A类"]}, "per": "month"}]},
        {"requires": [{"on": "unit", "fields": ["leader"]}]},
    ],
)
def test_a_field_that_can_stand_there_is_not_told(known, given):
    value = {"rules": [rule(**given)], "arrives": "received"}
    assert told(field_faults(value, list(mentions_of(value)), known)) == []


@pytest.mark.parametrize(
    ("value", "path", "kind"),
    [
        ({"rules": [], "arrives": "title"}, ("arrives",), "日期"),
        ({"rules": [rule(stated="text")]}, ("rules", 0, "stated"), "期限"),
        (
            {"rules": [rule(open_end={"event": "进展", "promised": "reason"})]}, ("rules", 0, "open_end", "promised"),
            "年月日",
        ),
        ({"rules": [rule(held_by=[{"field": "title"}])]}, ("rules", 0, "held_by", 0, "field"), "一个单位"),
    ],
)  # fmt: skip
def test_a_field_of_another_form_is_told_with_those_that_fit(known, value, path, kind):
    ((id, where, message),) = told(field_faults(value, list(mentions_of(value)), known))
    name = value.get("arrives") or {"期限": "text", "年月日": "reason", "一个单位": "title"}[kind]
    assert (id, where) == ("rulebook.field", path)
    assert message.startswith(f"字段“{name}”写的不是{kind}；可以写的有：")
    fitting = message.partition("：")[2].split("、")
    assert {"日期": "received", "期限": "limit", "年月日": "promised", "一个单位": "against"}[kind] in fitting


def test_which_fields_are_known_of_a_kind_of_every_kind_and_of_a_part_of_a_meeting(words, schemas):
    item, every = KnownFields.of(["item"], words, schemas), KnownFields.of([], words, schemas)
    assert item.files == "schemas/item.json、schemas/meeting.json"
    assert every.files.startswith("schemas/") and "schemas/letter.json" in every.files.split("、")
    assert "received" in every.arrival and "held" in item.arrival and "category" not in item.arrival
    assert not {"id", "unit", "text"} & every.answer.keys()
    assert "答复" in every.answering and "交办" not in every.answering


# The whole rulebook


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"rules": [rule(), rule()]},
            [("rulebook.id", ("rules", 1, "id"), "规则 test.rule 写了两次")],
        ),
        (
            {"lists": {"没人问": ["甲"]}, "rules": [rule()]},
            [
                (
                    "rulebook.idle", ("lists", "没人问"),
                    "没有哪条规则用词表“没人问”，写了不起作用；删去，或者在要求里用它（values、all_of 等）",
                )
            ],
        ),
        (
            {"rules": [rule(article=["办法第一条", "规定第二条"])]},
            [("rulebook.article", ("rules", 0, "article"), "条文“规定第二条”没有写出自哪个文件；开头要写：办法")],
        ),
        (
            {"in_force": {"from": "2022-04-12", "until": "2022-04-12"}, "rules": []},
            [("rulebook.until", ("in_force", "until"), "止日 2022-04-12 要晚于起日 2022-04-12")],
        ),
        ({"in_force": {"from": "2022-04-12", "until": "2022-04-13"}, "rules": []}, []),
        (
            {"rules": [rule(within=[*limits("5 days"), *limits("6 days")])]},
            [
                (
                    "rulebook.overlap", ("rules", 0, "within"),
                    "从 2022-04-12 起同时有两个期限有效；给前一个写上 until: 2022-04-12",
                )
            ],
        ),
        (
            {"rules": [rule(within=limits("5 days", "none"))]},
            [
                (
                    "rulebook.idle", ("rules", 0, "within", 0, "limits", 1),
                    "前面一项没有写 when，什么情形都用它，这一项永远轮不到；把没有 when 的放到最后",
                ),
                (
                    "rulebook.interpretation", ("rules", 0),
                    "test.rule 的条文没有写明期限，要用 interpretation 写下怎样理解（reading）和另一种理解（other）",
                ),
            ],
        ),
        (
            {"rules": [rule(stated="limit", interpretation={"reading": "甲", "other": "乙"})]},
            [],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_whole_rulebook(value, words, changes, expected):
    assert told(rulebook_faults({**value, **changes}, words)) == expected


def test_a_source_that_two_rulebooks_call_alike_is_one_instrument(value, words):
    lent = {"id": "test.lent", "title": "共用", "rules": [], "sources": {
        "办法": {"title": "另一办法", "number": "二", "date": "2022-04-12", "standing": "issued"},
        "规定": {"title": "规定", "number": "三", "date": "2022-04-12", "standing": "issued"},
    }}  # fmt: skip
    ((id, where, message),) = told(rulebook_faults(value, words, [lent]))
    assert (id, where) == ("rulebook.source", ("sources", "办法"))
    assert message == (
        "“办法”在共用的 test.lent 里是《另一办法》（二，2022-04-12，issued），"
        "这里是《试验办法》（试〔2022〕1号，2022-04-12，issued）；一个简称只能指一份文件，把其中一个换个简称"
    )
    third = {
        **lent,
        "id": "test.third",
        "sources": {"规定": {**lent["sources"]["规定"], "date": "2023-01-01"}},
    }
    _, (_, _, message) = told(rulebook_faults(value, words, [lent, third]))
    assert message == (
        "“规定”在共用的 test.third 里是《规定》（三，2023-01-01，issued），"
        "共用的 test.lent 里是《规定》（三，2022-04-12，issued）；一个简称只能指一份文件，把其中一个换个简称"
    )


def test_states_nobody_leaves_reaches_or_that_lead_nowhere():
    def state(name: str, final: bool = False, **on: str) -> State:
        return State(name, False, final, on)

    states = {
        "开": state("开", 甲="中", 乙="没有"), "中": state("中", 丙="中"), "岛": state("岛", 丁="开"),
        "完": state("完", final=True),
    }  # fmt: skip
    assert list(dead_ends(states)) == [
        ("开", "“乙”之后的状态“没有”没有定义"),
        ("中", "状态“中”进去就出不来；写上能离开它的事件，或者标明 final: true"),
        ("岛", "状态“岛”从开头走不到"),
        ("完", "状态“完”从开头走不到"),
    ]
    assert (
        list(dead_ends({}))
        == list(dead_ends({"开": state("开", 甲="完"), "完": state("完", final=True)}))
        == []
    )


def test_every_word_says_in_which_forms_it_acts():
    assert {name: len(word.acts_in) for name, word in RULE_WORDS.items() if len(word.acts_in) != 6} == {
        "id": 14, "type": 14, "title": 14, "article": 14, "interpretation": 14, "requires": 14, "measures": 14,
        "scope": 10, "held_by": 7, "at_least": 1, "roles": 4, "only_if": 9, "unless": 9, "starts": 10,
        "grounds": 3, "start_at": 9, "since": 3, "every": 4, "within": 8, "ends": 9, "moot": 9, "release": 9,
    }  # fmt: skip
