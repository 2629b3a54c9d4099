"""Stops that stop nothing, and lapses that never come about."""

from __future__ import annotations

import pytest

from duban.law.lint_forms import form_faults
from duban.law.lint_grounds import ground_faults


def within(*limits):
    return [
        {
            "from": "2022-04-12",
            "limits": [{"limit": each} if isinstance(each, str) else each for each in limits],
        }
    ]


@pytest.fixture
def faults(words):
    """Return what is wrong with rules as (id, path in the rule, message)."""

    def judge(*rules):
        usual = {"type": "duty", "scope": "assignment", "ends": ["答复"], "within": within("5 working days")}
        made = [{"id": f"test.{number}", **usual, **rule} for number, rule in enumerate(rules, 1)]
        made = [{name: value for name, value in rule.items() if value is not None} for rule in made]
        found = (*form_faults({"rules": made}, words), *ground_faults({"rules": made}))
        return [(fault.rule, fault.where[2:], fault.message) for fault in found]

    return judge


SOUND = {"征求第三方": "第三方意见"}


@pytest.mark.parametrize(
    "rule",
    [
        {"stops": SOUND},
        {"stops": {"征求第三方": {"until": "第三方意见", "latest": "15 working days"}}, "type": "window"},
        {"stops": {"补正告知": {"until": "收到补正", "anew": True}}, "within": within("same day")},
        {"stops": SOUND, "within": [], "stated": "limit"},
        {"stops": SOUND, "within": within({"limit": "15 days", "when": {"urgent": [True]}}, "by 09-30")},
        {"stops": SOUND, "within": within("by 09-30"), "cap": {"limit": "15 days", "starts": "received"}},
        {"stops": {"答复": "第三方意见"}, "ends_if": {"solved": [True]}},
        {"stops": {"征求第三方": "答复"}, "ends_if": {"solved": [True]}},
    ],
)
def test_sound_stops(faults, rule):
    assert faults(rule) == []


@pytest.mark.parametrize(
    ("rule", "where", "message"),
    [
        (
            {"stops": SOUND, "type": "recurring", "every": "year", "scope": None, "ends": None},
            (),
            "type: recurring 的规则用不上 stops",
        ),
        (
            {"stops": SOUND, "every": "week", "within": None},
            (),
            "type: duty、scope: assignment、every: week 的规则用不上 stops",
        ),
        ({"stops": SOUND, "scope": "round", "ends": None}, (), "type: duty、scope: round 的规则用不上 stops"),
        ({"stops": {"征求第三方": "征求第三方"}}, ("征求第三方",), "“征求第三方”停止的，要由另一个事件恢复"),
        ({"stops": {"答复": "第三方意见"}}, ("答复",), "有了“答复”这一项就结束了"),
        ({"stops": {"终止": "第三方意见"}, "moot": ["终止"]}, ("终止",), "有了“终止”这一项就结束了"),
        ({"stops": {"终止": "第三方意见"}, "release": ["终止"]}, ("终止",), "有了“终止”这一项就结束了"),
        ({"stops": {"征求第三方": "答复"}}, ("征求第三方",), "有了“答复”这一项就结束了，恢复不了"),
        (
            {"stops": {"征求第三方": {"until": "终止", "latest": "5 days"}}, "moot": ["终止"]},
            ("征求第三方", "until"),
            "有了“终止”这一项就结束了，恢复不了",
        ),
        (
            {"stops": {"征求第三方": {"until": "终止", "anew": True}}, "release": ["终止"]},
            ("征求第三方", "until"),
            "有了“终止”这一项就结束了，恢复不了",
        ),
        ({"stops": SOUND, "within": within("by 09-30")}, ("征求第三方",), "没有日子可停"),
        ({"stops": SOUND, "within": within("same day")}, ("征求第三方",), "没有日子可停"),
        ({"stops": SOUND, "within": within("none")}, ("征求第三方",), "没有日子可停"),
        ({"stops": SOUND, "within": within("5 working days before")}, ("征求第三方",), "没有日子可停"),
    ],
)
def test_a_stop_without_effect(faults, rule, where, message):
    ((id, path, text),) = faults(rule)
    assert (id, path) == ("rulebook.idle", ("stops", *where))
    assert text.startswith(message) or message in text


@pytest.mark.parametrize("text", ["2 hours", "5 working days before", "same day", "by 09-30"])
def test_the_longest_stop_runs_in_days(faults, text):
    rule = {"stops": {"征求第三方": {"until": "第三方意见", "latest": text}}}
    ((id, path, message),) = faults(rule)
    assert (id, path) == ("rulebook.idle", ("stops", "征求第三方", "latest"))
    assert message.startswith(f"最长停多久要从停止那天往后按日计，“{text}”不行")


FIELD = {
    "type": "field",
    "scope": None,
    "ends": None,
    "within": None,
    "requires": [{"on": "答复", "fields": ["text"]}],
}


def chase(lapse, **fields):
    return {"scope": "event", "grounds": [{"lapse": lapse}], "ends": ["催办"], **fields}


@pytest.mark.parametrize(
    "rules",
    [
        [{}, chase("test.1")],
        [{"stated": "limit", "within": []}, chase("test.1")],
        [{"every": "week", "within": None}, chase("test.1")],
        [{}, chase("test.1"), chase("test.2")],
        [{"within": within("30 minutes")}, chase("test.1", within=within("2 hours"))],
        [{"scope": "event", "grounds": [{"event": "不满意"}]}],
    ],
)
def test_sound_grounds(faults, rules):
    assert faults(*rules) == []


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ([{**FIELD}, chase("test.1")], "test.1 不是一件之内有期限的规则（type: field），不会到期"),
        (
            [{"scope": "round", "ends": None}, chase("test.1")],
            "test.1 不是一件之内有期限的规则（type: duty、scope: round），不会到期",
        ),
        ([{"within": within("none")}, chase("test.1")], "test.1 没有期限（limit: none）"),
        ([chase("test.1")], "test.1 等自己到期才开始，永远不会到期"),
        ([{}, chase("test.1", within=within("2 hours"))], "test.1 到期的是一天"),
    ],
)
def test_a_ground_that_never_comes_about(faults, rules, message):
    ((id, path, text),) = faults(*rules)
    assert (id, path) == ("rulebook.ground", ("grounds", 0, "lapse"))
    assert text.startswith(message)


def test_rules_that_wait_for_each_other(faults):
    assert [message[:6] for _, _, message in faults(chase("test.2"), chase("test.1"))] == ["test.1", "test.2"]


def test_grounds_belong_to_an_event(faults):
    assert faults({}, {**chase("test.1"), "scope": "case"}) == [
        (
            "rulebook.idle",
            ("grounds",),
            "type: duty、scope: case 的规则用不上 grounds，写了不起作用，删去；它用在："
            "duty 的 event；duty（every: week） 的 event；window 的 event",
        )
    ]
