"""The one gate to the public: `PublicCase`, an allow-list, and the digest of exactly what was released.

个人信息保护法 §25 (separate consent), 政府信息公开条例 §15 and §17 (privacy, review before publication).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from duban.cases.case import Case, Entry
from duban.cases.case_history import CaseHistory
from duban.engine.lateness_decision import decision_in
from duban.law.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class PublicCase:
    """Everything of one answer that may ever be public; what is not here cannot be published.

    `digest` covers every field but `released`, `rating` and `removed`, which come after the decision to release:
    `removed` are day and class of each decision that took lateness of the case away.
    """

    number: str
    answer: str
    kind: str
    channel: str
    title: str
    category: str
    unit: str
    received: date
    answered: date
    letter: str
    text: str
    released: date
    rating: str = ""
    removed: tuple[tuple[date, str], ...] = ()


_AFTER = frozenset({"released", "rating", "removed"})


def digest(public: PublicCase) -> str:
    """Return the SHA-256 (hex) of what a person releases: canonical JSON of every field it covers."""
    facts = {name: str(getattr(public, name)) for name in PublicCase.__slots__ if name not in _AFTER}
    plain = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def is_released(public: PublicCase, recorded: str | None) -> bool:
    """Return whether a digest that was recorded is of this, with or without a line end behind either text.

    Line ends after a text are layout, not value: an editor may drop the file's last one, or write |- for |.
    """
    texts = [(text.rstrip("\n"), f"{text.rstrip(chr(10))}\n") for text in (public.letter, public.text)]
    forms = (replace(public, letter=letter, text=text) for letter, text in product(*texts))
    return digest(public) == recorded or any(digest(form) == recorded for form in forms)


def public_view(
    history: CaseHistory, answer: str, released: date, vocabulary: Vocabulary
) -> PublicCase | None:
    """Return what would be public of an answer; None where there is no publication, or no such answer."""
    case, answering = history.case, vocabulary.doing("answers")
    prepared = next((text for text in reversed(case.publication) if text.answer == answer), None)
    given = next((written for written in case.answers if written.id == answer), None)
    naming = (entry for entry in history.accepted if entry.fields.get("answer") == answer)
    answered = next((entry for entry in naming if entry.event in answering), None)
    if prepared is None or given is None or answered is None or closed_to_public(case, vocabulary):
        return None
    return PublicCase(
        number=case.number,
        answer=answer,
        kind=case.kind,
        channel=case.channel,
        title=prepared.fields.get("title", case.title),
        category=history.header.get("category", ""),
        unit=given.unit,
        received=date.fromisoformat(history.header["received"][:10]),
        answered=answered.day,
        letter=prepared.letter,
        text=prepared.text,
        released=released,
        rating=_rating(history, answer, vocabulary),
        removed=tuple(_removed(history)),
    )


def closed_to_public(case: Case, vocabulary: Vocabulary) -> bool:
    """Return whether nothing of a case can be public, whatever its rulebook says.

    Restricted; without consent; or of a class that is never public (`public` in the vocabulary).
    """
    return case.restricted or not vocabulary.may_be_public(case.header)


def released(history: CaseHistory, vocabulary: Vocabulary) -> Iterator[tuple[str, Entry]]:
    """Yield (answer id, the entry that released it) for every answer released and not withdrawn."""
    publishes, withdraws = vocabulary.doing("publishes"), vocabulary.doing("withdraws")
    state: dict[str, Entry] = {}
    for entry in history.accepted:
        answer = entry.fields.get("answer", "")
        if entry.event in publishes:
            state[answer] = entry
        elif entry.event in withdraws:
            state.pop(answer, None)
    yield from state.items()


def public_cases(history: CaseHistory, vocabulary: Vocabulary) -> list[PublicCase]:
    """Return what of a case is public now: released, not withdrawn, and exactly what was released."""
    return [
        public
        for answer, entry in released(history, vocabulary)
        if (public := public_view(history, answer, entry.day, vocabulary)) is not None
        and is_released(public, entry.fields.get("digest"))
    ]


def _removed(history: CaseHistory) -> Iterator[tuple[date, str]]:
    """Yield the day and the class of each decision that took lateness away; reason, paper and post stay inside."""
    for entry in history.case.timeline:
        decision = decision_in(entry.fields)
        if decision is not None:
            yield decision.decided or entry.day, decision.kind


def _rating(history: CaseHistory, answer: str, vocabulary: Vocabulary) -> str:
    """Return the last word on how the answer was received: the event that names it and only records."""
    rating = ""
    for entry in history.accepted:
        event = vocabulary.events.get(entry.event)
        if event and event.whose == "answer" and entry.fields.get("of_answer") == answer:
            rating = entry.event
    return rating
