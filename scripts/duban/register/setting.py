"""Everything cases are judged by: office.yml, schemas, vocabulary, rulebooks, calendar."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from duban import rules
from duban.records.bulk import program_digest
from duban.records.finding import Finding, Unusable, placed
from duban.records.office import HOURS, Office, office_from
from duban.records.schema import Schemas
from duban.records.source import Document, read
from duban.register.member_faults import member_faults
from duban.register.office_faults import office_faults
from duban.rules.calendar import Calendar
from duban.rules.duties import Law
from duban.rules.loading import adopted, load_rulebooks
from duban.rules.notices import load_notices
from duban.rules.rulebook import Rulebook
from duban.rules.vocabulary import Vocabulary, load_vocabulary

OFFICE = "office.yml"


@dataclass(frozen=True, slots=True)
class Setting:
    """An office with its law. `findings` are those of office.yml, the rulebooks and the notices;
    `key` stands for all of it in caches."""

    root: Path
    office: Office
    schemas: Schemas
    vocabulary: Vocabulary
    books: tuple[Rulebook, ...]
    calendar: Calendar
    find: Callable[[str, str, date], list[Rulebook]]
    findings: tuple[Finding, ...]
    key: str

    @property
    def adopted(self) -> tuple[Rulebook, ...]:
        """The rulebooks this office has adopted, in the order of office.yml; one adopted twice comes once."""
        known = {book.id: book for book in self.books}
        ids = dict.fromkeys(one.rulebook for one in self.office.adopted)
        return tuple(known[id] for id in ids if id in known)

    def sound(self) -> Setting:
        """Return the setting itself, to compute with: nothing is computed by a law or office with errors.

        Raises Unusable with the first one; a list that silently leaves out what it cannot read is worse.
        """
        wrong = [one for one in self.findings if one.level == "error"]
        if wrong:
            first, more = wrong[0], f"（另有 {len(wrong) - 1} 处）" if len(wrong) > 1 else ""
            raise Unusable(f"{first.path}:{first.line}:{first.column} {first.message}{more}")
        return self

    def law(self, book: Rulebook) -> Law:
        """Return what a case under this rulebook is judged by."""
        return Law(book, self.vocabulary, self.calendar, self.office)


def load(root: Path) -> Setting:
    """Return the setting of the office at `root`.

    Raises Unusable where there is no office.yml, or one that cannot be relied on, or no law.
    """
    law = rules.folder(root)
    schemas = Schemas(rules.schemas(root))
    office, document = office_of(root, schemas)
    vocabulary = load_vocabulary(law, schemas)
    books, findings = load_rulebooks(law, vocabulary, schemas)
    notices, more = load_notices(law / "calendar")
    wrong = list(office_faults(office, books, document.value["units"], schemas))
    wrong += member_faults(office, vocabulary.roles)
    if any(one.rule == "office.hours" for one in wrong):
        office = replace(office, hours=HOURS)  # told above; nobody can count by those
    office_findings = placed(document, OFFICE, wrong)
    return Setting(
        root=root,
        office=office,
        schemas=schemas,
        vocabulary=vocabulary,
        books=books,
        calendar=Calendar.of(notices, office.region),
        find=adopted(books, office.adopted),
        findings=(*findings, *more, *document.findings, *office_findings),
        key=_key(law, rules.schemas(root), document),
    )


def office_of(root: Path, schemas: Schemas) -> tuple[Office, Document]:
    """Return the office at `root` and its document; raise Unusable where it cannot be relied on."""
    path = root / OFFICE
    if path.exists() and not path.is_file():
        raise Unusable(f"{path} 不是普通文件")
    try:
        document = read(path.read_bytes(), OFFICE)
    except FileNotFoundError:
        raise Unusable(f"{root} 里没有 {OFFICE}；请到办公室的目录里运行，或用 --root 写明目录") from None
    if document.value is not None and not document.findings:
        wrong = list(placed(document, OFFICE, schemas.violations("office", document.value)))
        if not wrong:
            return office_from(document.value), document
    else:
        wrong = list(document.findings)
    first = wrong[0]
    more = f"（另有 {len(wrong) - 1} 处）" if len(wrong) > 1 else ""
    raise Unusable(f"{OFFICE}:{first.line}:{first.column} {first.message}{more}")


def _key(law: Path, schemas: Path, document: Document) -> str:
    """Return a digest of all that a judgement depends on beside the case file itself."""
    digest = hashlib.sha256(program_digest().encode())
    digest.update(document.text)
    for folder in (law, schemas):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                content = path.read_bytes()
                digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
                digest.update(content)
    return digest.hexdigest()
