"""What a change may do to notices of days off, and which settings decide: literal values before and after."""

# ruff: noqa: E501 — a message is one line, as a clerk reads it

from __future__ import annotations

from datetime import date

import pytest

from duban.cases.office import Member, Office
from duban.guard.member_roles import Members, departure_text, quoted_logins
from duban.guard.notice_changes import notice_violations
from duban.guard.settings import Offices, setting_changes, short

TODAY = date(2026, 7, 17)
WAITING = {
    "region": "CN",
    "year": 2026,
    "number": "国办发明电〔2025〕7号",
    "date": "2025-11-04",
    "source": "国务院办公厅",
    "off": [{"holiday": "元旦", "days": "2026-01-01/2026-01-03"}],
    "work": ["2026-01-04"],
    "pending": [{"holiday": "中秋", "window": "2026-09-20/2026-10-05"}, {"holiday": "国庆"}],
}
NEW = {"region": "CN", "year": 2026, "number": "7号", "date": "2026-07-17", "source": "国务院办公厅"}
CHANGED = (
    "已经登记的放假通知不能改：另加一个文件，写 amends 和改动的日子；原来录错了的，加 correction 写明理由"
)
KEEP = "通知公布了，照它把这个节日放哪几天写进 off；窗口写错了的，加 correction 写明理由"
PAST = (
    " 已经过去（或者有几天已经过去）。"
    "已经过去的日子不能悄悄改成放假或者上班：在文件里加 correction（at、reason），写明为什么现在才登记"
)


def off(*festivals):
    return [*WAITING["off"], *({"holiday": name, "days": days} for name, days in festivals)]


def told(old, new, others=()):
    return [
        (violation.where, violation.rule, violation.message)
        for violation in notice_violations(old, new, others, TODAY)
    ]


# fmt: off
CHANGES = [
    ({}, (), CHANGED),
    ({**WAITING, "year": 2027}, ("year",), CHANGED),
    ({**WAITING, "work": []}, ("work",), CHANGED),
    ({**WAITING, "work": ["2026-01-04", "2026-10-10"]}, ("work",), CHANGED),
    ({**WAITING, "off": []}, ("off",), CHANGED),
    ({**WAITING, "number": "unverified"}, ("number",), f"number 已经登记过，不能改回 unverified：那一年的日期会全部变成暂定的；{CHANGED}"),
    ({key: fact for key, fact in WAITING.items() if key != "date"}, ("date",), f"date 已经登记过，不能改回 unverified：那一年的日期会全部变成暂定的；{CHANGED}"),
    ({**WAITING, "pending": WAITING["pending"][1:]}, ("pending",), f"中秋还没有公布，pending 里的这一项和它的窗口不能动；{KEEP}"),
    ({**WAITING, "pending": [{"holiday": "中秋", "window": "2026-09-20/2026-10-06"}, {"holiday": "国庆"}]}, ("pending",), f"中秋还没有公布，pending 里的这一项和它的窗口不能动；{KEEP}"),
    ({**WAITING, "pending": [*WAITING["pending"], {"holiday": "端午", "window": "2026-07-16/2026-07-20"}]}, ("pending", 2), f"2026-07-16/2026-07-20{PAST}"),
    ({**WAITING, "off": off(("春节", "2026-08-01/2026-08-02"))}, ("off", 1), f"这份通知等的是中秋、国庆，不是春节；{CHANGED}"),
    ({**WAITING, "off": off(("中秋", "2026-09-19/2026-09-21"))}, ("off", 1, "days"), "中秋在 2026-09-20 至 2026-10-05 之间，2026-09-19/2026-09-21 不全在里面；照公布的通知写，窗口推算错了的，加 correction 写明理由"),
    ({**WAITING, "off": off(("中秋", "2026-10-04/2026-10-06"))}, ("off", 1, "days"), "中秋在 2026-09-20 至 2026-10-05 之间，2026-10-04/2026-10-06 不全在里面；照公布的通知写，窗口推算错了的，加 correction 写明理由"),
    ({**WAITING, "off": off(("国庆", "2025-12-31/2026-01-02"))}, ("off", 1, "days"), "国庆在 2026-01-01 至 2026-12-31 之间，2025-12-31/2026-01-02 不全在里面；照公布的通知写，窗口推算错了的，加 correction 写明理由"),
]
# fmt: on


