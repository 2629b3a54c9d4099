"""Duties made by hand, for tests of what is said of them."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from duban.engine.duty import Clock, Duty
from duban.law.periods import parse
from duban.law.rulebook import Rule

DUE = date(2026, 7, 20)
NUMBER = "letter-2026-0001"


def made_rule(**changes: Any) -> Rule:
    """Return a rule of which only its id, title and article matter, unless others are given."""
    usual = {
        "id": "dwk.x",
        "type": "duty",
        "title": "办结",
        "articles": ("第一条",),
        "citation": "《办法》第一条",
    }
    return Rule(**{**usual, **changes})


def made_clock(due: Any = DUE, within: str = "10 working days", **changes: Any) -> Clock:
    """Return a clock that binds."""
    usual = {
        "starts": date(2026, 7, 6),
        "within": within,
        "due": due,
        "binding": True,
        "provisional": False,
        "period": parse(within),
        "raw": None,
    }
    return Clock(**{**usual, **changes})


def made_duty(**changes: Any) -> Duty:
    """Return a running duty of a letter; `title`, `id` and other words of its rule go into the rule."""
    of_rule = {
        "rule_id": "id",
        "rule_title": "title",
        "rule_type": "type",
        "stated": "stated",
        "scope": "scope",
        "aside": "silence",
    }
    rule = {of_rule[key]: changes.pop(key) for key in list(changes) if key in of_rule}
    usual = {
        "case": NUMBER, "rule": changes.pop("rule", None) or made_rule(**rule), "seq": 1, "origin": "2", "title": "某件",
        "unit": "区住建局", "role": "lead", "started": date(2026, 7, 6), "due": DUE, "met": None, "status": "running",
        "provisional": False, "days_left": 3, "late_days": 0, "clocks": (), "urgent": False,
    }  # fmt: skip
    assert changes.keys() <= {field.name for field in fields(Duty)}, changes
    return Duty(**{**usual, **changes})
