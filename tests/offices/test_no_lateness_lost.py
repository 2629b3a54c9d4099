"""For any single entry that somebody may add today to a case of the five offices: no lateness is lost without a
finding, and what is simply done today is never refused for it.

What is lost is judged here by the definition alone, apart from the program's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import Any

import pytest
from proposed_entries import Proposer
from walked import DISTRICTS, HERE

from duban.cases.case_numbers import number_of
from duban.engine.case_view import CaseView, analyse
from duban.engine.duty import OWED, Duty
from duban.findings import guard_checks
from duban.findings.finding import ERROR, Violation
from duban.guard.compare_values import Addition, compare_values
from duban.guard.entry_timing import Grace
from duban.guard.lost_lateness import LatenessGate
from duban.guard.lost_rounds import Rounds
from duban.register.load_office import load
from duban.register.scan import scan
from duban.yamlfile.read_yaml import read_yaml


@dataclass(frozen=True)
class Proposal:
    """A case with one entry more: before and after, what the gate says, what is late before and after."""

    case: str
    entry: dict[str, Any]
    number: int
    before: list[Duty]
    after: list[Duty]
    violations: list[Violation]
    does: str
    is_recent: bool
    is_of_today: bool
    lost: list[str]

    @property
    def refused(self) -> bool:
        """Whether the gate refuses it for lateness."""
        return any(violation.level == ERROR for violation in self.violations)

    @property
    def meets(self) -> list[Duty]:
        """The duties owed before that the entry itself meets."""
        owed = {duty.id for duty in self.before if duty.status in OWED}
        return [duty for duty in self.after if duty.met_by == self.number and duty.id in owed]


def late(duty: Duty, now: datetime) -> tuple[str, float] | None:
    """Return whether a duty is open, closed or released late, and by how much: minutes, else days; None if not late."""
    due = duty.due
    if due is None or duty.rule.type == "window":
        return None
    state, end = "open", now
    if duty.met is not None:
        state, end = "closed", duty.met
    elif duty.waived is not None:
        state, end = "released", duty.waived
    elif duty.started is None:
        return None
    if isinstance(due, datetime):
        if not isinstance(end, datetime):
            if end <= due.date():
                return None
            end = datetime.combine(end, time(23, 59))
        return (state, (end - due).total_seconds() // 60) if end > due else None
    day = end.date() if isinstance(end, datetime) else end
    return (state, (day - due).days) if day > due else None


def lost(before: list[Duty], after: list[Duty], now: datetime) -> list[str]:
    """Return the ids of the duties whose lateness is gone, less, or owed no more without having been done."""
    later = {duty.id: duty for duty in after}
    found = []
    for duty in before:
        earlier = late(duty, now)
        if earlier is None:
            continue
        other = later.get(duty.id)
        remains = late(other, now) if other is not None else None
        is_less = (
            remains is None or remains[1] < earlier[1] or (earlier[0], remains[0]) == ("open", "released")
        )
        if is_less or other.unit != duty.unit:
            found.append(duty.id)
    return found


def with_entry(value: dict[str, Any], view: CaseView, entry: dict[str, Any]) -> dict[str, Any]:
    """Return a case's value with one entry more on the case, topic or item of a view; an answer it names is given."""
    value = json.loads(json.dumps(value))
    owner = value
    for key in view.where:
        owner = owner[key]
    owner["timeline"].append(entry)
    answer = entry.get("answer")
    if answer and all(given["id"] != answer for given in owner.get("answers", ())):
        owner.setdefault("answers", []).append({"id": answer, "unit": entry["by"], "text": "已办。"})
    return value


def shortened(value: dict[str, Any], share: float) -> dict[str, Any]:
    """Return a case with that share of the entries of each timeline: most cases of the offices are at their end."""
    value = json.loads(json.dumps(value))
    for owner in (value, *value.get("topics", ()), *value.get("items", ())):
        owner["timeline"] = owner["timeline"][: ceil(len(owner["timeline"]) * share)]
    return value


