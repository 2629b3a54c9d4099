"""What may not be edited in office.yml and in rulebooks, to the day: literal values before and after, on 2026-07-17."""

# ruff: noqa: E501 — a message is one line, as a clerk reads it

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from duban.cases.office import Adoption
from duban.guard.law_changes import _violations as law_violations
from duban.guard.law_matters import effect_matters, is_law, is_program, program_matters
from duban.guard.office_changes import office_violations, overlap_violations
from duban.register.law_effects import BROKEN, LOST, MOVED, TWICE, UNJUDGED, VANISHED

TODAY = date(2026, 7, 17)
OFFICE = {
    "units": [
        {"code": "住建局"},
        {"code": "城管局", "to": "2026-07-16", "succeeded_by": ["住建局"]},
        {"code": "农业局", "to": "2026-07-17", "succeeded_by": ["住建局"]},
    ],
    "adopted": [
        {"rulebook": "a.b", "from": "2026-07-17"},
        {"rulebook": "a.c", "from": "2026-07-18"},
        {"rulebook": "a.d", "from": "2026-01-01", "to": "2026-07-16"},
    ],
}


def office(**changes):
    """Return the office with elements of its lists exchanged: `units_0={...}`; None takes one out."""
    made = {key: list(elements) for key, elements in OFFICE.items()}
    for name, element in changes.items():
        key, _, index = name.partition("_")
        made[key][int(index)] = element
    return {key: [element for element in elements if element is not None] for key, elements in made.items()}


def unit(index, **fields):
    return office(**{f"units_{index}": {**OFFICE["units"][index], **fields}})


def adoption(index, **fields):
    return office(**{f"adopted_{index}": {**OFFICE["adopted"][index], **fields}})


PAST = "：最后一天不能写今天（2026-07-17）以前的，已经过去的也不能再改，那些日子里欠着的会变；写今天或者以后的日子"
HEIRS = "已经撤并，承接的单位不能换；承接的又撤并了，在那个单位上写 to 和 succeeded_by"

# fmt: off
OFFICES = [
    ({}, (), "guard.office", "office.yml 不能删"),
    (office(units_0=None), ("units",), "guard.unit", "单位“住建局”不能删：撤并的写 to（最后一天）和 succeeded_by（由谁承接）；改名也照此另加一个"),
    (unit(0, to="2026-07-16"), ("units", 0, "to"), "guard.past-end", f"单位“住建局” 的 to 由 （没有） 改为 2026-07-16{PAST}"),
    (unit(1, to="2026-08-01"), ("units", 1, "to"), "guard.past-end", f"单位“城管局” 的 to 由 2026-07-16 改为 2026-08-01{PAST}"),
    (office(units_1={"code": "城管局", "succeeded_by": ["住建局"]}), ("units", 1), "guard.past-end", f"单位“城管局” 的 to 由 2026-07-16 改为 （没有）{PAST}"),
    (unit(1, succeeded_by=["农业局"]), ("units", 1, "succeeded_by"), "guard.unit", f"单位“城管局”{HEIRS}"),
    (office(units_1={"code": "城管局", "to": "2026-07-16"}), ("units", 1, "succeeded_by"), "guard.unit", f"单位“城管局”{HEIRS}"),
    (office(adopted_0=None), ("adopted",), "guard.adopted", "已经采用的 a.b 不能改、不能删；不再用了，写 to（用到哪一天）"),
    (adoption(0, **{"from": "2026-07-16"}), ("adopted",), "guard.adopted", "已经采用的 a.b 不能改、不能删；不再用了，写 to（用到哪一天）"),
    (adoption(0, to="2026-07-16"), ("adopted", 0, "to"), "guard.past-end", f"规则书 a.b 的 to 由 （没有） 改为 2026-07-16{PAST}"),
    (adoption(2, to="2026-12-31"), ("adopted", 2, "to"), "guard.past-end", f"规则书 a.d 的 to 由 2026-07-16 改为 2026-12-31{PAST}"),
]
# fmt: on


@pytest.mark.parametrize(("new", "where", "rule", "message"), OFFICES)
def test_what_an_office_had_stays_and_nothing_ends_in_the_past(new, where, rule, message):
    found = [
        (violation.where, violation.rule, violation.message)
        for violation in office_violations(OFFICE, new, TODAY)
    ]
    assert found == [(where, rule, message)]