@pytest.mark.parametrize(("new", "where", "message"), CHANGES)
def test_a_notice_stays_as_it_was_announced(new, where, message):
    assert told(WAITING, new) == [(where, "guard.notice", message)]


@pytest.mark.parametrize(
    "new",
    [
        WAITING,
        {**WAITING, "title": "通知"},
        {**WAITING, "number": "国办发明电〔2025〕8号"},
        {**WAITING, "pending": [*reversed(WAITING["pending"])]},
        {**WAITING, "pending": [{**WAITING["pending"][0], "note": "x"}, WAITING["pending"][1]]},
        {**WAITING, "pending": [*WAITING["pending"], {"holiday": "端午", "window": "2026-07-17/2026-07-20"}]},
        {**WAITING, "off": off(("中秋", "2026-09-20/2026-10-05")), "pending": WAITING["pending"][1:]},
        {**WAITING, "off": off(("中秋", "2026-09-25/2026-09-27")), "work": ["2026-01-04", "2026-10-10"]},
        {**WAITING, "year": 2027, "off": [], "correction": [{"at": "2026-07-17", "reason": "录错了"}]},
    ],
)
def test_what_a_notice_waits_for_may_be_announced_and_what_was_wrong_corrected(new):
    assert told(WAITING, new) == []


# fmt: off
FRESH = [
    ({"off": [{"holiday": "临时", "days": "2026-07-16/2026-07-20"}]}, ("off", 0), f"2026-07-16/2026-07-20{PAST}"),
    ({"add_off": [{"holiday": "临时", "days": "2026-07-16"}]}, ("add_off", 0), f"2026-07-16{PAST}"),
    ({"work": ["2026-07-18", "2026-07-16"]}, ("work", 1), f"2026-07-16{PAST}"),
    ({"add_work": ["2026-07-16"]}, ("add_work", 0), f"2026-07-16{PAST}"),
    ({"remove_work": ["2026-07-16"]}, ("remove_work", 0), f"2026-07-16{PAST}"),
    ({"remove_off": ["2026-07-16/2026-07-18"]}, ("remove_off", 0), f"2026-07-16/2026-07-18{PAST}"),
    ({"pending": [{"holiday": "国庆"}]}, ("pending", 0), f"2026{PAST}"),
    ({"fixed": [], "from": "2026-07-16"}, ("from",), f"2026-07-16{PAST}"),
    ({"date": "2026-07-18"}, ("date",), "发布日期 2026-07-18 在今天（2026-07-17）之后；还没有公布的通知不能登记"),
]
# fmt: on


@pytest.mark.parametrize(("fields", "where", "message"), FRESH)
def test_a_new_notice_says_nothing_of_what_has_passed(fields, where, message):
    assert told({}, {**NEW, **fields}) == [(where, "guard.notice", message)]
    corrected = {**NEW, **fields, "correction": [{"at": "2026-07-17", "reason": "才收到"}]}
    assert told({}, corrected) == ([] if where != ("date",) else [(where, "guard.notice", message)])


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"off": [{"holiday": "临时", "days": "2026-07-17/2026-07-20"}], "work": ["2026-07-17"]},
        {"remove_off": ["2026-07-17"], "add_work": ["2026-07-17"], "remove_work": ["2026-07-17"]},
        {"fixed": [], "from": "2026-07-17"},
        {"from": "2026-07-16"},
        {"number": "unverified"},
    ],
)
def test_a_new_notice_may_be_of_today(fields):
    assert told({}, {**NEW, **fields}) == []


def test_a_notice_nobody_has_seen_is_told_and_the_festivals_it_waited_for_stay():
    added = {**WAITING, "number": "unverified", "off": off(("中秋", "2026-09-25/2026-09-27"))}
    before = {**WAITING, "number": "unverified"}
    message = "number 写着 unverified：没有见到原件的，用到的日期仍然是暂定的"
    assert told(before, added) == [(("number",), "guard.notice-unverified", message)]
    gone = {**added, "pending": WAITING["pending"][1:]}
    keep = "；中秋请在 pending 里也留着，不留就不再标【暂定】"
    assert told(before, gone) == [(("number",), "guard.notice-unverified", message + keep)]
    fresh = {
        **NEW,
        "date": "unverified",
        "source": "unverified",
        "add_off": [{"holiday": "中秋", "days": "2026-09-25"}],
    }
    several = "date、source 写着 unverified：没有见到原件的，用到的日期仍然是暂定的"
    assert told({}, fresh) == [(("date",), "guard.notice-unverified", several)]


