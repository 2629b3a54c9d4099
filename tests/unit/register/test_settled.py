"""From which day a case owes nothing, whatever day is asked for: what `due` need not look at again."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from duban.engine.case_view import analyse
from duban.engine.obligations import items
from duban.register.load_cases import read_case
from duban.register.load_office import load
from duban.register.scan import scan

ROOT = Path(__file__).parents[3]
OFFICES = [ROOT, *sorted(path.parent for path in (ROOT / "tests" / "offices").glob("*/office.yml"))]
LATER = (0, 1, 2, 3, 5, 8, 13, 30, 90, 400)
"""Days after a case was settled."""


@pytest.mark.parametrize("root", OFFICES, ids=lambda path: path.name)
def test_what_is_settled_owes_nothing_on_any_later_day(root):
    context = load(root)
    readings = [reading for path in scan(root).files if (reading := read_case(context, path)).settled]
    assert readings or root.name == "zhanyi"  # which has proposals only
    for reading in readings:
        for days in LATER:
            day = date.fromisoformat(reading.settled) + timedelta(days=days)
            view = analyse(reading.path, reading.value, context, day.isoformat())
            for part in view.held_by(day.isoformat()):
                assert not part.owed(datetime(day.year, day.month, day.day)), (reading.path, day)
                assert not list(items(part.history, part.book))


def settled(path, root=ROOT):
    return read_case(load(root), path).settled


def test_a_letter_is_settled_from_its_last_entry():
    """Archived on 2026-02-10."""
    assert settled("cases/letters/2026/letter-2026-0001.yml") == "2026-02-10"


def test_an_open_letter_is_not_settled():
    assert settled("cases/letters/2026/letter-2026-0040.yml") == ""


def test_a_proposal_counts_in_a_yearly_round_and_is_never_settled():
    context = load(ROOT)
    assert {read_case(context, path).settled for path in scan(ROOT).files if "/proposals/" in path} == {""}
