"""A decision that takes lateness away, and the approval of a second person, as an entry or a report carries them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from duban.cases.case import when
from duban.engine.duty import Moment, end_of_day
from duban.engine.lateness import Loss, MovedLater
from duban.yamlfile.value_equality import comparable_text

DECISION, APPROVAL = "lateness_decision", "approval"
"""The keys of an entry."""

NAMESPACE = "duban-approval"
"""What signatures of approvals are made for."""


class Paper(NamedTuple):
    """The paper a decision rests on: its number, or its kind and date; texts as written, empty where not."""

    number: str = ""
    kind: str = ""
    date: str = ""

    @property
    def text(self) -> str:
        """The paper as a list names it."""
        return "，".join(filter(None, (self.number, self.kind, self.date)))


@dataclass(frozen=True, slots=True)
class LatenessDecision:
    """A decision: its class (SLIP, APPROVED), the paper, the post that decided, the unit's own statement, the unit
    whose slip it is, and the day it was made, where the entry's own is another."""

    kind: str
    paper: Paper
    post: str
    statement: str = ""
    registrar: str = ""
    decided: date | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """What a second person signed: who, on which commit, which losses; or why there was no second (`break_glass`)."""

    by: str = ""
    base: str = ""
    losses: tuple[str, ...] = ()
    signature: str = ""
    break_glass: str = ""


def decision_in(entry: Mapping[str, Any]) -> LatenessDecision | None:
    """Return the decision an entry carries, of the right form or not; None where it carries none."""
    value = entry.get(DECISION)
    if not isinstance(value, Mapping):
        return None
    paper = value.get("paper")
    paper = paper if isinstance(paper, Mapping) else {}
    return LatenessDecision(
        _text(value, "class"),
        Paper(_text(paper, "number"), _text(paper, "kind"), _text(paper, "date")),
        _text(value, "post"),
        _text(value, "statement"),
        _text(value, "registrar"),
        day_in(value.get("decided")),
    )


def approval_in(entry: Mapping[str, Any]) -> Approval | None:
    """Return the approval an entry carries, of the right form or not; None where it carries none."""
    value = entry.get(APPROVAL)
    if not isinstance(value, Mapping):
        return None
    lines = value.get("losses")
    return Approval(
        _text(value, "by"),
        _text(value, "base"),
        tuple(map(str, lines)) if isinstance(lines, list) else (),
        _text(value, "signature"),
        _text(value, "break_glass"),
    )


def decision_clock(entry: Mapping[str, Any]) -> datetime | None:
    """Return the moment at which what an entry takes away is computed: that of the decision, else the entry's own;
    23:59 of a bare day. None where its date cannot be read."""
    decision = decision_in(entry)
    try:
        day, moment = when(str(entry.get("at", "")))
    except ValueError:
        return None
    if decision is not None and decision.decided is not None:
        day, moment = decision.decided, None
    return moment or end_of_day(day)


def loss_lines(lost: Iterable[Loss], moved: Iterable[MovedLater] = ()) -> list[str]:
    """Return the canonical text of what an entry takes away: lateness, and due days moved later; sorted."""
    return sorted((*(loss.line() for loss in lost), *map(_moved_line, moved)))


def duty_of_line(line: str) -> str:
    """Return the id of the duty a canonical line is about."""
    return line.partition(" ")[0]


def signed_payload(case: str, entry: Mapping[str, Any]) -> bytes:
    """Return what the second person signs: the hex SHA-256 of the canonical JSON of case, entry, base and losses.

    The entry is as written, its approval without the signature.
    """
    approval = dict(entry.get(APPROVAL) or {})
    approval.pop("signature", None)
    document = {
        "case": case,
        "entry": {**entry, APPROVAL: approval},
        "base": approval.get("base"),
        "losses": approval.get("losses"),
    }
    return hashlib.sha256(comparable_text(document).encode("utf-8")).hexdigest().encode("ascii")


def day_in(text: Any) -> date | None:
    """Return a day as written (ISO); None where there is none."""
    try:
        return when(text)[0] if isinstance(text, str) else None
    except ValueError:
        return None


def _moved_line(moved: MovedLater) -> str:
    after = "gone" if moved.after is None else _moment_text(moved.after.due)
    return f"{moved.before.id} due {_moment_text(moved.before.due)} > {after}"


def _moment_text(due: Moment | None) -> str:
    if isinstance(due, datetime):
        return due.isoformat(timespec="minutes")
    return "none" if due is None else due.isoformat()


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key, "")
    return found if isinstance(found, str) else ""
