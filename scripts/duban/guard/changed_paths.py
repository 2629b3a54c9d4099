"""Which files a change may touch, and what may stand under cases/: plain files, each where it belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from duban.cases.case_numbers import CASES, NUMBER, case_folder, file_of, number_of
from duban.findings.finding import ERROR, Finding
from duban.git.git_objects import GitObjects
from duban.git.object_formats import EXECUTABLE, LINK, MODULE, PLAIN, TreeChange, shown
from duban.register.scan import misplaced

_PAGE = re.compile(r"docs/.*\.(md|png|jpe?g|svg|webp|gif|pdf)|[^/]*\.md", re.IGNORECASE)
"""What may change together with cases: pages to read. All else is program, law, or steers a program."""

_KINDS_OF_FILES = {
    LINK: ("guard.symlink", "这里是符号链接；登记册里只放真正的文件，请删去"),
    MODULE: ("guard.submodule", "这里是另一个 Git 仓库（子模块）；登记册里只放真正的文件，请删去"),
    EXECUTABLE: ("guard.executable", "案件文件不能有可执行权限；请去掉：git update-index --chmod=-x 文件"),
}


def is_case(path: str, place: str) -> bool:
    """Whether a path of the repository is under the office's cases/, or is cases itself."""
    return path == f"{place}{CASES}" or path.startswith(f"{place}{CASES}/")


def steers(change: TreeChange, place: str) -> bool:
    """Whether a file is neither a case nor a page to read: program, law, office, workflows, configuration.

    A page is a plain file: a link would publish what it points to.
    """
    path = change.path
    if is_case(path, place):
        return False
    if change.new is not None and change.new.mode != PLAIN:
        return True
    inside = path.removeprefix(place)
    if inside.startswith("build/"):  # what the program makes: nothing is run or judged by it
        return False
    return not (_PAGE.fullmatch(inside) or _PAGE.fullmatch(path))


def mixed(changes: Sequence[TreeChange], place: str) -> Iterator[Finding]:
    """Yield a finding for each file that must not change together with cases: it judges them, or may."""
    if not any(is_case(one.path, place) for one in changes):
        return
    for one in changes:
        if steers(one, place):
            said = "这次改动既动了案件，又动了判案件的程序、规则、办公室设置或工作流；请另开一个分支，各提各的合并请求"
            yield _finding(one.path.removeprefix(place), "guard.together", said)


def path_faults(changes: Sequence[TreeChange], base: str, store: GitObjects) -> Iterator[Finding]:
    """Yield what is wrong with the files under cases/ as files: gone, moved, of a wrong kind, in a wrong place.

    `base` is the tree the change is made to.
    """
    place = store.prefix
    cases = [one for one in changes if is_case(one.path, place)]
    came = {number_of(one.path): one for one in cases if one.new and not one.old}
    blobs = {one.new.oid: one for one in came.values() if one.new}
    for one in cases:
        path = one.path.removeprefix(place)
        if one.new is None and one.old is not None:
            moved = came.get(number_of(path)) or blobs.get(one.old.oid)
            if moved is not None:
                said = f"登记过的件不能改名、换地方（现在成了 {shown(moved.path.removeprefix(place))}）；请恢复原来的文件名"
                yield _finding(path, "guard.moved", said)
            elif misplaced(path) is None and path.endswith(".yml"):
                said = "登记过的件不能删除；请恢复这个文件。不该办的，在最后记不予受理、并案或者终止"
                yield _finding(path, "guard.deleted", said)
        elif one.new is not None:
            yield from _new_faults(path, one, base, store, came)


def _new_faults(
    path: str, one: TreeChange, base: str, store: GitObjects, came: Iterable[str]
) -> Iterator[Finding]:
    assert one.new is not None
    if one.new.mode in _KINDS_OF_FILES:
        yield _finding(path, *_KINDS_OF_FILES[one.new.mode])
    elif one.new.mode != PLAIN:
        yield _finding(path, "guard.mode", "文件的类型或者权限不对；案件文件是普通文件，权限 644")
    elif (wrong := misplaced(path)) is not None:
        yield wrong
    elif one.old is None and NUMBER.fullmatch(number_of(path)):
        yield from _number_faults(path, base, store, came)


def _number_faults(path: str, base: str, store: GitObjects, came: Iterable[str]) -> Iterator[Finding]:
    """A number is used once, however many zeros are written before it; `came` are those new with this one."""
    kind, year, running = number_of(path).split("-")
    folder = store.at(base, f"{store.prefix}{case_folder(kind, year)}")
    there = map(number_of, store.entries(folder.oid)) if folder else ()
    for other in {*there, *came} - {number_of(path)}:
        match = NUMBER.fullmatch(other)
        if match and match.groups()[:2] == (kind, year) and int(match[3]) == int(running):
            said = f"件号和 {other} 是同一个号；请用下一个没有用过的号：duban renumber {file_of(number_of(path))}"
            yield _finding(path, "guard.number", said)


def _finding(path: str, rule: str, message: str) -> Finding:
    return Finding(visible(path), 1, 1, rule, ERROR, message)


def visible(path: str) -> str:
    """Return a path as it can stand in a line: signs that cannot be seen are written out."""
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in path)
