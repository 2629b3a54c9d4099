"""The law in a folder, read whole: vocabulary, rulebooks, what they leave out, calendar.

Reading it takes a quarter of a second of a processor, and a process often meets the same law again: at the two ends
of a change, at each of many commits, in the working tree. What was read is kept under the content of every file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self

from duban.cases.schemas import Schemas
from duban.findings.finding import Finding
from duban.law.calendar import Calendar
from duban.law.load_rulebooks import load_rulebooks
from duban.law.locations import APPROVALS, NOT_CARRIED
from duban.law.not_carried import NotCarried, load_not_carried
from duban.law.notices import load_notices
from duban.law.rulebook import Rulebook
from duban.law.vocabulary import Vocabulary, load_vocabulary

_KEPT = 8  # laws; a change concerns at most four, and one takes some megabytes


@dataclass(frozen=True, slots=True)
class FolderContent:
    """A folder by what is in it: two of them are equal where their files are, wherever they lie."""

    folder: Path = field(compare=False)
    digest: str

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Return what a folder of law or of schemas holds now. Who agreed to a change of the law is no law."""
        digest = hashlib.sha256()
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if name.parts[0] == APPROVALS and name.name != NOT_CARRIED:
                continue
            content = path.read_bytes() if path.is_file() else b""
            head = f"{name.as_posix()}\0{path.is_symlink()} {path.is_file()} {len(content)}\0"
            digest.update(head.encode("utf-8", "surrogateescape"))
            digest.update(content)
        return cls(folder, digest.hexdigest())


class WholeLaw(NamedTuple):
    """The sound part of a law, for one region, and the findings of the rest."""

    vocabulary: Vocabulary
    books: tuple[Rulebook, ...]
    not_carried: tuple[NotCarried, ...]
    calendar: Calendar
    findings: tuple[Finding, ...]


@lru_cache(maxsize=_KEPT)
def read_law(law: FolderContent, schemas: FolderContent, region: str) -> WholeLaw:
    """Return the law of a folder for a region (GB/T 2260); raise Unusable where there is none that can be read."""
    judges = read_schemas(schemas.folder, schemas)
    vocabulary = load_vocabulary(law.folder, judges)
    books, faults = load_rulebooks(law.folder, vocabulary, judges)
    left_out, more = load_not_carried(law.folder, books, judges)
    notices, others = load_notices(law.folder / "calendar")
    return WholeLaw(vocabulary, books, left_out, Calendar.of(notices, region), (*faults, *more, *others))


@lru_cache(maxsize=_KEPT)
def read_schemas(folder: Path, content: FolderContent) -> Schemas:
    """Return the schemas of a folder that has this content; raise Unusable where there are none."""
    return Schemas(folder)
