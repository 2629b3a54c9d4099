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
from duban.law.law_folder import FolderContent, read_law, read_schemas
from duban.law.load_rulebooks import adopted, written_in
from duban.register.bulk_reading import program_digest
from duban.yamlfile.read_yaml import Document, read_yaml

OFFICE = "office.yml"


def load(root: Path) -> OfficeContext:
    """Return the office at `root` with its law.

    Raises Unusable where there is no office.yml, or one that cannot be relied on, or no law.
    """
    folder = locations.folder(root)
    law, shapes = FolderContent.of(folder), FolderContent.of(locations.schemas(root))
    schemas = read_schemas(shapes.folder, shapes)
    office, document = office_of(root, schemas)
    read = read_law(law, shapes, office.region)
    assert document.value is not None  # office_of saw to it
    known = {book.id for book in read.books}
    unsound = written_in(folder, {adoption.rulebook for adoption in office.adopted} - known)
    violations = list(office_violations(office, read.books, document.value["units"], schemas, unsound))
    violations += member_violations(office, read.vocabulary.roles)
    if any(violation.rule == office_checks.HOURS_OUT_OF_ORDER.id for violation in violations):
        office = replace(office, hours=HOURS)  # reported; nobody can count by the office's own
    office_findings = located(document, OFFICE, violations)
    return OfficeContext(
        root=root,
        office=office,
        schemas=schemas,
        vocabulary=read.vocabulary,
        books=read.books,
        not_carried=read.not_carried,
        calendar=read.calendar,
        find=adopted(read.books, office.adopted),
        findings=(*read.findings, *document.findings, *office_findings),
        unsound=tuple(unsound),
        key=_key(law, shapes, document),
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


def _key(law: FolderContent, schemas: FolderContent, document: Document) -> str:
    """Return a digest of all that a judgement depends on beside the case file itself."""
    digest = hashlib.sha256(document.text)
    for part in (program_digest(), law.digest, schemas.digest):
        digest.update(f"\0{part}".encode())
    return digest.hexdigest()
