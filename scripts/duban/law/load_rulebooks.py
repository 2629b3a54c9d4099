"""Reading rulebooks: the sound ones to judge cases by, and what is wrong with the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from duban.cases.office import Adoption
from duban.cases.schemas import Schemas
from duban.findings import law_checks, register_checks
from duban.findings.finding import Finding, Violation, located
from duban.law.lint_rulebook import rulebook_faults, rules_of
from duban.law.locations import APPROVALS, NOT_CARRIED, of_program
from duban.law.rulebook import Rulebook, in_force
from duban.law.rulebook_file import rulebook_from, with_shared
from duban.law.vocabulary import Vocabulary
from duban.yamlfile.read_yaml import Document, read_yaml

_ID = re.compile(rb"^id: *([a-z0-9.-]+)", re.MULTILINE)
_LENT = frozenset(
    check.id for check in (law_checks.RULEBOOK_ARTICLE, law_checks.RULEBOOK_LIST, law_checks.RULEBOOK_FIELD)
)
"""Faults that may only mean that a shared rulebook is not at hand."""


class RulebookSource(NamedTuple):
    """A schema-valid rulebook as it was read."""

    path: str
    value: Mapping[str, Any]
    document: Document

    @property
    def is_shared(self) -> bool:
        """Whether it judges no cases itself: only others share it."""
        return "applies" not in self.value


def load_rulebooks(
    folder: Path, vocabulary: Vocabulary, schemas: Schemas
) -> tuple[tuple[Rulebook, ...], tuple[Finding, ...]]:
    """Return the sound rulebooks under `folder` and the findings of the others, each at its line.

    A rulebook that shares others is sound only where they are.
    """
    sources, unsound, findings = _sources(folder, schemas)
    shared = {source.value["id"]: source.value for source in sources if source.is_shared}
    books = []
    # The shared ones first: who shares a faulty one cannot be built.
    for source in sorted(sources, key=lambda source: not source.is_shared):
        value = source.value
        lent = [shared[id] for id in value.get("shares", ()) if id in shared]
        users = [other.value for other in sources if value["id"] in other.value.get("shares", ())]
        kinds = [user["applies"]["kind"] for user in users]
        violations = list(rulebook_faults(value, vocabulary, lent, schemas, kinds))
        if len(lent) < len(value.get("shares", ())):
            violations = [violation for violation in violations if violation.rule not in _LENT]
        violations += _shares(value, shared, unsound)
        findings += located(source.document, source.path, violations)
        if violations:
            unsound.add(value["id"])
        elif not source.is_shared:
            books.append(rulebook_from(with_shared(value, lent), source.path, lent))
    findings += _twice(sources)
    return tuple(books), tuple(sorted(findings))


def written_in(folder: Path, ids: Iterable[str]) -> dict[str, str]:
    """Return in which file below `folder` each of some rulebooks is written, sound or not; those that are in none
    are left out."""
    wanted, found = set(ids), {}
    for path in sorted(folder.glob("*/*.yml")) if wanted else ():
        if path.is_file() and not path.is_symlink():
            for id in _ID.findall(path.read_bytes()):
                if id.decode() in wanted:
                    found[id.decode()] = (Path(folder.name) / path.relative_to(folder)).as_posix()
    return found


def _sources(folder: Path, schemas: Schemas) -> tuple[list[RulebookSource], set[str], list[Finding]]:
    """Return the schema-valid rulebooks in order of path, the ids of the others, and the findings of those."""
    sources: list[RulebookSource] = []
    program = _of_program(schemas)
    unsound: set[str] = set()
    findings: list[Finding] = []
    for path in sorted(folder.glob("*/*.yml")):
        if path.parent.name in ("calendar", APPROVALS) or path.name == NOT_CARRIED:
            continue
        name = (Path(folder.name) / path.relative_to(folder)).as_posix()
        if path.is_symlink() or not path.is_file():
            message = "规则书要是普通文件，不能是链接、目录或管道"
            findings.append(register_checks.SYMLINK.finding(name, 1, 1, message))
            continue
        document = read_yaml(path.read_bytes(), name)
        faults = list(document.findings)
        if not faults and document.value is not None:
            faults += located(document, name, schemas.violations("rulebook", document.value))
            if not faults and program is not None:
                faults += located(document, name, _newer(document.value, program))
            if not faults:
                sources.append(RulebookSource(name, document.value, document))
                continue
        findings += faults
        unsound.update(id.decode() for id in _ID.findall(document.text))
    return sources, unsound, findings


def _of_program(schemas: Schemas) -> Schemas | None:
    """Return the schemas that came with the program where an office's own are others; None where they are the same."""
    folder = of_program("schemas")
    return Schemas(folder) if schemas.folder.resolve() != folder.resolve() else None


def _newer(value: Mapping[str, Any], program: Schemas) -> Iterator[Violation]:
    """A rulebook may only say what this program reads, whatever the office's own schemas allow."""
    for violation in program.violations("rulebook", value):
        message = f"现在的程序读不懂，先升级程序，合并以后再这样写：{violation.message}"
        yield law_checks.RULEBOOK_NEWER.violation(violation.where, message)


def _twice(sources: Iterable[RulebookSource]) -> Iterator[Finding]:
    """A rulebook must have an id of its own, and a rule one home."""
    seen: dict[str, str] = {}
    for source in sources:
        ids = [((*where, "id"), rule["id"]) for where, rule in rules_of(source.value)]
        for where, id in [(("id",), source.value["id"]), *ids]:
            if id in seen and seen[id] != source.path:
                message = f"{id} 在 {seen[id]} 里已经有了，一条规则、一本规则书只能写在一处"
                violation = law_checks.RULEBOOK_ID.violation(where, message)
                yield from located(source.document, source.path, [violation])
            seen.setdefault(id, source.path)


def _shares(value: Mapping[str, Any], shared: Mapping[str, Any], unsound: set[str]) -> Iterator[Violation]:
    """A rulebook may only share what can be shared, and what is sound."""
    for index, id in enumerate(value.get("shares", ())):
        where = ("shares", index)
        if id in unsound:
            yield law_checks.RULEBOOK_SHARES.violation(where, f"共用的 {id} 有错误，先改它")
        elif id not in shared:
            choice = f"；可以共用的有：{'、'.join(shared)}" if shared else ""
            yield law_checks.RULEBOOK_SHARES.violation(where, f"没有可以共用的规则书 {id}{choice}")


def covers(adoption: Adoption, day: date) -> bool:
    """Return whether an office follows a rulebook on a day by an adoption: up to and including its last day."""
    return adoption.since <= day and (adoption.until is None or day <= adoption.until)


def adopted(
    books: tuple[Rulebook, ...], adoptions: Iterable[Adoption]
) -> Callable[[str, str, date], list[Rulebook]]:
    """Return a function that finds the rulebooks an office judges a case by: (kind, channel, arrival day).

    An office may have adopted a rulebook, dropped it and adopted it again.
    """
    taken: dict[str, list[Adoption]] = {}
    for adoption in adoptions:
        taken.setdefault(adoption.rulebook, []).append(adoption)

    def of(kind: str, channel: str, day: date) -> list[Rulebook]:
        return [
            book
            for book in books
            if book.kind == kind
            and (not book.channels or channel in book.channels)
            and in_force(book, day)
            and any(covers(adoption, day) for adoption in taken.get(book.id, ()))
        ]

    return of