def evenly(entries: Iterable[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """Return so many of the entries, evenly chosen, each time the same."""
    found = list(entries)
    step = max(1, len(found) / most)
    return [found[int(index * step)] for index in range(min(most, len(found)))]


class NoRounds(Rounds):
    """No rounds over many cases: what an entry does to its own case is asked here."""

    def __init__(self) -> None:
        self.rules = {}


class Office:
    """One of the five offices at a moment, its cases as values."""

    def __init__(self, district: str, days_later: int) -> None:
        self.root, self.context = HERE / district, load(HERE / district)
        today = read_yaml((self.root / "expected.yml").read_bytes(), "expected.yml").value["today"]
        self.now = datetime.combine(date.fromisoformat(str(today)[:10]), time(10)) + timedelta(
            days=days_later
        )
        self.paths = scan(self.root).files
        self.gate = LatenessGate(self.now, Grace.of(self.context, self.now), lambda undecided: ())

    def proposals(self, most: int, share: float) -> Iterator[Proposal]:
        """Yield entries that the states of each case allow, evenly chosen: up to `most` acts and as many corrections on
        each case, topic or item, as it stood with that share of its entries."""
        for path in self.paths:
            value = shortened(read_yaml((self.root / path).read_bytes(), path).value, share)
            whole = analyse(path, value, self.context)
            views = [view for view in (whole, *whole.parts) if view.has_rulebook]
            before = [duty for view in views for duty in view.duties(self.now)]
            for view in views:
                proposer = Proposer(view, self.now, (number_of(self.paths[0]),))
                chosen = (*evenly(proposer.acts_of_all_days(), most), *evenly(proposer.corrections(), most))
                for entry in chosen:
                    proposal = self.proposal(whole, value, view, entry, before)
                    if proposal is not None:
                        yield proposal

    def proposal(
        self,
        whole: CaseView,
        value: dict[str, Any],
        view: CaseView,
        entry: dict[str, Any],
        before: list[Duty],
    ) -> Proposal | None:
        """Return what an entry makes of a case and what the gate says of it; None where its states do not allow it."""
        changed = with_entry(value, view, entry)
        after = analyse(whole.filed.path, changed, self.context)
        views = [part for part in (after, *after.parts) if part.has_rulebook]
        here = next((part for part in views if part.where == view.where), None)
        if here is None or len(here.history.faults) > len(view.history.faults):
            return None
        compared = compare_values(whole.filed.path, whole.number, value, changed, {})
        additions = [each for each in compared if isinstance(each, Addition)]
        duties = [duty for part in views for duty in part.duties(self.now)]
        violations, _ = self.gate.judged(whole, after, additions, NoRounds())
        added = next(each for each in additions if each.kind == "entry")
        day = date.fromisoformat(entry["at"][:10])
        return Proposal(
            view.number,
            entry,
            len(here.filed.timeline),
            before,
            duties,
            violations,
            self.context.vocabulary.events[entry["event"]].does,
            self.gate.grace.covers(day, added),
            day == self.now.date(),
            lost(before, duties, self.now),
        )


def found_in(district: str) -> list[Proposal]:
    """Return entries for every case of an office on its own day, and two months on, when what is open now is late."""
    office, later = Office(district, 0), Office(district, 62)
    most = 300 // len(office.paths)  # the more cases, the fewer of each
    return [*office.proposals(2, 1), *later.proposals(most, 0.6), *later.proposals(max(2, most // 2), 0.85)]


def words(proposal: Proposal) -> str:
    """Return a proposal in one line, for the message of a test that fails."""
    messages = [f"{each.rule} {each.message}" for each in proposal.violations]
    return f"{proposal.case}: {proposal.entry} loses {proposal.lost} {messages}"


# What is said of every entry. Each returns the entries of which it is not true.


def no_lateness_is_lost_without_a_finding(found: list[Proposal]) -> list[Proposal]:
    return [each for each in found if each.lost and not each.violations]


def what_takes_lateness_away_and_is_only_told_is_honest(found: list[Proposal]) -> list[Proposal]:
    """It is recorded soon after its day, was asked for in time, or gives the case to another after a return in time."""
    told = [each for each in found if each.lost and not each.refused]
    return [each for each in told if not (each.is_recent or {"asked", "instead"} & each.entry.keys())]


def nothing_is_refused_for_lateness_that_is_not_lost(found: list[Proposal]) -> list[Proposal]:
    return [
        each
        for each in found
        if guard_checks.LATENESS.id in {one.rule for one in each.violations if one.level == ERROR}
        and not each.lost
    ]


def what_is_simply_done_today_is_never_refused_for_lateness(found: list[Proposal]) -> list[Proposal]:
    """Not a correction, an end, or an assignment: an act of today, whatever it meets, ends on its way or lets begin."""
    done = [each for each in found if each.is_of_today and each.does not in ("corrects", "ends", "opens")]
    return [each for each in done if each.refused]


CLAIMS = (
    no_lateness_is_lost_without_a_finding,
    what_takes_lateness_away_and_is_only_told_is_honest,
    nothing_is_refused_for_lateness_that_is_not_lost,
    what_is_simply_done_today_is_never_refused_for_lateness,
)

ENOUGH = {
    "dawukou": (1200, 35, 8),
    "yuanzhou": (500, 20, 4),
    "dongqu": (800, 30, 12),
    "zhanyi": (450, 13, 4),
    "aluke": (400, 13, 0),
}
"""Office: at least so many entries, so many that lose lateness, so many of today that meet something."""


@pytest.mark.parametrize("district", DISTRICTS)
def test_every_claim_holds_of_every_entry(district: str) -> None:
    """One test for an office, for the entries of one take ten seconds to judge, in each process that asks for them."""
    found = found_in(district)
    lost, done = (
        [each for each in found if each.lost],
        [each for each in found if each.meets and each.is_of_today],
    )
    assert all(
        have >= least for have, least in zip(map(len, (found, lost, done)), ENOUGH[district], strict=True)
    )
    assert {claim.__name__: [words(each) for each in claim(found)] for claim in CLAIMS} == {
        claim.__name__: [] for claim in CLAIMS
    }


def added(district: str, path: str, entries: int, entry: dict[str, Any]) -> list[tuple[str, str]]:
    """Return level and text of what the gate says, two months on, of one entry after so many of a case."""
    office = Office(district, 62)
    value = read_yaml((office.root / path).read_bytes(), path).value
    whole = analyse(path, {**value, "timeline": value["timeline"][:entries]}, office.context)
    before = {**value, "timeline": value["timeline"][:entries]}
    proposal = office.proposal(whole, before, whole, entry, whole.duties(office.now))
    assert proposal is not None
    return [(each.level, each.message) for each in proposal.violations]


def test_work_handed_in_is_not_refused_for_the_weekly_reports_missed_on_the_way() -> None:
    """On 2026-09-17 nothing had been reported since 07-10: nine weeks stay late, and nobody owes them any more."""
    handed_in = {"at": "2026-09-17T10:00", "event": "报送", "by": "区农交水局"}
    ((level, message),) = added("dongqu", "cases/tasks/2026/task-2026-0012.yml", 10, handed_in)
    assert level == "warning"
    assert message.endswith("等 9 项：记了“报送”，这一项不用再办，到这一天已经逾期的照记")


def test_a_receipt_signed_late_is_not_refused_though_the_clock_begins_with_it() -> None:
    """办理 begins with 签收, no later than a day after 交办: signed months late it begins with that day."""
    signed = {"at": "2027-01-21T10:00", "event": "签收", "by": "区民政局"}
    ((level, message),) = added("dawukou", "cases/letters/2026/letter-2026-0203.yml", 19, signed)
    assert level == "warning"
    assert message.endswith("：从“签收”起算，期限按条文重新算过")
