"""What a rule says of events that no state of its rulebook lets happen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from duban.findings import law_checks
from duban.findings.finding import Violation
from duban.law.lint_words import Named
from duban.law.vocabulary import Event, Vocabulary
from duban.law.words.shapes import EVENT


def event_faults(
    value: Mapping[str, Any], mentions: Iterable[Named], vocabulary: Vocabulary
) -> Iterator[Violation]:
    """An event named must be one that can be recorded under the rulebook; of a shared one nobody knows."""
    lifecycle = value.get("lifecycle")
    if lifecycle is None:
        return
    levels = {
        level: {word for state in states for word in state.get("on", ())}
        for level, states in lifecycle.items()
    }
    for where, mention in mentions:
        event = vocabulary.events.get(mention.name) if mention.kind == EVENT else None
        if event is not None and not _can_happen(event, levels):
            message = (
                f"“{event.word}”在这本规则书的哪个状态里都不能记，永远不会发生；写进 lifecycle，或者删去"
            )
            yield law_checks.RULEBOOK_IDLE.violation(where, message)


def _can_happen(event: Event, levels: Mapping[str, set[str]]) -> bool:
    """Return whether an event can be recorded in a state of its level, in any state, or by the arrival itself."""
    anyway = event.throughout or event.after_archive or event.does == "opens"
    return anyway or event.word in levels.get(event.level, ())