@pytest.mark.parametrize(
    "new",
    [
        OFFICE,
        office(adopted_1=None),  # not in force yet
        adoption(1, **{"from": "2027-01-01"}),
        unit(0, to="2026-07-17"),
        unit(0, name="区住建局"),
        unit(2, succeeded_by=["城管局"]),  # it is there for the rest of the day
        unit(2, to="2026-07-18"),
        adoption(0, to="2026-07-17"),
        {**OFFICE, "adopted": [*reversed(OFFICE["adopted"]), {"rulebook": "a.e"}]},
        {**OFFICE, "units": [*reversed(OFFICE["units"]), {"code": "新局"}]},
    ],
)
def test_what_ends_today_or_later_or_is_to_come_may_change(new):
    assert list(office_violations(OFFICE, new, TODAY)) == []


def test_the_same_adoption_twice_is_gone_when_one_of_the_two_is():
    twice = {"adopted": [{"rulebook": "a.b", "from": "2026-01-01"}] * 2}
    assert list(office_violations(twice, {**twice, "x": 1}, TODAY)) == []
    [violation] = office_violations(twice, {"adopted": twice["adopted"][:1], "x": 1}, TODAY)
    assert violation.rule == "guard.adopted"


BOOK = {
    "id": "a.b",
    "title": "办法",
    "in_force": {"from": "2026-07-17"},
    "applies": {"kind": "letter"},
    "rules": [
        {"id": "a.b.x", "title": "答复", "ends": ["答复"],
         "within": [{"from": "2022-04-12", "limits": [{"limit": "5 days"}]}]},
        {"id": "a.b.y", "ends": ["报送"]},
    ],
}  # fmt: skip
SUCCEED = (
    "生效的条文不能改数值：在 within 里另加一段，from 写今天以后的日子，前一段写上 until；"
    "原来录错了的，或者补录已经施行的，在文件里加 correction（at、reason）写明理由"
)
OLD_SPAN, NEW_SPAN = BOOK["rules"][0]["within"][0], {"from": "2026-07-17", "limits": [{"limit": "9 days"}]}


def rule(**fields):
    return {**BOOK, "rules": [{**BOOK["rules"][0], **fields}, BOOK["rules"][1]]}


def spans(*made):
    return rule(within=list(made))


OF_X = (("rules", 0, "within"), "guard.rule", f"a.b.x：{SUCCEED}")

# fmt: off
BOOKS = [
    ({}, (), "guard.rule", "生效的规则书不能删；不再用了，在 office.yml 的 adopted 里写 to"),
    ({**BOOK, "applies": {"kind": "task"}}, ("applies",), "guard.rule", SUCCEED),
    ({**BOOK, "lists": {"情形": ["甲"]}}, ("lists",), "guard.rule", SUCCEED),
    ({**BOOK, "in_force": {"from": "2026-07-18"}}, ("in_force",), "guard.rule", SUCCEED),
    ({**BOOK, "in_force": {"from": "2026-07-17", "until": "2026-07-16"}}, ("in_force",), "guard.rule", SUCCEED),
    ({**BOOK, "rules": BOOK["rules"][1:]}, ("rules",), "guard.rule", "生效的规则 a.b.x 不能删；不再适用的，在 within 里加一段 limit: none 或者换一本规则书"),
    (rule(ends=["报送"]), ("rules", 0, "ends"), "guard.rule", f"a.b.x：{SUCCEED}"),
    (rule(stated="limit"), ("rules", 0, "stated"), "guard.rule", f"a.b.x：{SUCCEED}"),
    (rule(within="x"), *OF_X),
    (spans(), *OF_X),
    (spans({**OLD_SPAN, "until": "2026-07-16"}, NEW_SPAN), *OF_X),
    (spans({**OLD_SPAN, "until": "2026-07-17"}, {**NEW_SPAN, "from": "2026-07-16"}), *OF_X),
    (spans({**OLD_SPAN, "limits": []}), *OF_X),
    (spans(OLD_SPAN, OLD_SPAN), *OF_X),
]
# fmt: on


@pytest.mark.parametrize(("new", "where", "rule", "message"), BOOKS)
def test_a_rulebook_in_force_is_succeeded_never_edited(new, where, rule, message):
    found = law_violations("rules/a.yml", BOOK, new, (), TODAY)
    assert [(violation.where, violation.rule, violation.message) for violation in found] == [
        (where, rule, message)
    ]


