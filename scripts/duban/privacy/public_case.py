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
from duban.engine.lifecycle import CaseHistory
from duban.findings.finding import Violation
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


def release_faults(course: CaseHistory, words: Vocabulary) -> Iterator[Violation]:
    """Yield a violation for every release in force that does not fit what stands in the file, for one that
    was made twice, and for a withdrawal of what was not public."""
    yield from _out_of_turn(course, words)
    for answer, entry in released(course, words):
        where = ("timeline", entry.number - 1)
        again = f"先撤回，再重新公开：duban release {course.case.number} {answer}"
        if closed_to_public(course.case, words):
            said = "来信人没有同意公开的，以及举报、受限、保密的事项，不能公开，请撤回"
            yield Violation(where, "release.closed", said)
            continue
        public = public_view(course, answer, entry.day, words)
        if public is None:
            yield Violation(
                (*where, "answer"),
                "release.publication",
                f"公开了答复 {answer}，但 publication 里没有为它准备的公开稿（letter 和 text）；{again}",
            )
        elif digest(public) != entry.fields.get("digest"):
            yield Violation(
                (*where, "digest"),
                "release.digest",
                f"公开稿和决定公开时的内容不一样了（摘要值对不上），网站不会发布；{again}",
            )


def _out_of_turn(course: CaseHistory, words: Vocabulary) -> Iterator[Violation]:
    publishes, withdraws = words.doing("publishes"), words.doing("withdraws")
    public: set[str] = set()
    for entry in course.accepted:
        answer, where = entry.fields.get("answer", ""), ("timeline", entry.number - 1)
        if entry.event in publishes:
            if answer in public:
                yield Violation(where, "release.twice", f"答复 {answer} 已经公开，不用再记；要换内容先撤回")
            public.add(answer)
        elif entry.event in withdraws:
            if answer not in public:
                yield Violation(where, "release.withdraw", f"答复 {answer} 没有公开，用不着撤回")
            public.discard(answer)


def _rating(course: CaseHistory, answer: str, words: Vocabulary) -> str:
    """Return the last word on how the answer was received: the event that names it and only records."""
    said = ""
    for entry in course.accepted:
        event = words.events.get(entry.event)
        if event and event.whose == "answer" and entry.fields.get("of_answer") == answer:
            said = entry.event
    return said
