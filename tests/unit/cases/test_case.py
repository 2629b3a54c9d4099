"""A valid value becomes a case; an office.yml becomes an office."""

from datetime import date, datetime

import pytest

from duban.cases.case import case_from, when
from duban.cases.case_numbers import KINDS, kind_of, number_of
from duban.cases.office import HOURS, Key, Warnings, office_from

PATH = "cases/letters/2026/letter-2026-0007.yml"
VALUE = {
    "title": "某街积水",
    "channel": "区长信箱-网上",
    "received": "2026-02-10T09:12",
    "timeline": [
        {"at": "2026-02-10", "event": "登记", "by": "督查室"},
        {"at": "2026-02-11T08:30", "event": "交办", "by": "督查室", "to": "区住建局"},
    ],
    "answers": [{"id": "a1", "unit": "区住建局", "finding": "属实", "text": "已修。\n"}],
    "publication": [{"answer": "a1", "letter": "某街。\n", "text": "已修。\n", "title": "某街"}],
}


def test_a_case_is_header_timeline_answers_and_publication():
    case = case_from(PATH, VALUE)
    assert (case.number, case.kind, case.path) == ("letter-2026-0007", "letter", PATH)
    assert list(case.header) == ["title", "channel", "received"]
    assert (case.title, case.channel, case.received) == ("某街积水", "区长信箱-网上", date(2026, 2, 10))
    assert case.restricted is False
    first, second = case.timeline
    assert (first.number, first.day, first.moment) == (1, date(2026, 2, 10), None)
    assert (second.number, second.moment) == (2, datetime(2026, 2, 11, 8, 30))
    assert (second.event, second.by, second.fields) == ("交办", "督查室", {"to": "区住建局"})
    assert case.answers[0].fields == {"finding": "属实"}
    assert case.publication[0].fields == {"title": "某街"}


def test_a_sealed_block_makes_a_case_restricted():
    restricted = {"received": "2026-02-10", "sealed": {}, "timeline": [{"at": "2026-02-10", "event": "登记"}]}
    case = case_from(PATH, restricted)
    assert case.restricted is True
    assert (case.title, case.timeline[0].by, case.answers) == ("", "", ())


@pytest.mark.parametrize(
    ("text", "day", "moment"),
    [
        ("2026-02-10", date(2026, 2, 10), None),
        ("2026-02-10T00:00", date(2026, 2, 10), datetime(2026, 2, 10)),
        ("2026-12-31T23:59", date(2026, 12, 31), datetime(2026, 12, 31, 23, 59)),
    ],
)
def test_days_and_moments(text, day, moment):
    assert when(text) == (day, moment)


@pytest.mark.parametrize(
    "text", ["2026-W07-1", "20260210", "2026-02-10T09", "2026-02-10T09:12+08", "2026-02-31", ""]
)
def test_other_forms_are_no_dates(text):
    with pytest.raises(ValueError):
        when(text)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("letter-2026-0007", "letter"),
        ("bulletin-2026-123456", "bulletin"),
        ("letter-2026-007", None),
        ("letter-2026-1234567", None),
        ("letter-26-0007", None),
        ("person-2026-0007", None),
        ("letter-2026-0007\n", None),
        ("letter-2026-０００７", None),
    ],
)
def test_numbers(number, kind):
    assert kind_of(number) == kind
    assert number_of(f"cases/x/2026/{number}.yml") == number


def test_every_kind_has_a_folder_of_its_own():
    assert len(set(KINDS.values())) == len(KINDS) == 7


OFFICE = {
    "name": "某区督查室",
    "district": "某区",
    "region": "640202",
    "site": {"name": "某站", "host": "某办", "contact": "示例"},
    "sample": {"today": "2026-11-20"},
    "adopted": [{"rulebook": "a.b", "from": "2022-04-12", "decision": "样例"}],
    "units": [
        {"code": "甲局", "name": "某区甲局", "to": "2025-12-31", "succeeded_by": ["乙局"]},
        {"code": "乙局", "name": "某区乙局", "from": "2020-01-01", "to": "2026-06-30", "succeeded_by": ["丙局", "甲局"]},
        {"code": "丙局", "name": "某区丙局"},
    ],
    "posts": {"督查室": "丙局"},
    "keys": [{"name": "样例", "unit": "丙局", "recipient": "age1x", "default": True}],
    "warn": {"days": 3},
}  # fmt: skip


def test_an_office():
    office = office_from(OFFICE)
    assert (office.region, office.sample, office.sample_today) == ("640202", True, date(2026, 11, 20))
    assert list(office.units) == ["甲局", "乙局", "丙局"]
    assert office.units["甲局"].name == "某区甲局"
    assert office.adopted[0].since == date(2022, 4, 12)
    assert office.keys == (Key("样例", "丙局", "age1x", True),)
    assert office.warn == Warnings(days=3, long_days=10)
    assert office.hours == HOURS
    assert office.posts == {"督查室": "丙局"}


@pytest.mark.parametrize(
    ("code", "day", "codes"),
    [
        ("甲局", date(2025, 12, 31), ("甲局",)),
        ("甲局", date(2026, 1, 1), ("乙局",)),
        ("甲局", date(2026, 7, 1), ("丙局",)),
        ("乙局", date(2019, 12, 31), ("丙局", "甲局")),
        ("丁局", date(2026, 1, 1), ()),
    ],
)
def test_who_stands_for_a_unit_on_a_day(code, day, codes):
    assert office_from(OFFICE).successors(code, day) == codes