def test_a_new_notice_announces_within_the_window_another_of_its_region_and_year_waits_in():
    added = {**NEW, "add_off": [{"holiday": "中秋", "days": "2026-09-19"}]}
    message = "中秋在 2026-09-20 至 2026-10-05 之间，2026-09-19 不全在里面；照公布的通知写，窗口推算错了的，加 correction 写明理由"
    assert told({}, added, [WAITING]) == [(("add_off", 0, "days"), "guard.notice", message)]
    assert told({}, added, [{**WAITING, "region": "640000"}]) == []
    assert told({}, added, [{**WAITING, "year": 2027}]) == []


ROLES = {
    "督查室": frozenset({"desk"}),
    "规则": frozenset({"law"}),
    "密钥": frozenset({"keys"}),
    "机器人": frozenset({"bot"}),
    "领导": frozenset({"consent"}),
    "发布": frozenset({"publish"}),
}
GONE = date(2026, 6, 30)
KEY, OTHER_KEY = "ssh-ed25519 " + "A" * 56 + "abcdefghijkl", "ssh-ed25519 " + "A" * 56 + "mnopqrstuvwx"


def offices(before=(), after=(), is_recorded=True, roles=ROLES, roles_after=ROLES):
    made = [Office("", "", "", {}, members=tuple(members)) for members in (before, after)]
    return Offices(Members(made[0], roles), Members(made[1], roles_after), is_recorded)


def changed(path, old, new, **members):
    found = setting_changes(path, old, new, offices(**members))
    return [
        (change.where, change.name, change.before, change.after, sorted(change.gains), change.granted)
        for change in found
    ]


OFFICE, WORDS = "office.yml", "rules/vocabulary.yml"
CLERK = Member("甲", "住建局", ("承办",))

# fmt: off
SETTINGS = [
    (OFFICE, {"late_entry_days": 3}, {"late_entry_days": 5}, [(("late_entry_days",), "late_entry_days", "3", "5")]),
    (OFFICE, {}, {"recording": "signed"}, [(("recording",), "recording", "无", "signed")]),
    (OFFICE, {"hours": [["08:30", "12:00"]]}, {}, [(("hours",), "hours", '[["08:30", "12:00"]]', "无")]),
    (OFFICE, {"warn": {"days": 2}, "region": "a"}, {"warn": {"days": 3}, "region": "b"}, [(("region",), "region", "a", "b"), (("warn",), "warn", '{"days": 2}', '{"days": 3}')]),
    (OFFICE, {"limits": {"a": "1 day", "b": "2 days"}}, {"limits": {"b": "3 days", "c": "4 days"}}, [(("limits", "a"), "limits.a", "1 day", "无"), (("limits", "b"), "limits.b", "2 days", "3 days"), (("limits", "c"), "limits.c", "无", "4 days")]),
    (OFFICE, {"routines": {"a": "1 day"}}, {"routines": {"a": "2 days"}}, [(("routines", "a"), "routines.a", "1 day", "2 days")]),
    (OFFICE, {"rounds": {"2026": {"a": "by 03-01"}}}, {"rounds": {"2026": {"a": "by 04-01"}, "2027": {"a": "by 03-01"}}}, [(("rounds", "2026"), "rounds.2026", '{"a": "by 03-01"}', '{"a": "by 04-01"}')]),
    (OFFICE, {"rounds": {"2026": {}}}, {"rounds": {}}, [(("rounds", "2026"), "rounds.2026", "{}", "无")]),
    (OFFICE, {"public_lines": ["0952-201****", "0952-1"]}, {"public_lines": ["0952-" + "2012345", "0952-202****", "0952-201****", 5]}, [(("public_lines", 1), "public_lines 0952-202****", "无", "0952-202****")]),
    (WORDS, {"public": {"a": 1}}, {"public": {"a": 2}}, [(("public",), "public", '{"a": 1}', '{"a": 2}')]),
    (WORDS, {"events": [{"event": "登记", "does": "registers"}]}, {"events": [{"event": "新", "posts": ["x"]}, {"event": "登记", "does": "ends", "posts": ["督查室"], "needs": ["x"]}]}, [(("events", 1), "events 登记 does", "registers", "ends"), (("events", 1), "events 登记 posts", "无", '["督查室"]')]),
    (WORDS, {"events": [{"event": "登记", "level": "case"}]}, {"events": []}, [(("events",), "events 登记 level", "case", "无")]),
    (WORDS, {"events": []}, {"events": [{"event": "新", "does": "ends", "bots": True, "after_archive": True, "level": "case"}]}, [(("events", 0), "events 新 does", "无", "ends"), (("events", 0), "events 新 after_archive", "无", "true"), (("events", 0), "events 新 bots", "无", "true")]),
    (OFFICE, {"site": 1, "units": 2, "events": 1}, {"site": 2, "units": 3, "events": 2}, []),
    (WORDS, {"hours": 1}, {"hours": 2}, []),
    (OFFICE, {"warn": 1}, {"warn": 1}, []),
]
# fmt: on


