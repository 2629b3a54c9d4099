"""Which files under cases/ are case files, and what stands there that must not."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from duban.cases.case_numbers import CASES, KINDS, NUMBER, ROUTINES, case_folder, is_routine
from duban.findings.check import Check
from duban.findings.finding import Finding, Unusable
from duban.findings.register_checks import (
    EXECUTABLE,
    EXTENSION,
    NOT_A_NUMBER,
    SPECIAL_FILE,
    STRAY,
    SUBMODULE,
    SYMLINK,
    UNREADABLE,
    WRONG_FOLDER,
    WRONG_KIND,
    WRONG_YEAR_FOLDER,
)
from duban.unseen_characters import one_line

_FOLDERS = {folder: kind for kind, folder in KINDS.items()}
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_ROUTINE = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", re.ASCII)  # a duty's id
_AT_TOP = frozenset({".gitkeep", "README.md"})
_NO_LINK = "这里是符号链接，不会被读取。请放真正的文件。"
_NO_SUBMODULE = "这里是另一个 Git 仓库（子模块），不会被读取。请删去。"
_NO_FOLDER_IN_YEAR = "年份文件夹里只能有案件文件，不能再有文件夹。"
_SMALL_YML = "扩展名必须是小写的 .yml。"
_KINDS_ONLY = f"cases/ 下只能有这些文件夹：{'、'.join(_FOLDERS)}、{ROUTINES}。"
_YEARS_ONLY = "这一层只能是四位数的年份文件夹，例如 2026。"
_NO_FOLDER = "这里只能是文件夹；案件文件放在 cases/<类别>/<年份>/ 里。"


@dataclass(frozen=True, slots=True)
class Scan:
    """Paths of case files and of routine files, relative to the root, sorted; and what was refused."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    routines: tuple[str, ...] = ()

    def kept_from(self, today: date) -> date:
        """Return the day from which recurring reports are looked for here: the last before the year of the earliest
        routine file; without any, of the earliest case, or of today in an empty register.

        What was due before that year was recorded elsewhere, whatever day a rulebook is adopted from and however
        old the cases that were brought in. The report on a period that ends with a year is made in the next.
        """
        years = (int(path.split("/")[2]) for path in self.routines or self.files)
        return date(min(years, default=today.year) - 1, 12, 31)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for: paths, and the folders that lead to them; without paths, everything."""

    paths: frozenset[str]
    above: frozenset[str]

    @classmethod
    def of(cls, paths: Sequence[str]) -> _Wanted:
        above = {part.as_posix() for path in paths for part in PurePosixPath(path).parents}
        return cls(frozenset(paths), frozenset(above))

    def meets(self, path: str) -> bool:
        """Whether a path is asked for, lies inside what is asked for, or leads to it."""
        if not self.paths or "." in self.paths or path in self.paths or path in self.above:
            return True
        return any(part.as_posix() in self.paths for part in PurePosixPath(path).parents)


def scan(root: Path, paths: Sequence[str | Path] = ()) -> Scan:
    """Return the case files under `root`, or only those at or under `paths`.

    Raises Unusable where there is no cases/ folder, or a path is outside the root or does not exist.
    """
    top = root / CASES
    if top.is_symlink() or not top.is_dir():
        raise Unusable(f"{root} 里没有 {CASES}/ 文件夹。请在登记册的根目录运行，或用 --root 指定。")
    wanted = _Wanted.of([_inside(root, Path(path)) for path in paths])
    files: list[str] = []
    routines: list[str] = []
    findings: list[Finding] = []
    for item in _walk(str(top), CASES, wanted):
        if isinstance(item, Finding):
            findings.append(item)
        elif is_routine(item):
            routines.append(item)
        else:
            files.append(item)
    return Scan(tuple(sorted(files)), tuple(sorted(findings)), tuple(sorted(routines)))


def misplaced(path: str) -> Finding | None:
    """Return why a plain file at this path under cases/ (with `/`, from the root) is not expected there; else None."""
    _, *parts = path.split("/")
    if not parts:
        return _finding(STRAY, path, _NO_FOLDER)
    if len(parts) == 1:
        return None if parts[0] in _AT_TOP else _finding(STRAY, path, _NO_FOLDER)
    if parts[0] not in _FOLDERS and parts[0] != ROUTINES:
        return _finding(WRONG_FOLDER, path, _KINDS_ONLY)
    if len(parts) == 2:
        return None if parts[1] == ".gitkeep" else _finding(STRAY, path, _NO_FOLDER)
    if not _YEAR.fullmatch(parts[1]):
        return _finding(WRONG_YEAR_FOLDER, path, _YEARS_ONLY)
    if len(parts) > 3:
        return _finding(STRAY, path, _NO_FOLDER_IN_YEAR)
    stem, dot, extension = parts[2].rpartition(".")
    if not dot or extension != "yml":
        return _finding(EXTENSION, path, _SMALL_YML)
    return _misnamed(path, stem, parts[0], parts[1])


def _inside(root: Path, path: Path) -> str:
    """Return a path given on the command line relative to the root, with `/`; links are not followed."""
    base = Path(os.path.realpath(root))
    given = Path(os.path.abspath(path if path.is_absolute() else base / path))
    full = Path(os.path.realpath(given.parent)) / given.name  # the last step may be a link to be refused
    if not os.path.lexists(full):
        raise Unusable(f"没有这个文件或文件夹：{path}")
    try:
        inside = full.relative_to(base)
    except ValueError:
        raise Unusable(f"{path} 不在 {root} 之内。") from None
    if inside.parts and inside.parts[0] != CASES:
        raise Unusable(f"{path} 不在 {CASES}/ 之内，不是案件文件。")
    return inside.as_posix()


def _walk(top: str, name: str, wanted: _Wanted) -> Iterator[str | Finding]:
    """Kinds at the top, years inside them, files inside those; anything else is refused."""
    for entry, path in _entries(top, name, wanted):
        if isinstance(entry, Finding):
            yield entry
        elif entry.name in _AT_TOP and entry.is_file(follow_symlinks=False):
            continue
        elif (refusal := _not_a_folder(entry, path)) is not None:
            yield refusal
        elif entry.name not in _FOLDERS and entry.name != ROUTINES:
            yield _finding(WRONG_FOLDER, path, _KINDS_ONLY)
        else:
            yield from _years(entry.path, path, entry.name, wanted)


def _years(top: str, name: str, folder: str, wanted: _Wanted) -> Iterator[str | Finding]:
    for entry, path in _entries(top, name, wanted):
        if isinstance(entry, Finding):
            yield entry
        elif entry.name == ".gitkeep":
            continue
        elif (refusal := _not_a_folder(entry, path)) is not None:
            yield refusal
        elif not _YEAR.fullmatch(entry.name):
            yield _finding(WRONG_YEAR_FOLDER, path, _YEARS_ONLY)
        else:
            for leaf, leaf_path in _entries(entry.path, path, wanted):
                yield leaf if isinstance(leaf, Finding) else _judged(leaf, leaf_path, folder, entry.name)


def _entries(
    folder: str, name: str, wanted: _Wanted
) -> Iterator[tuple[os.DirEntry[str], str] | tuple[Finding, str]]:
    """Yield what a folder holds with its path from the root; only what was asked for."""
    try:
        with os.scandir(folder) as entries:
            listed = list(entries)
    except OSError:
        yield _finding(UNREADABLE, name, "打不开，请检查权限。"), name
        return
    for entry in listed:
        path = f"{name}/{entry.name}"
        if wanted.meets(path):
            yield entry, path


def _not_a_folder(entry: os.DirEntry[str], path: str) -> Finding | None:
    if entry.is_symlink():
        return _finding(SYMLINK, path, _NO_LINK)
    if not entry.is_dir(follow_symlinks=False):
        return _finding(STRAY, path, _NO_FOLDER)
    if entry.name == ".git" or os.path.lexists(os.path.join(entry.path, ".git")):
        return _finding(SUBMODULE, path, _NO_SUBMODULE)
    return None


def _judged(entry: os.DirEntry[str], path: str, folder: str, year: str) -> str | Finding:
    """Return the path of a case file, or why it is none: type, extension, number, kind, year, mode."""
    if entry.is_symlink():
        return _finding(SYMLINK, path, _NO_LINK)
    if not entry.is_file(follow_symlinks=False):
        if entry.name == ".git" or os.path.lexists(os.path.join(entry.path, ".git")):
            return _finding(SUBMODULE, path, _NO_SUBMODULE)
        if entry.is_dir(follow_symlinks=False):
            return _finding(STRAY, path, _NO_FOLDER_IN_YEAR)
        return _finding(SPECIAL_FILE, path, "这里不是普通文件，不会被读取。请删去。")
    stem, dot, extension = entry.name.rpartition(".")
    if not dot or extension != "yml":
        return _finding(EXTENSION, path, _SMALL_YML)
    refusal = _misnamed(path, stem, folder, year)
    if refusal is None and entry.stat(follow_symlinks=False).st_mode & (stat.S_IXUSR | stat.S_IXGRP):
        refusal = _finding(EXECUTABLE, path, "案件文件不应有可执行权限。请去掉（chmod 644）。")
    return refusal or path


def _misnamed(path: str, stem: str, folder: str, year: str) -> Finding | None:
    if folder == ROUTINES:
        if _ROUTINE.fullmatch(stem):
            return None
        return _finding(NOT_A_NUMBER, path, "文件名应当是规则编号，例如 dwk.inst.monthly.yml。")
    match = NUMBER.fullmatch(stem)
    if match is None:
        return _finding(NOT_A_NUMBER, path, f"文件名应当是件号，例如 {_FOLDERS[folder]}-{year}-0007.yml。")
    if match[1] != _FOLDERS[folder]:
        right = f"{case_folder(match[1], match[2])}/"
        return _finding(WRONG_KIND, path, f"件号 {stem} 的类别与文件夹 {folder} 不符，应放在 {right}。")
    if match[2] != year:
        return _finding(WRONG_YEAR_FOLDER, path, f"件号 {stem} 的年份与文件夹 {year} 不符。")
    return None


def _finding(check: Check, path: str, message: str) -> Finding:
    return check.finding(one_line(path), 1, 1, message)
