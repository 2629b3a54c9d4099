"""What the rulebooks of a district leave out: clauses of its texts that no rule carries, each with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from duban.cases.schemas import Schemas
from duban.findings import law_checks, register_checks
from duban.findings.finding import Finding, Violation, located
from duban.law.locations import NOT_CARRIED
from duban.law.rulebook import Rule, Rulebook, Source
from duban.law.rulebook_file import source_of
from duban.yamlfile.read_yaml import read_yaml


class NotCarried(NamedTuple):
    """One clause: its article, what it asks for, why the register leaves it out.

    `carried_by` are the rules that carry the rest of the article; `folder` is the district's, below rules/.
    """

    folder: str
    source: Source
    article: str
    asks: str
    reason: str
    carried_by: tuple[str, ...]

    @property
    def citation(self) -> str:
        """Return the article as people look it up: 《full title》第五条."""
        return f"《{self.source.title}》{self.article.removeprefix(self.source.key)}"


def load_not_carried(
    folder: Path, books: Sequence[Rulebook], schemas: Schemas
) -> tuple[tuple[NotCarried, ...], tuple[Finding, ...]]:
    """Return the clauses of every district's list under `folder`, in the order of the files, and what is wrong.

    `books` are the sound rulebooks; a list is checked against those of its own folder.
    """
    clauses: list[NotCarried] = []
    findings: list[Finding] = []
    by_folder: dict[str, list[Rulebook]] = defaultdict(list)
    for book in books:
        by_folder[folder_of(book)].append(book)
    for path in sorted(folder.glob(f"*/{NOT_CARRIED}")):
        name = (Path(folder.name) / path.relative_to(folder)).as_posix()
        if path.is_symlink() or not path.is_file():
            message = "没有收入的条文要写在普通文件里，不能是链接、目录或管道"
            findings.append(register_checks.SYMLINK.finding(name, 1, 1, message))
            continue
        document = read_yaml(path.read_bytes(), name)
        faults = list(document.findings)
        if document.value is not None and not faults:
            violations = list(schemas.violations("not-carried", document.value))
            if not violations:
                district = _District(by_folder[path.parent.name])
                violations = list(district.violations(document.value))
                clauses += district.clauses(path.parent.name, document.value)
            faults += located(document, name, violations)
        findings += faults
    return tuple(clauses), tuple(sorted(findings))


def folder_of(book: Rulebook) -> str:
    """Return the name of the folder below rules/ that a rulebook lies in."""
    return Path(book.path).parent.name


def of_books(clauses: Iterable[NotCarried], books: Iterable[Rulebook]) -> tuple[NotCarried, ...]:
    """Return the clauses of the texts that some rulebooks stand on, in their order."""
    keys = {(folder_of(book), key) for book in books for key in book.sources}
    return tuple(clause for clause in clauses if (clause.folder, clause.source.key) in keys)


class _District:
    """The texts and rules of one district's rulebooks."""

    def __init__(self, books: Sequence[Rulebook]) -> None:
        self.sources: dict[str, Source] = {}
        self.rules: dict[str, Rule] = {}
        for book in books:
            self.sources = {**book.sources, **self.sources}
            self.rules.update((rule.id, rule) for rule in book.rules)
        self.cited: dict[str, list[str]] = defaultdict(list)
        for rule in self.rules.values():
            for article in rule.articles:
                self.cited[article].append(rule.id)

    def clauses(self, folder: str, value: Mapping[str, Any]) -> Iterator[NotCarried]:
        """Yield the clauses whose text is known."""
        for written in value["clauses"]:
            key = self._key(written["article"])
            if key is not None:
                yield NotCarried(
                    folder,
                    self.sources[key],
                    written["article"],
                    written["asks"],
                    written["reason"],
                    tuple(written.get("carried_by", ())),
                )

    def violations(self, value: Mapping[str, Any]) -> Iterator[Violation]:
        """An article stands in a text of the district's rulebooks, and what a rule cites is left out in part only."""
        if not self.sources:  # no rulebook of the district is sound, which has been said
            return
        seen: set[tuple[str, str]] = set()
        for index, written in enumerate(value["clauses"]):
            where = ("clauses", index)
            article = written["article"]
            if self._key(article) is None:
                message = f"条文“{article}”没有写出自哪个文件；开头要写：{'、'.join(self.sources)}"
                yield law_checks.NOT_CARRIED_ARTICLE.violation((*where, "article"), message)
            elif article.strip() in self.sources:
                message = f"“{article}”只写了哪个文件，没有写哪一条；写成“{article.strip()}第三条”这样"
                yield law_checks.NOT_CARRIED_ARTICLE.violation((*where, "article"), message)
            elif (article, written["asks"]) in seen:
                message = f"{article}“{written['asks']}”上面已经列了一次；删去一处"
                yield law_checks.NOT_CARRIED_RULE.violation((*where, "article"), message)
            elif article in self.cited and "carried_by" not in written:
                rules = "、".join(self.cited[article])
                message = (
                    f"{article} 已经由 {rules} 引用；只有一部分没有收入的，用 carried_by 写明其余由哪几条管"
                )
                yield law_checks.NOT_CARRIED_RULE.violation((*where, "article"), message)
            seen.add((article, written["asks"]))
            for number, id in enumerate(written.get("carried_by", ())):
                if id not in self.rules:
                    message = f"没有规则 {id}；写本地区规则书里有的编号"
                    yield law_checks.NOT_CARRIED_RULE.violation((*where, "carried_by", number), message)

    def _key(self, article: str) -> str | None:
        """Return the key of the source an article begins with; None where there is none."""
        try:
            return source_of(article, self.sources)
        except KeyError:
            return None