@pytest.mark.parametrize(("path", "old", "new", "changes"), SETTINGS)
def test_each_setting_that_decides_is_told_with_both_values(path, old, new, changes):
    assert changed(path, old, new) == [(*change, [], ()) for change in changes]


@pytest.mark.parametrize(
    "word",
    [
        "does",
        "posts",
        "after_archive",
        "throughout",
        "level",
        "whose",
        "roles",
        "by",
        "concerned",
        "bots",
        "reviews",
        "recuses",
        "remarks",
    ],
)
def test_every_key_by_which_an_event_word_decides_is_a_setting(word):
    [(where, name, *_)] = changed(
        WORDS, {"events": [{"event": "登记"}]}, {"events": [{"event": "登记", word: "x"}]}
    )
    assert (where, name) == (("events", 0), f"events 登记 {word}")


def test_those_of_a_unit_gain_by_a_post_or_a_key_that_their_unit_gets():
    people = [
        Member("A", "甲", ("承办",)), Member("b", "甲", ("密钥",)), Member("c", "甲", ("规则",)),
        Member("d", "甲", ("承办",), left=GONE), Member("e", "乙", ("承办",)),
    ]  # fmt: skip
    post = changed(OFFICE, {"posts": {"督查": "乙"}}, {"posts": {"督查": "甲"}}, after=people)
    assert post == [(("posts", "督查"), "posts.督查", "乙", "甲", ["a", "b"], ())]
    assert changed(OFFICE, {"posts": {"督查": "乙"}}, {"posts": {}}, after=people)[0][4] == []
    key = {"name": "样", "recipient": "age1qqqqqqqqqqqq", "unit": "甲"}
    come = changed(OFFICE, {"keys": []}, {"keys": [{"recipient": "x"}, key]}, after=people)
    assert come[1] == (
        ("keys", 1), "keys age1qqqqqqqqqq…", "无", '{"name": "样", "unit": "甲"}', ["a", "b"], (),
    )  # fmt: skip
    gone = changed(OFFICE, {"keys": [key]}, {"keys": []}, after=people)
    assert gone == [(("keys",), "keys age1qqqqqqqqqq…", '{"name": "样", "unit": "甲"}', "无", [], ())]
    other = changed(OFFICE, {"keys": [key]}, {"keys": [{**key, "unit": "乙"}]}, after=people)
    assert other[0][3:5] == ('{"name": "样", "unit": "乙"}', [])


def test_whoever_may_do_more_by_the_roles_gains():
    people = [Member("A", "甲", ("领导",)), Member("b", "甲", ("规则",))]
    more = {**ROLES, "领导": frozenset({"consent", "law"}), "规则": frozenset()}
    new = [*people, Member("new", "甲", ("领导",))]
    found = changed(WORDS, {"roles": 1}, {"roles": 2}, before=people, after=new, roles_after=more)
    assert found == [(("roles",), "roles", "1", "2", ["a"], ())]


