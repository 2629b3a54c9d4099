"""An office with its law, read from its folder: office.yml, schemas, vocabulary, rulebooks, calendar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from duban.cases.office import HOURS, Office, office_from
from duban.cases.schemas import Schemas
from duban.checks.check_office import office_violations
from duban.checks.check_office_members import member_violations
from duban.engine.office_context import OfficeContext
from duban.findings import office_checks
from duban.findings.finding import ERROR, Unusable, UnusableFile, Violation, located
from duban.findings.schema_checks import UNKNOWN_FIELD
from duban.law import locations
from duban.law.law_folder import FolderContent, read_law, read_schemas
from duban.law.load_rulebooks import adopted, written_in
from duban.law.merge_notices import NATIONAL
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
    document = _written(root)
    form = _form(document, schemas)
    office = _sound_office(document, form)
    read = read_law(law, shapes, office.region)
    schemas.synonyms = read.vocabulary.synonyms
    known = {book.id for book in read.books}
    unsound = written_in(folder, {adoption.rulebook for adoption in office.adopted} - known)
    written = document.value["units"] if document.value else ()
    violations = list(office_violations(office, read.books, written, schemas, unsound))
    violations += member_violations(office, read.vocabulary.roles)
    if form or document.findings:
        beside = _beside(form, violations, document)
        raise UnusableFile(sorted({*document.findings, *located(document, OFFICE, [*form, *beside])}))
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


def office_of(root: Path, schemas: Schemas) -> Office:
    """Return the office at `root`, by its form alone.

    Raises UnusableFile, with all that is wrong with it, where it cannot be relied on; Unusable where there is none.
    """
    document = _written(root)
    form = _form(document, schemas)
    if form or document.findings or document.value is None:
        raise UnusableFile(sorted({*document.findings, *located(document, OFFICE, form)}))
    return office_from(document.value)


def _written(root: Path) -> Document:
    path = root / OFFICE
    if path.exists() and not path.is_file():
        raise Unusable(f"{path} 不是普通文件")
    try:
        return read_yaml(path.read_bytes(), OFFICE)
    except FileNotFoundError:
        raise Unusable(f"{root} 里没有 {OFFICE}；请到办公室的目录里运行，或用 --root 写明目录") from None


def _form(document: Document, schemas: Schemas) -> list[Violation]:
    return schemas.violations("office", document.value) if document.value is not None else []


def _sound_office(document: Document, form: Sequence[Violation]) -> Office:
    """Return the office without what is faulty in its form, to judge the rest by.

    Raises UnusableFile where nothing more can be judged: the units are what all else is about.
    """
    faulty = {violation.where[0] if violation.where else "units" for violation in form}
    if document.value is None or "units" in faulty:
        raise UnusableFile(sorted({*document.findings, *located(document, OFFICE, form)}))
    sound = {key: value for key, value in document.value.items() if key not in faulty}
    return office_from({"name": "", "district": "", "region": NATIONAL, **sound})


def _beside(
    form: Sequence[Violation], violations: Sequence[Violation], document: Document
) -> Iterator[Violation]:
    """Yield the errors that do not come from a fault of form: of another key than the faulty ones, and of one that
    stands in the file where a name of another is unknown (`post:` for posts)."""
    faulty = {violation.where[0] for violation in form if violation.where}
    unknown = any(bad.rule == UNKNOWN_FIELD.id and len(bad.where) == 1 for bad in form)
    written = document.value or {}
    for bad in violations:
        if (
            bad.level == ERROR
            and bad.where[0] not in faulty
            and not (unknown and bad.where[0] not in written)
        ):
            yield bad


def _key(law: FolderContent, schemas: FolderContent, document: Document) -> str:
    """Return a digest of all that a judgement depends on beside the case file itself."""
    digest = hashlib.sha256(document.text)
    for part in (program_digest(), law.digest, schemas.digest):
        digest.update(f"\0{part}".encode())
    return digest.hexdigest()
