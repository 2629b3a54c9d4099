"""A rulebook adopted, dropped and adopted again, and reports that several adopted rulebooks share."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from duban.cases.office import Adoption
from duban.engine.obligations import obligations
from duban.law.rulebook_file import rulebook_from, with_shared

SHARED = {
    "id": "test.shared", "title": "共用", "sources": {},
    "rules": [
        {"id": "test.monthly", "type": "recurring", "title": "月报", "article": "办法第一条", "every": "month"},
    ],
}  # fmt: skip
NOW = datetime(2026, 7, 15)


@pytest.fixture
def owed(value, office, calendar):
    """Return the name and number of each report owed by an office that follows two rulebooks sharing one."""
    books = [
        rulebook_from(with_shared({**value, "id": id, "title": id}, [SHARED])) for id in ("test.a", "test.b")
    ]

    def judge(*adopted):
        made = tuple(Adoption(id, *map(_day, days), "试验") for id, *days in adopted)
        found = obligations(books, (), (), office(adopted=made), calendar, NOW)
        assert [one.seq for one in found] == list(range(1, len(found) + 1))
        return [one.title for one in found]

    return judge


def _day(text):
    return date.fromisoformat(text) if text else None


def test_of_a_rulebook_adopted_twice_every_period_of_both_spans_is_owed(owed):
    assert owed(("test.a", "2026-01-20", "2026-02-10"), ("test.a", "2026-06-01", None)) == [
        "test.a：2026-01", "test.a：2026-02", "test.a：2026-06", "test.a：2026-07",
    ]  # fmt: skip


def test_a_shared_report_is_owed_once_for_each_period_of_either_rulebook(owed):
    assert owed(("test.b", "2026-04-01", "2026-06-30"), ("test.a", "2026-06-01", None)) == [
        "test.b：2026-04", "test.b：2026-05", "test.a：2026-06", "test.a：2026-07",
    ]  # fmt: skip


def test_a_period_both_spans_touch_is_owed_once(owed):
    assert owed(("test.a", "2026-06-01", "2026-07-05"), ("test.a", "2026-07-06", None)) == [
        "test.a：2026-06", "test.a：2026-07",
    ]  # fmt: skip


def test_of_a_rulebook_nobody_has_adopted_nothing_is_owed(owed):
    assert owed() == []
