"""Everything cases are judged by: office.yml, schemas, vocabulary, rulebooks, calendar."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from duban import rules
from duban.privacy.seal import recipient
from duban.records.bulk import program_digest
from duban.records.finding import Finding, Unusable, Violation, placed
from duban.records.office import Office, office_from
from duban.records.schema import Schemas
from duban.records.source import Document, read
from duban.rules.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from duban.rules.duties import Law
from duban.rules.loading import adopted, load_rulebooks
from duban.rules.notices import load_notices
from duban.rules.periods import parse
from duban.rules.requirements import office_breaches
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
        """The rulebooks this office has adopted, in the order of office.yml."""
        known = {book.id: book for book in self.books}
        return tuple(known[one.rulebook] for one in self.office.adopted if one.rulebook in known)

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
    office_findings = placed(document, OFFICE, _office_faults(office, books, document.value["units"]))
    taken = {one.rulebook: one for one in office.adopted}
    return Setting(
        root=root,
        office=office,
        schemas=schemas,
        vocabulary=vocabulary,
        books=books,
        calendar=Calendar.of(notices, office.region),
        find=adopted(books, taken),
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


def _office_faults(
    office: Office, books: tuple[Rulebook, ...], written: Sequence[Mapping[str, Any]]
) -> Iterator[Violation]:
    seen: set[str] = set()
    for place, unit in enumerate(written):
        if unit["code"] in seen:
            yield Violation(
                ("units", place, "code"), "office.twice", f"单位“{unit['code']}”写了两次，只留一处"
            )
        seen.add(unit["code"])
    known = {book.id: book for book in books}
    for place, one in enumerate(office.adopted):
        if one.rulebook not in known:
            yield Violation(
                ("adopted", place, "rulebook"),
                "office.rulebook",
                f"没有规则书 {one.rulebook}，可以用的有：{'、'.join(known)}",
            )
    for key, unit in office.posts.items():
        if unit not in office.units:
            yield Violation(("posts", key), "office.unit", f"units 里没有“{unit}”这个单位")
    for place, unit in enumerate(office.units.values()):
        for heir in unit.succeeded_by:
            if heir not in office.units:
                yield Violation(
                    ("units", place, "succeeded_by"), "office.unit", f"units 里没有“{heir}”这个单位"
                )
    for place, key in enumerate(office.keys):
        if key.unit and key.unit not in office.units:
            yield Violation(("keys", place, "unit"), "office.unit", f"units 里没有“{key.unit}”这个单位")
    yield from _spans(office)
    rule_ids = {rule.id for book in books for rule in book.rules}
    for name, periods in (("limits", office.limits), ("routines", office.routines)):
        for id, text in periods.items():
            if id not in rule_ids:
                yield Violation((name, id), "office.rule", f"没有规则 {id}")
            if said := _no_limit(text):
                yield Violation((name, id), "office.period", said)
    for one in office.adopted:
        if one.rulebook in known:
            book = known[one.rulebook]
            posts = {held.post for rule in book.rules for held in rule.held_by if held.post}
            for post in sorted(posts - office.posts.keys()):
                yield Violation(
                    ("posts",), "office.post", f"{book.title}用到“{post}”，请在 posts 里写明是哪个单位"
                )
            for breach in office_breaches(office, book):
                yield Violation(breach.where, breach.rule, breach.message, breach.level, breach.citation)


def _no_limit(text: str) -> str | None:
    """Return why a text cannot be a limit counted forwards from a day; None where it can."""
    try:
        period = parse(text)
    except ValueError as error:
        return str(error)
    if period.is_clock or period.before:
        return f"“{text}”不能从某一天往后数，写成 10 working days、15 days、1 month 或 by 01-31"
    days = period.amount * {"month": 31, "working day": 2}.get(period.unit, 1)
    return f"“{text}”太长，最长三年" if days > 3 * 366 else None


def _spans(office: Office) -> Iterator[Violation]:
    """Days the calendar covers, hours that begin before they end, nobody who succeeds himself."""
    years = range(FIRST_YEAR + 1, LAST_YEAR)
    if office.sample_today is not None and office.sample_today.year not in years:
        yield Violation(("sample", "today"), "office.year", f"年份要在 {years[0]} 至 {years[-1]} 之间")
    seen: dict[str, int] = {}
    for place, one in enumerate(office.adopted):
        if one.since.year not in years:
            yield Violation(
                ("adopted", place, "from"), "office.year", f"年份要在 {years[0]} 至 {years[-1]} 之间"
            )
        before = office.adopted[seen[one.rulebook]] if one.rulebook in seen else None
        if before is not None and (before.until is None or one.since <= before.until):
            said = f"{one.rulebook} 已经采用了一次；前一次要先写 to（停用日期）"
            yield Violation(("adopted", place, "rulebook"), "office.twice", said)
        seen[one.rulebook] = place
    ends = ""
    for place, (opens, closes) in enumerate(office.hours):
        if not ends <= opens < closes:
            yield Violation(
                ("hours", place), "office.hours", f"办公时间 {opens} 至 {closes} 不对：先后要排好，止在起之后"
            )
        ends = closes
    for place, unit in enumerate(office.units.values()):
        if unit.since and unit.until and unit.until < unit.since:
            yield Violation(("units", place, "to"), "office.unit", f"{unit.code} 的 to 早于 from")
        if unit.succeeded_by and not office.successors(unit.code, date.max):
            heirs = "、".join(unit.succeeded_by)
            yield Violation(
                ("units", place, "succeeded_by"),
                "office.heir",
                f"{unit.code} 的承接单位 {heirs} 绕回了自己，或者也都撤销了",
            )
    for place, key in enumerate(office.keys):
        try:
            recipient(key.recipient)
        except Unusable as error:
            yield Violation(("keys", place, "recipient"), "office.key", str(error))


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
