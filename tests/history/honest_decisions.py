"""Decisions that take lateness away, whole and confirmed by a second person: nothing may be said against them."""

from decided import APPROVED, TODAY, answered_late, approve, corrected, office
from scenario import honest
from steps import commit

HONEST = [
    honest(
        "the day of an answer was registered wrongly: the slip is decided on and confirmed",
        office(*answered_late()),
        corrected(),
        commit(),
        approve("outside"),
        today=TODAY,
    ),
    honest(
        "what was late is struck out by a leader's paper",
        office(*answered_late()),
        corrected(APPROVED),
        commit(),
        approve("outside"),
        today=TODAY,
    ),
]
