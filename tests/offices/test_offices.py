"""The five offices: their register is clean, what is owed is what they say, every route is walked to its end.

Each folder here is an office of its own: office.yml, cases/, and expected.yml, which says in sentences what is owed
on a day and which reminders `check` has to give.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from walked import DISTRICTS, HERE, Covered, covered

from duban.engine.case_view import analyse
from duban.engine.duty import STATUSES, Duty, day_of
from duban.engine.office_context import OfficeContext
from duban.register.check_register import check
from duban.register.due_list import Wanted, due
from duban.register.load_office import load
from duban.yamlfile.read_yaml import read_yaml


@pytest.fixture(scope="session")
def context(tmp_path_factory):
    """The office of a district, in a folder of its own: reading leaves a cache behind."""

    @cache
    def loaded(district: str) -> OfficeContext:
        home = tmp_path_factory.mktemp(district) / "office"
        shutil.copytree(HERE / district, home)
        return load(home)

    return loaded


@pytest.fixture(scope="session")
def coverage(context):
    """What the cases of a district walk."""

    @cache
    def found(district: str) -> list[Covered]:
        return covered(context(district).root, context(district))

    return found


@cache
def expected(district: str):
    document = read_yaml((HERE / district / "expected.yml").read_bytes(), "expected.yml")
    assert document.findings == (), document.findings
    return document.value


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text if "T" in text else f"{text}T23:59")


@pytest.mark.parametrize("district", DISTRICTS)
def test_the_register_is_clean(district: str, context) -> None:
    """No error; of reminders only those that expected.yml names."""
    found = check(context(district), moment(expected(district)["today"])).findings
    assert [one for one in found if one.level == "error"] == []
    told = sorted((Path(one.path).stem, one.rule) for one in found)
    assert told == sorted((one["case"], one["rule"]) for one in expected(district).get("reminders", ()))


@pytest.mark.parametrize("district", DISTRICTS)
def test_what_is_owed_is_what_the_office_says(district: str, context) -> None:
    """Every duty that is soon due or late, on each of the days; of others those that are named."""
    days = expected(district)["days"]
    assert days
    for day in days:
        now = moment(str(day["today"]))
        owed = due(context(district), now, Wanted(frozenset(STATUSES))).duties
        named = [tuple(one[key] for key in ("case", "duty", "unit", "due", "status")) for one in day["owed"]]
        pressing = {row(one) for one in owed if one.status in ("overdue", "due_soon")}
        assert pressing == {one for one in named if one[-1] in ("overdue", "due_soon")}, day["says"]
        assert {one for one in named} <= {row(one) for one in owed}, day["says"]
        assert len({one.id for one in owed}) == len(owed), day["says"]


@pytest.mark.parametrize("district", DISTRICTS)
def test_no_date_is_told_that_means_nothing(district: str, context) -> None:
    """What has not started has no dates; what has no start has no due day; what was done started before, but for
    what is counted back from a day; nothing is told as met that silence settled."""
    now = moment(expected(district)["today"])
    for duty in due(context(district), now, Wanted(frozenset(STATUSES))).duties:
        if duty.status == "not_started":
            assert (duty.started, duty.due, duty.met, duty.waived) == (None,) * 4, duty.id
        if duty.started is None:
            assert duty.due is None or duty.rule.type == "recurring", duty.id
        elif duty.met is not None and not duty.rule.counts_back:
            assert day_of(duty.started) <= day_of(duty.met), duty.id
        assert (duty.met is None) or (duty.waived is None and not duty.silence), duty.id
        assert duty.status != "waived" or duty.waived is not None, duty.id


@pytest.mark.parametrize("district", DISTRICTS)
def test_what_is_archived_is_in_nobodys_hands(district: str, context) -> None:
    office, over = context(district), 0
    for path in sorted(office.root.glob("cases/*/*/*.yml")):
        if path.parent.parent.name == "routines":
            continue
        whole = analyse(path.as_posix(), read_yaml(path.read_bytes(), path.name).value, office)
        for view in (whole, *whole.parts):
            if view.history.final or view.history.ended:
                over += 1
                assert view.history.holders == (), view.number
    assert over > 0


def row(duty: Duty) -> tuple[str, ...]:
    when = duty.due
    text = when.isoformat(timespec="minutes") if isinstance(when, datetime) else str(when) if when else "none"
    return duty.case, duty.rule.id, duty.unit, text, duty.status


@pytest.mark.parametrize("district", DISTRICTS)
def test_every_route_is_walked_to_its_end(district: str, coverage, record_property) -> None:
    walked = list(coverage(district))
    assert walked
    for one in walked:
        record_property("coverage", one.line)
        assert one.missing == [], one.book.id
        assert one.archived > 0, one.book.id


def test_every_rulebook_is_followed_by_one_of_them(context) -> None:
    followed = [one.rulebook for district in DISTRICTS for one in context(district).office.adopted]
    assert sorted(set(followed)) == sorted(book.id for book in context(DISTRICTS[0]).books)


def test_together_they_hold_every_rule_with_its_article(context) -> None:
    listed = (HERE.parent / "scenarios" / "rules.txt").read_text().split()
    cited = {
        rule.id: rule.citation
        for district in DISTRICTS
        for book in context(district).adopted
        for rule in book.rules
    }
    assert sorted(cited) == sorted(listed)
    assert all(cited.values())


def test_no_two_duties_of_the_sample_have_one_id() -> None:
    sample = load(Path(__file__).parents[2])
    owed = due(sample, moment(str(sample.office.sample_today)), Wanted(frozenset(STATUSES))).duties
    assert len(owed) > 500 and len({one.id for one in owed}) == len(owed)
