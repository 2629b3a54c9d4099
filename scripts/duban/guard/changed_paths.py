"""Which files a change may touch, and which files may be under cases/: plain ones, each in its folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from duban.cases.case_numbers import CASES, NUMBER, case_folder, file_of, is_routine, number_of
from duban.findings import guard_checks
from duban.findings.check import Check
from duban.findings.finding import Finding
from duban.git.git_objects import GitObjects
from duban.git.object_formats import EXECUTABLE, LINK, MODULE, PLAIN, TreeChange, shown
from duban.register.scan import misplaced
from duban.unseen_characters import one_line

_PAGE = re.compile(r"docs/.*\.(md|png|jpe?g|svg|webp|gif|pdf)|[^/]*\.md", re.IGNORECASE)
"""What may change together with cases: pages to read. All else is program, law, or steers a program."""

_MODES = {
    LINK: (guard_checks.SYMLINK, "这里是符号链接；登记册里只放真正的文件，请删去"),
    MODULE: (guard_checks.SUBMODULE, "这里是另一个 Git 仓库（子模块）；登记册里只放真正的文件，请删去"),
    EXECUTABLE: (
        guard_checks.EXECUTABLE,
        "案件文件不能有可执行权限；请去掉：git update-index --chmod=-x 文件",
    ),
}


def is_case(path: str, prefix: str) -> bool:
    """Whether a path of the repository is under the office's cases/, or is cases itself.

    `prefix` is the path of the office in the repository: "" or "offices/x/".
    """
    return path == f"{prefix}{CASES}" or path.startswith(f"{prefix}{CASES}/")


def readable_cases(changes: Sequence[TreeChange], prefix: str) -> Iterator[TreeChange]:
    """Yield the new and changed case files to be judged: plain files where a file of the record belongs.

    A file that was only moved is reported as moved, and not judged as a new one.
    """
    cases = [change for change in changes if is_case(change.path, prefix)]
    gone = {change.old.oid for change in cases if change.old and not change.new}
    for change in cases:
        if change.new is None or (change.old is None and change.new.oid in gone):
            continue
        path = change.path.removeprefix(prefix)
        if change.new.mode >> 12 == PLAIN >> 12 and misplaced(path) is None and path.endswith(".yml"):
            yield change


def steers(change: TreeChange, prefix: str) -> bool:
    """Whether a file is neither a case nor a page to read: program, law, office, workflows, configuration.

    A page is a plain file: a link would publish what it points to.
    """
    path = change.path
    if is_case(path, prefix):
        return False
    if change.new is not None and change.new.mode != PLAIN:
        return True
    inside = path.removeprefix(prefix)
    if inside.startswith("build/"):  # what the program makes: nothing is run or judged by it
        return False
    return not (_PAGE.fullmatch(inside) or _PAGE.fullmatch(path))


@dataclass(frozen=True, slots=True)
class Touched:
    """The files of a change that are no cases, by their path in the repository."""

    routines: frozenset[str] = frozenset()
    steering: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()

    @classmethod
    def together(cls, several: Iterable[Touched]) -> Touched:
        """Return what several steps of a push touch."""
        found = cls()
        for touched in several:
            found = cls(
                found.routines | touched.routines,
                found.steering | touched.steering,
                found.pages | touched.pages,
            )
        return found


def touched_by(changes: Iterable[TreeChange], prefix: str) -> Touched:
    """Return the files of a change that are no cases: routines, what steers a program, pages and what nobody judges."""
    routines: set[str] = set()
    steering: set[str] = set()
    pages: set[str] = set()
    for change in changes:
        path = change.path
        if is_case(path, prefix):
            if is_routine(path.removeprefix(prefix)):
                routines.add(path)
        else:
            (steering if steers(change, prefix) else pages).add(path)
    return Touched(frozenset(routines), frozenset(steering), frozenset(pages))


def mixed_findings(changes: Sequence[TreeChange], prefix: str) -> Iterator[Finding]:
    """Yield a finding for each file that must not change together with cases: it judges them, or may."""
    if not any(is_case(change.path, prefix) for change in changes):
        return
    for change in changes:
        if steers(change, prefix):
            message = "这次改动既动了案件，又动了判案件的程序、规则、办公室设置或工作流；请另开一个分支，各提各的合并请求"
            yield _finding(change.path.removeprefix(prefix), guard_checks.TOGETHER, message)


def path_findings(changes: Sequence[TreeChange], base: str, store: GitObjects) -> Iterator[Finding]:
    """Yield what is wrong with the files under cases/ as files: gone, moved, of a wrong kind, in a wrong folder.

    `base` is the tree the change is made to.
    """
    cases = [change for change in changes if is_case(change.path, store.prefix)]
    arrived = {number_of(change.path): change for change in cases if change.new and not change.old}
    same_content = {change.new.oid: change for change in arrived.values() if change.new}
    for change in cases:
        path = change.path.removeprefix(store.prefix)
        if change.new is not None:
            yield from _file_findings(path, change, base, store, arrived)
        elif change.old is not None:
            moved = arrived.get(number_of(path)) or same_content.get(change.old.oid)
            yield from _missing_findings(path, moved, store.prefix)


def _missing_findings(path: str, moved: TreeChange | None, prefix: str) -> Iterator[Finding]:
    """`moved` is the new file that has the number or the content of the missing one."""
    if moved is not None:
        target = shown(moved.path.removeprefix(prefix))
        message = f"登记过的件不能改名、换地方（现在成了 {target}）；请恢复原来的文件名"
        yield _finding(path, guard_checks.MOVED, message)
    elif misplaced(path) is None and path.endswith(".yml"):
        message = "登记过的件不能删除；请恢复这个文件。不该办的，在最后记不予受理、并案或者终止"
        yield _finding(path, guard_checks.DELETED, message)


def _file_findings(
    path: str, change: TreeChange, base: str, store: GitObjects, arrived: Iterable[str]
) -> Iterator[Finding]:
    assert change.new is not None
    if change.new.mode in _MODES:
        yield _finding(path, *_MODES[change.new.mode])
    elif change.new.mode != PLAIN:
        yield _finding(path, guard_checks.MODE, "文件的类型或者权限不对；案件文件是普通文件，权限 644")
    elif (finding := misplaced(path)) is not None:
        yield finding
    elif change.old is None and NUMBER.fullmatch(number_of(path)):
        yield from _number_findings(path, base, store, arrived)


def _number_findings(path: str, base: str, store: GitObjects, arrived: Iterable[str]) -> Iterator[Finding]:
    """A number is used once, however many zeros are written before it; `arrived` are the numbers new with this one."""
    kind, year, running = number_of(path).split("-")
    folder = store.at(base, f"{store.prefix}{case_folder(kind, year)}")
    registered = map(number_of, store.entries(folder.oid)) if folder else ()
    for other in {*registered, *arrived} - {number_of(path)}:
        match = NUMBER.fullmatch(other)
        if match and match.groups()[:2] == (kind, year) and int(match[3]) == int(running):
            message = f"件号和 {other} 是同一个号；请用下一个没有用过的号：duban renumber {file_of(number_of(path))}"
            yield _finding(path, guard_checks.NUMBER, message)


def _finding(path: str, check: Check, message: str) -> Finding:
    return check.finding(one_line(path), 1, 1, message)