# fmt: off
MEMBERS = [
    (CLERK, None, ("住建局 承办", "无", [], ())),
    (None, CLERK, ("无", "住建局 承办", ["甲"], (("甲", "承办"),))),
    (CLERK, Member("甲", "住建局", ("承办", "规则")), ("住建局 承办", "住建局 承办、规则", ["甲"], (("甲", "规则"),))),
    (CLERK, Member("甲", "教体局", ("承办",)), ("住建局 承办", "教体局 承办", [], ())),
    (CLERK, Member("甲", "住建局", ("承办",), ssh_key=KEY), ("住建局 承办", "住建局 承办 公钥 abcdefghijkl", ["甲"], ())),
    (Member("甲", "住建局", ("承办",), ssh_key=KEY), Member("甲", "住建局", ("承办",), ssh_key=OTHER_KEY), ("住建局 承办 公钥 abcdefghijkl", "住建局 承办 公钥 mnopqrstuvwx", [], ())),
    (Member("甲", "住建局", ("承办",), ssh_key=KEY), Member("甲", "住建局", (), ssh_key=KEY), ("住建局 承办", "住建局", [], ())),
    (Member("甲", "住建局", ("承办",), left=GONE), CLERK, ("住建局 承办 2026-06-30 离任", "住建局 承办", ["甲"], (("甲", "承办"),))),
    (Member("甲", "住建局", ("承办",), "王芳"), Member("甲", "住建局", ("承办",), "李明"), ("住建局 承办 王芳", "住建局 承办 李明", [], ())),
    (Member("甲", "住建局", ("承办",), "王芳"), CLERK, ("住建局 承办 王芳", "住建局 承办", [], ())),
    (CLERK, Member("甲", "住建局", ("承办",), "王芳"), None),
    (CLERK, Member("甲", "住建局", ("承办",), left=GONE), None),
    (CLERK, Member("甲", "住建局", ("承办",), "王芳", left=GONE), None),
    (CLERK, CLERK, None),
]
# fmt: on


@pytest.mark.parametrize(("before", "after", "change"), MEMBERS)
def test_a_member_who_comes_or_changes_is_a_setting_and_one_who_leaves_is_none(before, after, change):
    old, new = ([member] if member else [] for member in (before, after))
    written = [{"login": "x"}, {"login": "甲"}] if after else []
    found = changed(OFFICE, {"members": 1}, {"members": written}, before=old, after=new)
    where = ("members", 1) if after else ("members",)
    assert found == ([(where, "members 甲", *change)] if change else [])


@pytest.mark.parametrize(
    ("member", "may_come"),
    [
        (CLERK, True),
        (Member("甲", "住建局", ("督查室",)), False),
        (Member("甲", "住建局", ("机器人",)), False),
        (Member("甲", "住建局", ("承办",), ssh_key=KEY), False),
    ],
)
def test_where_nobody_asks_who_records_a_member_of_a_unit_may_come(member, may_come):
    assert offices(after=[member], is_recorded=False).may_come(member) is may_come
    assert offices(after=[member]).may_come(member) is False
    found = changed(OFFICE, {"members": 1}, {"members": []}, after=[member], is_recorded=False)
    assert (found == []) is may_come


@pytest.mark.parametrize(
    ("roles", "allowed"),
    [
        (("督查室",), {"desk", "unit"}),
        (("领导",), {"consent", "unit"}),
        (("规则",), {"law"}),
        (("承办",), {"unit"}),
        (("发布", "密钥"), {"publish", "keys"}),
        (("机器人", "督查室"), {"bot"}),
        ((), set()),
    ],
)
def test_what_roles_allow(roles, allowed):
    members = offices().before
    assert members.allowed(Member("a", "", roles)) == allowed
    assert members.allowed(Member("a", "", roles, left=GONE)) == set()


def test_who_is_a_member_and_who_is_a_program():
    people = (Member("Ab", "", ()), Member("Bot", "", ("机器人",)), Member("c", "", (), left=GONE))
    members = Members(Office("", "", "", {}, members=people), ROLES)
    assert members.named("aB") == people[0]
    assert [members.is_bot(login) for login in ("ab", "bot", "x[bot]", "x")] == [False, True, True, False]
    assert members.fault("AB") is None
    assert members.fault("x") == (
        "“x”不在 office.yml 的 members 里，不能记事项；请由名单里的人员来记，"
        "或者先请有“规则”身份的人员把这个登录名加进名单"
    )
    left = "“c”已于 2026-06-30 离任，不能再记；请由现在的经办人员来记"
    assert members.fault("C") == departure_text(people[2]) == left
    assert (members.who("none"), members.who("desk")) == ("办公室指定的人员", "有“督查室”身份的人员")
    two = Members(members.office, {"甲": frozenset({"law"}), "乙": frozenset({"law"})})
    assert two.who("law") == "有“甲”或者“乙”身份的人员"
    assert quoted_logins(["a", "b", "a"]) == "“a”、“b”"
    assert (short(None), short("x"), short({"乙": 1, "a": [True]})) == ("无", "x", '{"a": [true], "乙": 1}')
