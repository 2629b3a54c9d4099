"""Reading rulebooks, and everything that can be wrong with one before any case is judged by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from duban.records.finding import Finding, placed
from duban.records.schema import Schemas, Violation
from duban.records.source import Document, read
from duban.rules.lifecycle import dead_ends
from duban.rules.rulebook import DUTIES, Rulebook
from duban.rules.rulebook_form import limit_from, rulebook_from, source_of, states_from, with_shared
from duban.rules.vocabulary import Vocabulary


def load_rulebooks(
    folder: Path, vocabulary: Vocabulary, schemas: Schemas
) -> tuple[tuple[Rulebook, ...], tuple[Finding, ...]]:
    """Return the sound rulebooks under `folder` and the findings of the others, each at its line."""
    books, findings, written = [], [], {}
    for path in sorted(folder.glob("*/*.yml")):
        if path.parent.name == "calendar":
            continue
        if path.is_symlink() or not path.is_file():
            findings.append(
                Finding(path.name, 1, 1, "repository.symlink", "error", "规则书要是普通文件，不能是链接")
            )
            continue
        name = (Path(folder.name) / path.relative_to(folder)).as_posix()
        document = read(path.read_bytes(), name)
        findings += document.findings
        if document.findings or document.value is None:
            continue
        wrong = list(schemas.violations("rulebook", document.value))
        if wrong:
            findings += placed(document, name, wrong)
        else:
            written[name] = document
    shared = {one.value["id"]: one.value for one in written.values() if "applies" not in one.value}
    for name, document in written.items():
        value = document.value
        lent = [shared[id] for id in value.get("shares", ()) if id in shared]
        wrong = [*_shares(value, shared), *faults(value, vocabulary, lent)]
        findings += placed(document, name, wrong)
        if not wrong and "applies" in value:
            books.append(rulebook_from(with_shared(value, lent), name, lent))
    findings += _twice(written)
    return tuple(books), tuple(findings)


def _twice(written: Mapping[str, Document]) -> Iterator[Finding]:
    """A rulebook has an id of its own, and a rule stands in one place."""
    seen: dict[str, str] = {}
    for name, document in written.items():
        for where, id in [(("id",), document.value["id"]), *_ids_of(document.value)]:
            if id in seen and seen[id] != name:
                said = f"{id} 在 {seen[id]} 里已经有了，一条规则、一本规则书只能写在一处"
                yield from placed(document, name, [Violation(where, "rulebook.id", said)])
            seen.setdefault(id, name)


def _ids_of(value: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    return (((*where, "id"), rule["id"]) for where, rule in _rules(value))


def _shares(value: Mapping[str, Any], shared: Mapping[str, Any]) -> Iterator[Violation]:
    """A rulebook may only share what there is to share."""
    for place, id in enumerate(value.get("shares", ())):
        if id not in shared:
            yield Violation(("shares", place), "rulebook.shares", f"没有可以共用的规则书 {id}")


def faults(
    value: Mapping[str, Any], vocabulary: Vocabulary, lent: Sequence[Mapping[str, Any]] = ()
) -> Iterator[Violation]:
    """Yield what is wrong with a schema-valid rulebook: its sources, words, dates, limits, states.

    `lent` are the shared rulebooks whose sources and lists it may use.
    """
    own = {**with_shared(value, lent), "rules": value["rules"]}
    for check in (_sources, _ids, _words, _dates, _limits, _readings, _references, _lifecycle):
        yield from check(own, vocabulary)


def _rules(value: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    for place, rule in enumerate(value["rules"]):
        yield ("rules", place), rule


def _sources(value: Mapping[str, Any], _: Vocabulary) -> Iterator[Violation]:
    """Every article must begin with the key of a source."""
    for where, rule in _rules(value):
        articles = rule["article"] if isinstance(rule["article"], list) else [rule["article"]]
        for article in articles:
            try:
                source_of(article, value["sources"])
            except KeyError:
                keys = "、".join(value["sources"])
                yield Violation(
                    (*where, "article"),
                    "rulebook.article",
                    f"条文“{article}”没有写出自哪个文件；开头要写：{keys}",
                )


def _ids(value: Mapping[str, Any], _: Vocabulary) -> Iterator[Violation]:
    """Rule ids must be unique."""
    seen = set()
    for where, rule in _rules(value):
        if rule["id"] in seen:
            yield Violation((*where, "id"), "rulebook.id", f"规则 {rule['id']} 写了两次")
        seen.add(rule["id"])


def _words(value: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Violation]:
    """Every event named must be a word of the vocabulary."""
    for where, rule in _rules(value):
        named = [((*where, key), word) for key in ("ends", "moot", "release") for word in rule.get(key, ())]
        named += [((*where, "starts"), word) for word in rule.get("starts", ()) if not word.isascii()]
        named += [
            ((*where, key, "event"), rule[key]["event"])
            for key in ("extends", "again", "open_end", "start_at")
            if key in rule
        ]
        named += [
            ((*where, "measures", place, key), word)
            for place, one in enumerate(rule.get("measures", ()))
            for key in ("of", "in")
            for word in one.get(key, ())
        ]
        for place, one in enumerate(rule.get("requires", ())):
            spot = (*where, "requires", place)
            if one["on"] not in ("header", "unit"):
                named.append(((*spot, "on"), one["on"]))
            named += [
                ((*spot, key), word if isinstance(word, str) else next(iter(word)))
                for key in ("order", "before")
                for word in one.get(key, ())
            ]
            if "since" in one:
                named.append(((*spot, "since"), one["since"]))
            if "every_proposer" in one:
                named.append(((*spot, "every_proposer"), one["every_proposer"]))
            named += [((*spot, "differs"), word) for word in one.get("differs", {}).values()]
            for key in ("values", "answer_values", "all_of"):
                for name in one.get(key, {}).values():
                    if name not in value.get("lists", {}):
                        yield Violation(
                            (*spot, key), "rulebook.list", f"没有“{name}”这个词表，请写在 lists 里"
                        )
        for spot, word in named:
            if word not in vocabulary.events:
                yield Violation(spot, "rulebook.event", f"事件“{word}”不在词汇表（rules/vocabulary.yml）里")


def _dates(value: Mapping[str, Any], _: Vocabulary) -> Iterator[Violation]:
    """Nothing ends before it begins, and no two limits are in force at once."""
    spans: list[tuple[tuple[str | int, ...], list[Mapping[str, Any]]]] = []
    spans += [(("in_force",), [value["in_force"]])]
    spans += [((*where, "within"), list(rule.get("within", ()))) for where, rule in _rules(value)]
    for where, dated in spans:
        for place, one in enumerate(dated):
            spot = where if where == ("in_force",) else (*where, place)
            if "until" in one and one["until"] <= one["from"]:
                yield Violation(
                    (*spot, "until"),
                    "rulebook.until",
                    f"止日 {one['until']} 要晚于起日 {one['from']}",
                )
        for one, other in pairwise(sorted(dated, key=lambda one: one["from"])):
            if "until" not in one or one["until"] > other["from"]:
                yield Violation(
                    where,
                    "rulebook.overlap",
                    f"从 {other['from']} 起同时有两个期限有效；给前一个写上 until: {other['from']}",
                )


def _limits(value: Mapping[str, Any], _: Vocabulary) -> Iterator[Violation]:
    """Every limit must be a period with its unit."""
    for where, rule in _rules(value):
        named = [
            ((*where, "within", i, "limits", j), limit)
            for i, dated in enumerate(rule.get("within", ()))
            for j, limit in enumerate(dated["limits"])
        ]
        if "cap" in rule:
            named.append(((*where, "cap"), rule["cap"]))
        if "latest" in rule.get("start_at", {}):
            named.append(((*where, "start_at"), {"limit": rule["start_at"]["latest"]}))
        for spot, limit in named:
            try:
                limit_from(limit)
            except ValueError as error:
                yield Violation((*spot, "limit"), "rulebook.limit", str(error))
        if rule["type"] in DUTIES and rule.get("every", "week") != "week":
            said = "一件之内的定期报告只能是每周（every: week）；每月、每季度的写成 type: recurring"
            yield Violation((*where, "every"), "rulebook.every", said)
        if rule["type"] in DUTIES and not (rule.get("within") or rule.get("stated") or rule.get("every")):
            yield Violation(
                where,
                "rulebook.limit",
                f"{rule['id']} 没有期限：写 within（条文没有数字的写 limit: none）或者 stated",
            )


def _readings(value: Mapping[str, Any], _: Vocabulary) -> Iterator[Violation]:
    """Where the text is silent (no figure, a stated limit, a report without a day), the reading is recorded."""
    for where, rule in _rules(value):
        silent = rule["type"] == "recurring" or "stated" in rule
        silent = silent or any(
            limit["limit"] == "none" for dated in rule.get("within", ()) for limit in dated["limits"]
        )
        if silent and "interpretation" not in rule:
            yield Violation(
                where,
                "rulebook.interpretation",
                f"{rule['id']} 的条文没有写明期限，要用 interpretation 写下怎样理解（reading）和另一种理解（other）",
            )


def _references(value: Mapping[str, Any], _: Vocabulary) -> Iterator[Violation]:
    """Rules and header dates referred to must exist."""
    ids = {rule["id"] for rule in value["rules"]}
    for where, rule in _rules(value):
        for spot, id in (
            ((*where, "beside"), rule.get("beside")),
            ((*where, "open_end", "within"), rule.get("open_end", {}).get("within")),
        ):
            if id is not None and id not in ids:
                yield Violation(spot, "rulebook.rule", f"没有规则 {id}")


def _lifecycle(value: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Violation]:
    """Every state can be reached and left, and every event in it is known at its level."""
    for level in ("case", "assignment"):
        listed = value.get("lifecycle", {}).get(level, [])
        places = {state["state"]: place for place, state in enumerate(listed)}
        for place, state in enumerate(listed):
            for word in state.get("on", {}):
                event = vocabulary.events.get(word)
                if event is None or (level == "assignment" and event.level == "case"):
                    yield Violation(
                        ("lifecycle", level, place, "on"),
                        "rulebook.event",
                        f"状态“{state['state']}”里的事件“{word}”不在词汇表里，或者不属于这一级",
                    )
        for name, said in dead_ends(states_from(listed)):
            yield Violation(("lifecycle", level, places.get(name, 0)), "rulebook.state", said)


def adopted(
    books: tuple[Rulebook, ...], taken: Mapping[str, Any]
) -> Callable[[str, str, date], list[Rulebook]]:
    """Return a function that finds the rulebooks an office judges a case by: (kind, channel, arrival day).

    `taken` maps a rulebook id to the office's adoption, with `since` and `until`.
    """

    def of(kind: str, channel: str, day: date) -> list[Rulebook]:
        found = []
        for book in books:
            one = taken.get(book.id)
            if one is None or book.kind != kind or (book.channels and channel not in book.channels):
                continue
            # An office follows a rulebook up to and including `to`; a rulebook is out of force on `until`.
            over = (one.until is not None and day > one.until) or (
                book.until is not None and day >= book.until
            )
            if max(one.since, book.since) <= day and not over:
                found.append(book)
        return found

    return of
