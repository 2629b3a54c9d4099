"""The one gate to the public: `PublicCase`, an allow-list, and the digest of exactly what was released.

个人信息保护法 §25 (separate consent), 政府信息公开条例 §15 and §17 (privacy, review before publication).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duban.cases.case import Case, Entry
from duban.cases.case_history import CaseHistory
from duban.law.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class PublicCase:
    """Everything of one answer that may ever be public; what is not here cannot be published.

    `digest` covers every field but `released` and `rating`, which come after the decision.
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


_AFTER = frozenset({"released", "rating"})


def digest(public: PublicCase) -> str:
    """Return the SHA-256 (hex) of what a person releases: canonical JSON of every field it covers."""
    facts = {name: str(getattr(public, name)) for name in PublicCase.__slots__ if name not in _AFTER}
    plain = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def public_view(course: CaseHistory, answer: str, released: date, words: Vocabulary) -> PublicCase | None:
    """Return what would be public of an answer; None where there is no publication, or no such answer."""
    case = course.case
    prepared = next((one for one in reversed(case.publication) if one.answer == answer), None)
    given = next((one for one in case.answers if one.id == answer), None)
    answering = words.doing("answers")
    said = next(
        (one for one in course.accepted if one.event in answering and one.fields.get("answer") == answer),
        None,
    )
    if prepared is None or given is None or said is None or closed_to_public(case, words):
        return None
    return PublicCase(
        number=case.number,
        answer=answer,
        kind=case.kind,
        channel=case.channel,
        title=prepared.fields.get("title", case.title),
        category=course.header.get("category", ""),
        unit=given.unit,
        received=date.fromisoformat(course.header["received"][:10]),
        answered=said.day,
        letter=prepared.letter,
        text=prepared.text,
        released=released,
        rating=_rating(course, answer, words),
    )


def closed_to_public(case: Case, words: Vocabulary) -> bool:
    """Return whether nothing of a case can be public, whatever its rulebook says.

    Restricted; without consent; or of a class that is never public (`public` in the vocabulary).
    """
    return case.restricted or not words.may_be_public(case.header)


def released(course: CaseHistory, words: Vocabulary) -> Iterator[tuple[str, Entry]]:
    """Yield (answer id, the entry that released it) for every answer released and not withdrawn."""
    publishes, withdraws = words.doing("publishes"), words.doing("withdraws")
    state: dict[str, Entry] = {}
    for entry in course.accepted:
        answer = entry.fields.get("answer", "")
        if entry.event in publishes:
            state[answer] = entry
        elif entry.event in withdraws:
            state.pop(answer, None)
    yield from state.items()


def public_cases(course: CaseHistory, words: Vocabulary) -> list[PublicCase]:
    """Return what of a case is public now: released, not withdrawn, and exactly what was released."""
    found = []
    for answer, entry in released(course, words):
        public = public_view(course, answer, entry.day, words)
        if public is not None and digest(public) == entry.fields.get("digest"):
            found.append(public)
    return found


def _rating(course: CaseHistory, answer: str, words: Vocabulary) -> str:
    """Return the last word on how the answer was received: the event that names it and only records."""
    said = ""
    for entry in course.accepted:
        event = words.events.get(entry.event)
        if event and event.whose == "answer" and entry.fields.get("of_answer") == answer:
            said = entry.event
    return said
