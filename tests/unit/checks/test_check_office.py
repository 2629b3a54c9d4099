"""What is wrong with an office by itself and by the rulebooks there are: each fault in its whole sentence."""

# ruff: noqa: E501 — a message is one line, as a clerk reads it

from datetime import date

import pytest

from duban.cases.office import Adoption, Key, Member, Office, Unit
from duban.checks.check_office import office_violations
from duban.checks.check_office_members import member_violations
from duban.checks.listed_checks import listed_checks
from duban.law.rulebook_file import rulebook_from

UNITS = {code: Unit(code, code) for code in ("区住建局", "区教体局", "督查室")}
IN_FORCE = Adoption("test.book", date(2022, 4, 12), None, "试验")


def rule(id, **fields):
    usual = {
        "type": "duty",
        "title": "试验",
        "article": "办法第一条",
        "scope": "case",
        "starts": ["登记"],
        "ends": ["答复"],
    }
    return {"id": id, **usual, **fields}


def within(*limits):
    return [{"from": "2022-04-12", "limits": [{"limit": limit} for limit in limits]}]


RULES = [
    rule("test.stated", stated="limit", within=within("5 days")),
    rule("test.fixed", within=within("5 days")),
    rule("test.dated", within=within("by 03-01", "by 04-01")),
    rule("test.mixed", within=within("by 03-01", "5 days")),
    rule("test.open"),
    rule("test.round", scope="round", within=within("5 days")),
    rule("test.report", type="recurring", every="month", within=within("5 days")),
]


@pytest.fixture
def told(value, schemas):
    """Return what is told of an office: where, rule and message."""

    def tell(written=(), unsound=(), rules=(), books=None, **fields):
        office = Office("督查室", "某区", "640202", **{"units": UNITS, "adopted": (IN_FORCE,), **fields})
        known = books or [rulebook_from({**value, "rules": [*RULES, *rules]})]
        found = office_violations(office, known, written, schemas, dict(unsound))
        return [(violation.where, violation.rule, violation.message) for violation in found]

    return tell


def adopted(*spans, id="test.book"):
    return tuple(
        Adoption(id, date.fromisoformat(since), date.fromisoformat(until) if until else None, "试验")
        for since, until in spans
    )


def unit(code, **fields):
    return {**UNITS, code: Unit(code, code, **fields)}


YEARS = "年份要在 2012 至 2044 之间"
NO_PERIOD = "不能从某一天往后数，写成 10 working days、15 days、1 month 或 by 01-31"

