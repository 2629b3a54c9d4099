"""An office with its law, read from its folder: office.yml, schemas, vocabulary, rulebooks, calendar."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from duban.cases.office import HOURS, Office, office_from
from duban.cases.schemas import Schemas
from duban.checks.check_office import office_violations
from duban.checks.check_office_members import member_violations
from duban.engine.office_context import OfficeContext
from duban.findings import office_checks
from duban.findings.finding import Unusable, located
from duban.law import locations
from duban.law.calendar import Calendar
from duban.law.load_rulebooks import adopted, load_rulebooks, written_in
from duban.law.not_carried import load_not_carried
from duban.law.notices import load_notices
from duban.law.vocabulary import load_vocabulary
from duban.register.bulk_reading import program_digest
from duban.yamlfile.read_yaml import Document, read_yaml

OFFICE = "office.yml"


def load(root: Path) -> OfficeContext:
    """Return the office at `root` with its law.

    Raises Unusable where there is no office.yml, or one that cannot be relied on, or no law.
    """
    law = locations.folder(root)
    schemas = Schemas(locations.schemas(root))
    office, document = office_of(root, schemas)
    vocabulary = load_vocabulary(law, schemas)
    books, findings = load_rulebooks(law, vocabulary, schemas)
    left_out, faults = load_not_carried(law, books, schemas)
    notices, more = load_notices(law / "calendar")
    assert document.value is not None  # office_of saw to it
    known = {book.id for book in books}
    unsound = written_in(law, {adoption.rulebook for adoption in office.adopted} - known)
    violations = list(office_violations(office, books, document.value["units"], schemas, unsound))
    violations += member_violations(office, vocabulary.roles)
    if any(violation.rule == office_checks.HOURS_OUT_OF_ORDER.id for violation in violations):
        office = replace(office, hours=HOURS)  # reported; nobody can count by the office's own
    office_findings = located(document, OFFICE, violations)
    return OfficeContext(
        root=root,
        office=office,
        schemas=schemas,
        vocabulary=vocabulary,
        books=books,
        not_carried=left_out,
        calendar=Calendar.of(notices, office.region),
        find=adopted(books, office.adopted),
        findings=(*findings, *faults, *more, *document.findings, *office_findings),
        unsound=tuple(unsound),
        key=_key(law, locations.schemas(root), document),
    )


def office_of(root: Path, schemas: Schemas) -> tuple[Office, Document]:
    """Return the office at `root` and its document; raise Unusable where it cannot be relied on."""
    path = root / OFFICE
    if path.exists() and not path.is_file():
        raise Unusable(f"{path} 不是普通文件")
    try:
        document = read_yaml(path.read_bytes(), OFFICE)
    except FileNotFoundError:
        raise Unusable(f"{root} 里没有 {OFFICE}；请到办公室的目录里运行，或用 --root 写明目录") from None
    faults = list(document.findings)
    if document.value is not None and not faults:
        faults = list(located(document, OFFICE, schemas.violations("office", document.value)))
        if not faults:
            return office_from(document.value), document
    first = faults[0]
    more = f"（另有 {len(faults) - 1} 处）" if len(faults) > 1 else ""
    raise Unusable(f"{OFFICE}:{first.line}:{first.column} {first.message}{more}")


def _key(law: Path, schemas: Path, document: Document) -> str:
    """Return a digest of all that a judgement depends on beside the case file itself."""
    digest = hashlib.sha256(program_digest().encode())
    digest.update(document.text)
    for folder in (law, schemas):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.relative_to(folder).parts[0] != locations.APPROVALS:
                content = path.read_bytes()
                digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
                digest.update(content)
    return digest.hexdigest()
