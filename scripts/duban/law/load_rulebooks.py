"""Reading rulebooks: the sound ones to judge cases by, and what is wrong with the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from duban.cases.office import Adoption
from duban.cases.schemas import Schemas
from duban.findings.finding import Finding, Violation, located
from duban.law.lint_rulebook import rulebook_faults, rules_of
from duban.law.rulebook import Rulebook
from duban.law.rulebook_file import rulebook_from, with_shared
from duban.law.vocabulary import Vocabulary
from duban.yamlfile.document import Document, read_yaml

__all__ = ["adopted", "load_rulebooks"]

_ID = re.compile(rb"^id: *([a-z0-9.-]+)", re.MULTILINE)
_LENT = frozenset({"rulebook.article", "rulebook.list", "rulebook.field"})
"""Faults that may only mean that a shared rulebook is not at hand."""


def load_rulebooks(
    folder: Path, vocabulary: Vocabulary, schemas: Schemas
) -> tuple[tuple[Rulebook, ...], tuple[Finding, ...]]:
    """Return the sound rulebooks under `folder` and the findings of the others, each at its line.

    A rulebook that shares others is sound only where they are.
    """
    written, unsound, findings = _written(folder, schemas)
    shared = {one.value["id"]: one.value for one in written.values() if "applies" not in one.value}
    books = []
    # The shared ones first: who shares a faulty one cannot be built.
    for name, document in sorted(written.items(), key=lambda one: "applies" in one[1].value):
        value = document.value
        lent = [shared[id] for id in value.get("shares", ()) if id in shared]
        wrong = list(rulebook_faults(value, vocabulary, lent, schemas, _kinds(value["id"], written.values())))
        if len(lent) < len(value.get("shares", ())):
            wrong = [one for one in wrong if one.rule not in _LENT]
        wrong += _shares(value, shared, unsound)
        findings += located(document, name, wrong)
        if wrong:
            unsound.add(value["id"])
        elif "applies" in value:
            books.append(rulebook_from(with_shared(value, lent), name, lent))
    findings += _twice(written)
    return tuple(books), tuple(sorted(findings))


def _written(folder: Path, schemas: Schemas) -> tuple[dict[str, Document], set[str], list[Finding]]:
    """Return the schema-valid rulebooks by path, the ids of the others, and what is wrong with those."""
    written: dict[str, Document] = {}
    unsound: set[str] = set()
    findings: list[Finding] = []
    for path in sorted(folder.glob("*/*.yml")):
        if path.parent.name == "calendar":
            continue
        name = (Path(folder.name) / path.relative_to(folder)).as_posix()
        if path.is_symlink() or not path.is_file():
            said = "规则书要是普通文件，不能是链接、目录或管道"
            findings.append(Finding(name, 1, 1, "repository.symlink", "error", said))
            continue
        document = read_yaml(path.read_bytes(), name)
        wrong = list(document.findings)
        if not wrong and document.value is not None:
            wrong += located(document, name, schemas.violations("rulebook", document.value))
            if not wrong:
                written[name] = document
                continue
        findings += wrong
        unsound.update(id.decode() for id in _ID.findall(document.text))
    return written, unsound, findings


def _kinds(id: str, written: Iterable[Document]) -> list[str]:
    """Return the kinds of the rulebooks that share one."""
    return [one.value["applies"]["kind"] for one in written if id in one.value.get("shares", ())]


def _twice(written: Mapping[str, Document]) -> Iterator[Finding]:
    """A rulebook has an id of its own, and a rule stands in one place."""
    seen: dict[str, str] = {}
    for name, document in written.items():
        ids = [((*where, "id"), rule["id"]) for where, rule in rules_of(document.value)]
        for where, id in [(("id",), document.value["id"]), *ids]:
            if id in seen and seen[id] != name:
                said = f"{id} 在 {seen[id]} 里已经有了，一条规则、一本规则书只能写在一处"
                yield from located(document, name, [Violation(where, "rulebook.id", said)])
            seen.setdefault(id, name)


def _shares(value: Mapping[str, Any], shared: Mapping[str, Any], unsound: set[str]) -> Iterator[Violation]:
    """A rulebook may only share what there is to share, and what is sound."""
    for place, id in enumerate(value.get("shares", ())):
        where = ("shares", place)
        if id in unsound:
            yield Violation(where, "rulebook.shares", f"共用的 {id} 有错误，先改它")
        elif id not in shared:
            has = f"；可以共用的有：{'、'.join(shared)}" if shared else ""
            yield Violation(where, "rulebook.shares", f"没有可以共用的规则书 {id}{has}")


def adopted(
    books: tuple[Rulebook, ...], adoptions: Iterable[Adoption]
) -> Callable[[str, str, date], list[Rulebook]]:
    """Return a function that finds the rulebooks an office judges a case by: (kind, channel, arrival day).

    An office may have adopted a rulebook, dropped it and adopted it again.
    """
    taken: dict[str, list[Adoption]] = {}
    for one in adoptions:
        taken.setdefault(one.rulebook, []).append(one)

    def of(kind: str, channel: str, day: date) -> list[Rulebook]:
        return [
            book
            for book in books
            if book.kind == kind
            and (not book.channels or channel in book.channels)
            # A rulebook is out of force on `until`; an office follows it up to and including `to`.
            and book.since <= day
            and (book.until is None or day < book.until)
            and any(
                one.since <= day and (one.until is None or day <= one.until) for one in taken.get(book.id, ())
            )
        ]

    return of