@pytest.mark.parametrize(
    "new",
    [
        BOOK,
        spans({**OLD_SPAN, "until": "2026-07-17"}, NEW_SPAN),
        spans(NEW_SPAN, OLD_SPAN),
        rule(title="办结并答复", note="x", interpretation={}),
        {
            **BOOK,
            "title": "新办法",
            "sources": {},
            "region": "640202",
            "aim": "x",
            "about": "x",
            "standing": "x",
        },
        {**BOOK, "in_force": {"from": "2026-07-17", "until": "2026-07-17"}},
        {**BOOK, "rules": [*reversed(BOOK["rules"]), {"id": "a.b.z"}]},
        {**BOOK, "rules": [], "correction": [{"at": "2026-07-17", "reason": "录错了"}]},
    ],
)
def test_a_rulebook_in_force_may_be_explained_succeeded_from_today_and_corrected(new):
    assert list(law_violations("rules/a.yml", BOOK, new, (), TODAY)) == []


def test_a_rulebook_that_is_not_in_force_yet_or_has_no_rules_may_be_edited():
    later = {**BOOK, "in_force": {"from": "2026-07-18"}}
    assert list(law_violations("rules/a.yml", later, {**later, "rules": []}, (), TODAY)) == []
    vocabulary = {key: fact for key, fact in BOOK.items() if key != "rules"}
    assert list(law_violations("rules/a.yml", vocabulary, {}, (), TODAY)) == []
    assert len(list(law_violations("office.yml", OFFICE, {}, (), TODAY))) == 1


def test_a_correction_of_before_explains_no_further_change():
    corrected = {**BOOK, "correction": [{"at": "2026-01-01", "reason": "录错了"}]}
    [violation] = law_violations("rules/a.yml", corrected, {**corrected, "applies": {}}, (), TODAY)
    assert violation.where == ("applies",)
    rewritten = {**corrected, "applies": {}, "correction": [{"at": "x"}, {"at": "y"}]}
    assert [found.where for found in law_violations("rules/a.yml", corrected, rewritten, (), TODAY)] == [
        ("applies",),
        ("correction",),
    ]


def book(id, kind="letter", channels=(), since="2022-01-01", until=None):
    end = date.fromisoformat(until) if until else None
    return SimpleNamespace(
        id=id, kind=kind, channels=frozenset(channels), since=date.fromisoformat(since), until=end
    )


def context(*adopted, books):
    made = [
        Adoption(id, date.fromisoformat(since), date.fromisoformat(until) if until else None, "")
        for id, since, until in adopted
    ]
    schemas = SimpleNamespace(title={"letter": "来信"}.get)
    return SimpleNamespace(books=books, office=SimpleNamespace(adopted=made), schemas=schemas)


A, B = book("a", channels=["网上", "纸质"]), book("b", channels=["网上", "电话"])
EVERY = book("e")


def overlapping(*adopted, books, before=()):
    found = overlap_violations(context(*before, books=books), context(*adopted, books=books))
    return [(violation.where, violation.rule, violation.message) for violation in found]


def both(channels, since, until, first, second):
    end = f"至 {until}" if until else "以后"
    return (
        f"“{channels}”从 {since} 起{end}有两本规则书都管：{first} 和 {second}，这些天收到的件判不了；"
        "前一本先写 to（用到哪一天），后一本的 from 从第二天起"
    )


@pytest.mark.parametrize(
    ("adopted", "books", "message"),
    [
        ((("a", "2026-01-01", None), ("b", "2026-03-01", None)), (A, B), both("网上", "2026-03-01", "", "a", "b")),
        (
            (("a", "2026-01-01", "2026-03-01"), ("b", "2026-03-01", "2026-05-01")), (A, B),
            both("网上", "2026-03-01", "2026-03-01", "a", "b"),
        ),
        ((("a", "2026-01-01", "2026-02-28"), ("b", "2026-03-01", None)), (A, B), None),
        ((("a", "2026-01-01", None), ("e", "2026-03-01", None)), (A, EVERY), both("纸质、网上", "2026-03-01", "", "a", "e")),
        ((("e", "2026-01-01", None), ("f", "2026-03-01", None)), (EVERY, book("f")), both("来信", "2026-03-01", "", "e", "f")),
        ((("a", "2026-01-01", None), ("t", "2026-03-01", None)), (A, book("t", kind="task")), None),
        ((("a", "2026-01-01", None), ("c", "2026-03-01", None)), (A, book("c", channels=["电话"])), None),
        ((("a", "2026-01-01", None), ("a", "2026-03-01", None)), (A,), None),
        ((("a", "2026-01-01", None), ("x", "2026-03-01", None)), (A,), None),
        (
            (("e", "2026-01-01", None), ("f", "2020-03-01", None)), (EVERY, book("f", since="2026-02-01", until="2026-04-01")),
            both("来信", "2026-02-01", "2026-03-31", "e", "f"),
        ),
    ],
)  # fmt: skip
def test_two_rulebooks_for_the_same_cases_on_the_same_days_are_refused(adopted, books, message):
    expected = [(("adopted", 1), "guard.overlap", message)] if message else []
    assert overlapping(*adopted, books=books) == expected
    assert overlapping(*adopted, books=books, before=adopted) == []