# fmt: off
FAULTS = [
    ({"adopted": adopted(("2022-04-12", None), id="test.bok")}, ("adopted", 0, "rulebook"), "office.rulebook", "没有规则书 test.bok，可以用的有：test.book"),
    ({"adopted": adopted(("2022-04-12", None), id="test.bad"), "unsound": [("test.bad", "rules/bad.yml")]}, ("adopted", 0, "rulebook"), "office.rulebook", "test.bad（rules/bad.yml）有错误，没有用上；先改它"),
    ({"adopted": adopted(("2011-12-31", None))}, ("adopted", 0, "from"), "office.year", YEARS),
    ({"adopted": adopted(("2045-01-01", None))}, ("adopted", 0, "from"), "office.year", YEARS),
    ({"adopted": adopted(("2022-04-12", "2022-04-11"))}, ("adopted", 0, "to"), "office.span", "test.book 的 to（停用日期）2022-04-11 早于 from 2022-04-12，等于没有采用"),
    ({"adopted": adopted(("2022-04-12", None), ("2023-01-01", None))}, ("adopted", 1, "rulebook"), "office.twice", "test.book 已经采用了一次；前一次要先写 to（停用日期）"),
    ({"adopted": adopted(("2022-04-12", "2023-01-01"), ("2023-01-01", None))}, ("adopted", 1, "rulebook"), "office.twice", "test.book 已经采用了一次；前一次要先写 to（停用日期）"),
    ({"sample_today": date(2011, 12, 31)}, ("sample", "today"), "office.year", YEARS),
    ({"sample_today": date(2045, 1, 1)}, ("sample", "today"), "office.year", YEARS),
    ({"posts": {"督查室": "区注建局"}}, ("posts", "督查室"), "office.unit", "units 里没有“区注建局”这个单位。是不是想写“区住建局”？"),
    ({"posts": {"督查室": "气象台"}}, ("posts", "督查室"), "office.unit", "units 里没有“气象台”这个单位"),
    ({"units": unit("甲", succeeded_by=("乙",))}, ("units", 3, "succeeded_by"), "office.unit", "units 里没有“乙”这个单位"),
    ({"members": (Member("a", "气象台", ()),)}, ("members", 0, "unit"), "office.unit", "units 里没有“气象台”这个单位"),
    ({"units": unit("甲", since=date(2026, 1, 2), until=date(2026, 1, 1))}, ("units", 3, "to"), "office.unit", "甲 的 to 早于 from"),
    ({"units": unit("甲", until=date(2026, 1, 1), succeeded_by=("甲",))}, ("units", 3, "succeeded_by"), "office.heir", "甲 的承接单位 甲 绕回了自己，或者也都撤销了"),
    ({"hours": (("09:00", "12:00"), ("11:59", "18:00"))}, ("hours", 1), "office.hours", "办公时间 11:59 至 18:00 不对：先后要排好，止在起之后"),
    ({"hours": (("09:00", "09:00"),)}, ("hours", 0), "office.hours", "办公时间 09:00 至 09:00 不对：先后要排好，止在起之后"),
    ({"listed": tuple(("public_lines", f"0952-20{n:02}***") for n in range(21))}, ("public_lines",), "office.line", "最多列 20 段号码，现在有 21 段；只留本办公室和各单位自己在用的"),
    ({"limits": {"test.none": "5 days"}}, ("limits", "test.none"), "office.rule", "没有规则 test.none"),
    ({"limits": {"test.stated": "30 minutes"}}, ("limits", "test.stated"), "office.period", f"“30 minutes”{NO_PERIOD}"),
    ({"limits": {"test.stated": "5 days before"}}, ("limits", "test.stated"), "office.period", f"“5 days before”{NO_PERIOD}"),
    ({"limits": {"test.fixed": "5 days"}}, ("limits", "test.fixed"), "office.idle", "test.fixed 的期限由规则书写明，不由办公室定，写在 limits 里不起作用；把这一行删去"),
    ({"routines": {"test.fixed": "5 days"}}, ("routines", "test.fixed"), "office.idle", "test.fixed 不是定期报告，写在 routines 里不起作用；把这一行删去"),
    ({"rounds": {2011: {}}}, ("rounds", "2011"), "office.year", YEARS),
    ({"rounds": {2045: {}}}, ("rounds", "2045"), "office.year", YEARS),
    ({"rounds": {2026: {"test.fixed": "by 03-01"}}}, ("rounds", "2026", "test.fixed"), "office.round", "test.fixed 的期限不是固定日期，也不是一年一轮的，不能在 rounds 里改；把这一行删去"),
    ({"rounds": {2026: {"test.mixed": "by 03-01"}}}, ("rounds", "2026", "test.mixed"), "office.round", "test.mixed 的期限不是固定日期，也不是一年一轮的，不能在 rounds 里改；把这一行删去"),
    ({"rounds": {2026: {"test.open": "by 03-01"}}}, ("rounds", "2026", "test.open"), "office.round", "test.open 的期限不是固定日期，也不是一年一轮的，不能在 rounds 里改；把这一行删去"),
    ({"rounds": {2026: {"test.none": "by 03-01"}}}, ("rounds", "2026", "test.none"), "office.rule", "没有规则 test.none"),
    ({"rules": [rule("test.post", held_by=[{"post": "督查室"}, {"post": "文书"}])], "posts": {"文书": "督查室"}}, ("posts",), "office.post", "试验规则书用到“督查室”，请在 posts 里写明是哪个单位"),
    ({"written": [{"code": "甲"}, {"code": "乙"}, {"code": "甲"}]}, ("units", 2, "code"), "office.twice", "单位“甲”写了两次，只留一处"),
]
# fmt: on


@pytest.mark.parametrize(("fields", "where", "rule", "message"), FAULTS)
def test_a_fault_of_an_office_is_told_where_it_stands(told, fields, where, rule, message):
    assert told(**fields) == [(where, rule, message)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"adopted": adopted(("2012-01-01", "2012-01-01"), ("2044-12-31", None))},
        {"adopted": adopted(("2022-04-12", "2022-12-31"), ("2023-01-01", None))},
        {"sample_today": date(2012, 1, 1)},
        {"sample_today": date(2044, 12, 31)},
        {"units": unit("甲", since=date(2026, 1, 1), until=date(2026, 1, 1), succeeded_by=("督查室",))},
        {"hours": (("09:00", "12:00"), ("12:00", "18:00"))},
        {"listed": tuple(("public_lines", f"0952-20{n:02}***") for n in range(20))},
        {"listed": tuple(("site", f"0952-20{n:02}***") for n in range(21))},
        {"limits": {"test.stated": "10 working days"}},
        {"routines": {"test.report": "by 01-31"}},
        {"rounds": {2012: {"test.dated": "by 03-01"}, 2044: {"test.round": "5 days"}}},
        {"keys": (), "members": (Member("a", "督查室", ()),), "posts": {"督查室": "督查室"}},
        {"written": [{"code": "甲"}, {"code": "乙"}]},
        {"rosters": {"常务会议": ("区长",)}},
    ],
)
def test_nothing_is_told_of_what_is_sound_up_to_its_boundary(told, fields):
    assert told(**fields) == []


def test_a_key_needs_no_unit_but_none_that_is_not_there(told):
    key = "age1" + "x" * 58
    found = told(keys=(Key("甲", "", key, True), Key("乙", "气象台", key, True)))
    assert [(where, rule) for where, rule, _ in found] == [
        (("keys", 1, "unit"), "office.unit"),
        (("keys", 0, "recipient"), "office.key"),
        (("keys", 1, "recipient"), "office.key"),
    ]


