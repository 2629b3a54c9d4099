"""What a correction makes of the facts of arrival: what opens a case to the public needs a paper, and whoever approves
a correction is told where it changes the writer's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from duban.checks.check_corrections import entry_layers
from duban.engine.case_view import CaseView
from duban.findings import guard_checks
from duban.findings.finding import Violation
from duban.guard.compare_values import Addition
from duban.guard.entry_timing import entries_of
from duban.law.vocabulary import Vocabulary
from duban.yamlfile.value_equality import same_value

PAPER = ("papers", "original", "document_number", "note")
"""What an act that somebody else decided rests on: one of these is written."""

_WORDS = ("title", "text", "original", "points")
"""The facts of arrival that are the writer's own words."""


def names_paper(entry: Mapping[str, Any]) -> bool:
    """Whether an entry, or what it sets as a correction, says on which paper it rests."""
    return any(layer.get(key) for layer in entry_layers(entry) for key in PAPER)


def corrected_fact_violations(
    additions: Iterable[Addition], before: CaseView | None, after: CaseView
) -> Iterator[Violation]:
    """Yield what corrections just recorded make of a case's facts of arrival; `before` is None for a new case."""
    vocabulary = after.context.vocabulary
    words = vocabulary.doing("corrects")
    corrections = [
        addition for addition in entries_of(after, additions) if addition.value.get("event") in words
    ]
    if not corrections:
        return
    earlier = before.case.header if before is not None else after.filed.header
    later = after.case.header
    if (
        vocabulary.may_be_public(later)
        and not vocabulary.may_be_public(earlier)
        and not after.case.restricted
    ):
        yield from _unfounded(corrections, vocabulary)
    changed = [key for key in _WORDS if not same_value(earlier.get(key), later.get(key))]
    if changed:
        titles = after.context.schemas.titles(after.filed.kind)
        names = "、".join(f"“{titles.get(key, key)}”（{key}）" for key in changed)
        message = f"更正改了来信人的原话：{names}；请审核人拿原件核对，是当初抄错了才改，不是改写"
        where = ("timeline", corrections[-1].where[-1], "set")
        yield guard_checks.WORDS_CORRECTED.violation(where, message)


def _unfounded(corrections: Sequence[Addition], vocabulary: Vocabulary) -> Iterator[Violation]:
    """Yield each correction that opens a case to the public and does not say on which paper it rests."""
    opening = [
        correction
        for correction in corrections
        if any(_opens(layer, vocabulary) for layer in entry_layers(correction.value))
    ]
    for correction in opening or corrections[-1:]:
        if not names_paper(correction.value):
            message = (
                "这样更正以后，这一件就可以公开了。同意不同意公开由来信人定，更正要有材料："
                "写 papers（材料）、original（原件）、document_number（文号）、note（说明）里的一样"
            )
            yield guard_checks.CONSENT_CORRECTED.violation(("timeline", correction.where[-1], "set"), message)


def _opens(layer: Mapping[str, Any], vocabulary: Vocabulary) -> bool:
    """Whether a correction sets a fact to a value that keeps nothing from the public."""
    only = any(layer[key] in values for key, values in vocabulary.public_only.items() if key in layer)
    never = vocabulary.public_never.items()
    return only or any(layer[key] not in values for key, values in never if key in layer)