def effect(kind, number, rule="dwk.x", was_soon=True):
    return SimpleNamespace(
        kind=kind, case=f"letter-2026-000{number}", duty=f"letter-2026-000{number}/{rule}/0" if rule else "",
        words="：逾期3天变为没有逾期", was_soon=was_soon,
    )  # fmt: skip


BOOKS_OF = SimpleNamespace(
    books=[SimpleNamespace(rules=[SimpleNamespace(id="dwk.x", title="办结")])], office=None
)


def effects(*found, new_days=False):
    made = effect_matters(found, "rules/a.yml", BOOKS_OF, new_days)
    assert all(matter.by_report for matter in made)
    return [
        (matter.finding.level, matter.finding.message)
        for matter in effect_matters(found, "rules/a.yml", BOOKS_OF, new_days)
    ]


SHOWN = "letter-2026-000{}“办结”：逾期3天变为没有逾期"

# fmt: off
KINDS = [
    (LOST, "1 件的 1 项逾期会少算，或者看不见了"), (VANISHED, "1 件的 1 项欠着的事会没有了"),
    (MOVED, "1 件的 1 项快到期的事，到期日会推后"), (BROKEN, "1 件会多出 1 处错误"),
    (UNJUDGED, "1 件会没有规则书管"), (TWICE, "1 件会有两本规则书管，哪一本也判不了"),
]
# fmt: on


@pytest.mark.parametrize(("kind", "words"), KINDS)
def test_each_kind_of_effect_is_one_matter_in_words(kind, words):
    assert effects(effect(kind, 1)) == [("error", f"照改后的规则，{words}：{SHOWN.format(1)}")]


def test_of_many_effects_three_are_shown_and_all_are_counted():
    three, four = [effect(LOST, 1), effect(LOST, 1), effect(LOST, 2)], [effect(LOST, n) for n in (1, 1, 2, 3)]
    shown = "；".join(map(SHOWN.format, (1, 1, 2)))
    lost = "项逾期会少算，或者看不见了"
    assert effects(*three) == [("error", f"照改后的规则，2 件的 3 {lost}：{shown}")]
    assert effects(*four) == [("error", f"照改后的规则，3 件的 4 {lost}：{shown}；等")]


def test_a_day_that_was_not_near_or_is_moved_by_new_days_off_is_only_told():
    far = ("warning", f"照改后的规则，1 件的 1 项还没有到期的事，到期日会推后：{SHOWN.format(1)}")
    near = ("error", f"照改后的规则，1 件的 1 项快到期的事，到期日会推后：{SHOWN.format(2)}")
    assert effects(effect(MOVED, 1, was_soon=False), effect(MOVED, 2)) == [near, far]
    assert effects(effect(MOVED, 1), new_days=True) == [far]
    assert [level for level, _ in effects(effect(LOST, 1, was_soon=False), new_days=True)] == ["error"]


def test_of_an_unknown_rule_the_id_is_shown_and_of_none_nothing():
    assert effects(effect(BROKEN, 1, rule="dwk.gone"))[0][1].endswith(
        "：letter-2026-0001“dwk.gone”：逾期3天变为没有逾期"
    )
    assert effects(effect(BROKEN, 1, rule=""))[0][1].endswith("：letter-2026-0001：逾期3天变为没有逾期")


def test_of_the_program_s_files_three_are_named():
    assert list(program_matters(["office.yml", "rules/a.yml"])) == []
    by_number = {
        1: "（a.py），",
        3: "（a.py、b.py、c.py），",
        4: "（a.py、b.py、c.py 等 4 个文件），",
    }
    for number, names in by_number.items():
        [matter] = program_matters(["rules/a.yml", "a.py", "b.py", "c.py", "d.py"][: number + 1])
        assert matter.finding.path == "a.py"
        assert matter.finding.message == f"改了程序和运行程序的设置{names}逾期怎样算、怎样显示都由它定"
        assert (matter.gains, matter.by_report) == (frozenset(), False)


@pytest.mark.parametrize(
    ("path", "law", "program"),
    [
        ("office.yml", True, False),
        ("rules/a.yml", True, False),
        ("rules/approvals/2026-07-17-1.yml", False, False),
        ("schemas/letter.json", True, True),
        ("scripts/duban/x.py", False, True),
    ],
)
def test_what_is_law_and_what_is_program(path, law, program):
    assert (is_law(path), is_program(path)) == (law, program)
