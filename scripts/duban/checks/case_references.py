"""What a schema cannot see inside one case file: dates in order, units, entries and answers that exist.

Works on values that may be faulty elsewhere: whatever has not the right form is left to the schema.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Protocol

from duban.cases.case_numbers import number_of
from duban.cases.office import Office
from duban.cases.schema_violations import guess
from duban.checks.case_dates import arrival, dates, day_of, order, year
from duban.findings.finding import Violation, Where

_ANSWERS = ("answer", "of_answer")
# Most entries have none of these, and are spared the checks: a register holds very many entries.
_CHARGING = frozenset({"to", "parts", "co_units"})
_POINTING = frozenset({*_ANSWERS, "instead", "of", "corrects", "into"})


class Event(Protocol):
    """What these checks must know of an event word."""

    @property
    def by_anyone(self) -> bool: ...

    @property
    def posts(self) -> frozenset[str]: ...


class EventWords(Protocol):
    """The vocabulary, as far as these checks need it."""

    @property
    def events(self) -> Mapping[str, Any]: ...

    def doing(self, effect: str) -> frozenset[str]: ...


def faults(
    path: str, value: Mapping[str, Any], office: Office, words: EventWords, part: bool = False
) -> Iterator[Violation]:
    """Yield everything in one case file, or `part` of one, that points to nothing, comes too early or stands twice."""
    entries = [one if isinstance(one, dict) else {} for one in _list(value, "timeline")]
    answers = [one if isinstance(one, dict) else {} for one in _list(value, "answers")]
    if not part:
        yield from year(path, value)
    yield from order(value, entries)
    yield from arrival(value, entries, words.doing("convenes"))
    yield from _header_units(value, office)
    yield from _topics(value)
    for place, entry in enumerate(entries):
        yield from _units(place, entry, office, words)
        if not _CHARGING.isdisjoint(entry):
            yield from _holders(place, entry)
        if not _POINTING.isdisjoint(entry):
            yield from _places(place, entry, "to" in value or "parts" in value)
            yield from _answers_named(place, entry, answers)
            yield from _itself(place, entry, path)
        yield from dates(place, entry)
    yield from _answer_units(answers, entries, office, words)
    yield from _answer_ids(answers)
    yield from _answers_given(answers, entries, words.doing("answers"))
    yield from _publications(value, answers)
    yield from _against(value, office)


def _units(place: int, entry: dict[str, Any], office: Office, words: EventWords) -> Iterator[Violation]:
    """Whoever acts or is charged must be a unit of office.yml, and have existed on that day."""
    day = day_of(entry.get("at"))
    for where, code in _charged(place, entry):
        if not _stands(code, day, office):
            yield from _unit(where, code, day, office)
    by = entry.get("by")
    event = words.events.get(_text(entry.get("event")))
    if not isinstance(by, str) or event is None:
        return
    if not _stands(by, day, office) and not event.by_anyone and by not in office.posts:
        yield from _unit(("timeline", place, "by"), by, day, office)
    elif event.posts and not office.fills(by, event.posts):
        named = sorted(event.posts)
        posts, units = "、".join(named), "、".join(office.posts[one] for one in named if one in office.posts)
        said = f"“{entry['event']}”是{posts}的事，by 要写{units}，这里写的是“{by}”。"
        yield _fault(("timeline", place, "by"), "by", said)


def _stands(code: str, day: date | None, office: Office) -> bool:
    unit = office.units.get(code)
    return unit is not None and (day is None or unit.exists(day))


def _unit(where: Where, code: str, day: date | None, office: Office) -> Iterator[Violation]:
    unit = office.units.get(code)
    if unit is None:
        if "，" in code or "、" in code:
            hint = "几个单位写成列表，用半角逗号隔开：[甲, 乙]。"
        else:
            hint = guess(code, office.units) or "请写 units 里的代号，或先在那里加上它。"
        yield _fault(where, "unit", f"office.yml 里没有单位“{code}”。{hint}")
    elif day is not None and not unit.exists(day):
        if unit.since is not None and day < unit.since:
            yield _fault(where, "unit-gone", f"“{code}”{unit.since} 才设立，{day} 还没有这个单位。请核对。")
            return
        heirs = office.successors(code, day)
        hint = f"请写承接单位“{'”“'.join(heirs)}”。" if heirs else "请改写当时的单位。"
        yield _fault(where, "unit-gone", f"“{code}”已于 {unit.until} 撤销，{day} 没有这个单位。{hint}")


def _charged(place: int, entry: dict[str, Any]) -> list[tuple[Where, str]]:
    """Units an entry charges with something, and where they stand."""
    if _CHARGING.isdisjoint(entry):
        return []
    here: Where = ("timeline", place)
    found: list[tuple[Where, str]] = []
    if isinstance(entry.get("to"), str):
        found.append(((*here, "to"), entry["to"]))
    for key in ("parts", "co_units"):
        for number, code in enumerate(_list(entry, key)):
            if isinstance(code, str):
                found.append(((*here, key, number), code))
    return found


def _holders(place: int, entry: dict[str, Any]) -> Iterator[Violation]:
    """A case goes to one lead or to several parts; no unit stands in it twice."""
    if isinstance(entry.get("to"), str) and _list(entry, "parts"):
        said = "to（承办单位）和 parts（分办单位）只能写一个：一家主办写 to，几家分办写 parts。"
        yield _fault(("timeline", place, "parts"), "to-or-parts", said)
    seen: set[str] = set()
    for where, code in _charged(place, entry):
        if code in seen:
            said = f"“{code}”在这一条里写了两次。承办和协办不能是同一个单位。"
            yield _fault(where, "unit-twice", said)
        seen.add(code)


def _places(place: int, entry: dict[str, Any], assigned: bool) -> Iterator[Violation]:
    """An entry may only point to entries above it; 0 is the arrival: for a correction, and for an item
    whose decision itself assigned it."""
    first = {"corrects": 0, "instead": 0 if assigned else 1}
    for key in ("instead", "of", "corrects"):
        number = entry.get(key)
        if not isinstance(number, int) or isinstance(number, bool):
            continue
        if number > place or number < first.get(key, 1):
            said = f"{key}: {number} 指的不是前面的条目。这是第 {place + 1} 条，"
            said += f"只能写 1 到 {place}。" if place else "前面没有条目可指。"
            yield _fault(("timeline", place, key), "entry", said)


def _answers_named(place: int, entry: dict[str, Any], answers: list[dict[str, Any]]) -> Iterator[Violation]:
    """An answer an entry names must stand under answers."""
    ids = [_text(one.get("id")) for one in answers]
    for key in _ANSWERS:
        name = entry.get(key)
        if isinstance(name, str) and name not in ids:
            yield _fault(("timeline", place, key), "answer", _no_answer(name, ids))


def _itself(place: int, entry: dict[str, Any], path: str) -> Iterator[Violation]:
    """A case must not be merged into itself."""
    if entry.get("into") == number_of(path):
        yield _fault(("timeline", place, "into"), "itself", "不能并到自己。请写另一件的件号。")


def _answer_units(
    answers: list[dict[str, Any]], entries: list[dict[str, Any]], office: Office, words: EventWords
) -> Iterator[Violation]:
    """The unit that answers must be known, and have existed on the day of the answer."""
    answering = words.doing("answers")
    given = {
        entry.get("answer"): day_of(entry.get("at"))
        for entry in reversed(entries)
        if _text(entry.get("event")) in answering and isinstance(entry.get("answer"), str)
    }
    for place, answer in enumerate(answers):
        if isinstance(answer.get("unit"), str):
            day = given.get(_text(answer.get("id")))
            yield from _unit(("answers", place, "unit"), answer["unit"], day, office)


def _answer_ids(answers: list[dict[str, Any]]) -> Iterator[Violation]:
    """Each answer has an id of its own."""
    seen: dict[str, int] = {}
    for place, answer in enumerate(answers):
        name = answer.get("id")
        if not isinstance(name, str):
            continue
        if name in seen:
            said = f"编号 {name} 和第 {seen[name] + 1} 份答复相同。请依次编号，例如 a{len(answers)}。"
            yield _fault(("answers", place, "id"), "answer-id", said)
        seen.setdefault(name, place)


def _answers_given(
    answers: list[dict[str, Any]], entries: list[dict[str, Any]], answering: frozenset[str]
) -> Iterator[Violation]:
    """Each answer was given by exactly one entry."""
    given: dict[str, int] = {}
    for place, entry in enumerate(entries):
        name = entry.get("answer")
        if _text(entry.get("event")) not in answering or not isinstance(name, str):
            continue
        if name in given:
            said = f"{name} 在第 {given[name] + 1} 条已经答复过。再次答复要另写一份，用新的编号。"
            yield _fault(("timeline", place, "answer"), "answer-twice", said)
        given.setdefault(name, place)
    for place, answer in enumerate(answers):
        name = answer.get("id")
        if isinstance(name, str) and name not in given:
            event = "、".join(sorted(answering))
            said = f"{name} 没有对应的经过。请在 timeline 里加一条，写 event: {event} 和 answer: {name}。"
            yield _fault(("answers", place, "id"), "answer-unused", said)


def _publications(value: Mapping[str, Any], answers: list[dict[str, Any]]) -> Iterator[Violation]:
    """What is prepared for the public belongs to an answer; the later of two for one answer says which it replaces."""
    ids = [_text(one.get("id")) for one in answers]
    seen: dict[str, int] = {}
    for place, one in enumerate(_list(value, "publication")):
        name = one.get("answer") if isinstance(one, dict) else None
        if not isinstance(name, str):
            continue
        where: Where = ("publication", place, "answer")
        if name not in ids:
            yield _fault(where, "answer", _no_answer(name, ids))
        elif one.get("replaces") != seen.get(name):
            yield _fault(where, "publication", _replaced(name, seen.get(name)))
        seen[name] = place + 1


def _replaced(name: str, last: int | None) -> str:
    if last is None:
        return f"{name} 还没有公开稿，没有可以代替的。请删去 replaces。"
    return f"{name} 已经有一份公开稿。一份答复只有一份公开稿。要换公开的内容，先撤回公开，另加的这一份写上 replaces: {last}。"


def _header_units(value: Mapping[str, Any], office: Office) -> Iterator[Violation]:
    """Units named on arrival must be known, and have existed on the day the matter was given to them."""
    day = day_of(value.get("held") if not _CHARGING.isdisjoint(value) else value.get("received"))
    seen: set[str] = set()
    for key in ("unit", *sorted(_CHARGING)):
        named = [value[key]] if isinstance(value.get(key), str) else _list(value, key)
        for place, code in enumerate(named):
            where: Where = (key,) if isinstance(value[key], str) else (key, place)
            if isinstance(code, str) and not _stands(code, day, office):
                yield from _unit(where, code, day, office)
            if key != "unit" and isinstance(code, str) and code in seen:
                yield _fault(where, "unit-twice", f"“{code}”写了两次。承办和协办不能是同一个单位。")
            seen.add(code if isinstance(code, str) and key != "unit" else "")


def _topics(value: Mapping[str, Any]) -> Iterator[Violation]:
    """An item comes from a topic that is there."""
    topics = len(_list(value, "topics"))
    for place, item in enumerate(_list(value, "items")):
        number = item.get("topic") if isinstance(item, dict) else None
        if isinstance(number, int) and number > topics:
            said = f"没有第 {number} 个议题，一共 {topics} 个。"
            yield _fault(("items", place, "topic"), "topic", said)


def _against(value: Mapping[str, Any], office: Office) -> Iterator[Violation]:
    """The unit complained of must be a unit of office.yml."""
    if isinstance(value.get("against"), str):
        yield from _unit(("against",), value["against"], day_of(value.get("received")), office)


def _no_answer(name: str, ids: list[str]) -> str:
    known = "、".join(one for one in ids if one)
    return f"answers 里没有 {name}。" + (f"现有的是 {known}。" if known else "请先在 answers 里写上答复。")


def _fault(where: Where, rule: str, message: str) -> Violation:
    return Violation(where, f"reference.{rule}", message)


def _list(value: Mapping[str, Any], key: str) -> list[Any]:
    found = value.get(key)
    return found if isinstance(found, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