def test_a_rulebook_of_unchecked_texts_is_not_adopted(told, value):
    unverified = {**value["sources"]["办法"], "standing": "unverified"}
    sources = {
        **value["sources"],
        "甲": {**unverified, "title": "甲办法"},
        "乙": {**unverified, "title": "乙办法"},
    }
    book = rulebook_from({**value, "sources": sources})
    message = (
        "test.book 还没有照《甲办法》、《乙办法》的原文核对过（standing: unverified），不能采用；"
        "先逐条核对，再把 standing 改成原文的效力"
    )
    assert told(books=[book]) == [(("adopted", 0, "rulebook"), "office.unverified", message)]


ROLES = {
    "督查室": frozenset({"desk"}),
    "规则": frozenset({"law"}),
    "机器人": frozenset({"bot"}),
    "承办": frozenset(),
}
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + "A" * 42 + "E"
DESK, LAW = Member("desk", "督查室", ("督查室",)), Member("law", "督查室", ("规则",))
NOBODY = "写了 recording，members 里就要有人的身份是"
LEFT = date(2026, 6, 30)

# fmt: off
MEMBERS = [
    ("", (Member("Ab", "", ()), Member("aB", "", ())), [(("members", 1, "login"), "office.twice", "登录名“aB”写了两次（大小写不算），只留一处")]),
    ("", (Member("bot", "", ("机器人", "承办")), Member("b", "", ("机器人",)), Member("c", "", ("承办", "督查室"))), [(("members", 0, "roles"), "office.bot", "“bot”是机器人，不能再有别的身份；人和机器人各用各的登录名")]),
    ("", (), []),
    ("forge", (DESK, LAW), []),
    ("forge", (), [
        (("recording",), "office.role", NOBODY + "“督查室”：没有人能交办、审核、公开"),
        (("recording",), "office.role", NOBODY + "“规则”：没有人能改规则和办公室设置，这份 office.yml 以后谁也改不了"),
    ]),
    ("forge", (DESK, Member("law", "", ("规则",), left=LEFT)), [(("members",), "office.role", NOBODY + "“规则”：没有人能改规则和办公室设置，这份 office.yml 以后谁也改不了")]),
    ("signed", (Member("desk", "", ("督查室", "规则"), ssh_key=KEY), Member("b", "", ()), Member("c", "", (), left=LEFT)), [(("members", 1), "office.ssh-key", "recording 是 signed：“b”要有 ssh_key（签名公钥），不然签的名认不出来")]),
    ("", (Member("a", "", (), ssh_key=KEY), Member("b", "", (), ssh_key=KEY + " b"), Member("c", "", (), ssh_key=KEY)), [
        (("members", 1, "ssh_key"), "office.ssh-key", "“b”和“a”用的是同一把公钥，分不清是谁签的；一人一把"),
        (("members", 2, "ssh_key"), "office.ssh-key", "“c”和“a”用的是同一把公钥，分不清是谁签的；一人一把"),
    ]),
    ("", (Member("A", "", ("机器人", "承办")), Member("b", "", ()), Member("a", "", ())), [
        (("members", 0, "roles"), "office.bot", "“A”是机器人，不能再有别的身份；人和机器人各用各的登录名"),
        (("members", 2, "login"), "office.twice", "登录名“a”写了两次（大小写不算），只留一处"),
    ]),
]
# fmt: on


@pytest.mark.parametrize(("recording", "members", "found"), MEMBERS)
def test_faults_of_members_are_told_member_by_member(recording, members, found):
    office = Office("", "", "", {}, members=members, recording=recording)
    told = [
        (violation.where, violation.rule, violation.message) for violation in member_violations(office, ROLES)
    ]
    assert told == found


def test_a_rule_has_a_row_where_a_finding_can_name_it(value):
    demand = {"on": "答复", "present": ["by"]}
    rules = [
        rule("test.window", type="window", within=within("5 days")),
        rule("test.plain", within=within("5 days")),
        rule("test.back", within=within("5 days before")),
        rule("test.minutes", within=within("30 minutes")),
        rule("test.extends", extends={"event": "延期"}, within=within("5 days")),
        rule("test.field", requires=[demand]),
        rule("test.mild", requires=[{**demand, "level": "warning"}]),
    ]
    book = rulebook_from({**value, "rules": rules})
    rows = [row for row in listed_checks([book]) if row.id.startswith("test.")]
    assert [(row.id, row.level) for row in rows] == [
        ("test.back", "warning"),
        ("test.extends", "warning"),
        ("test.field", "error"),
        ("test.mild", "warning"),
        ("test.minutes", "error"),
        ("test.window", "warning"),
    ]
    assert (rows[0].title, rows[0].basis) == ("试验", "《试验办法》第一条")
    assert rows[0].remedy == (
        "还没有合并的照条文改；已经合并的不改原来的，经过里的用更正补，答复里的下一份写全；"
        "这一条要求写什么，看 duban rules test.book"
    )
