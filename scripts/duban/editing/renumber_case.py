"""Another number for a case that is not merged yet: whether it may have one, and what has to change with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from duban.cases.case_numbers import NUMBER, PARTS, require_case_path
from duban.checks.check_case import check_file
from duban.editing import case_file
from duban.editing.case_file import CaseFile
from duban.editing.free_numbers import number as number_from
from duban.editing.free_numbers import numbers
from duban.engine.office_context import OfficeContext
from duban.files import create_new, flush_folder
from duban.findings.finding import ERROR, Unusable
from duban.law.vocabulary import Vocabulary
from duban.privacy import sealing
from duban.register.merge_status import refuse_conflict, where_merged
from duban.register.scan import scan
from duban.yamlfile.document import read_yaml

_POINTING = "into"
"""The one field that holds the number of another case."""

Reseal = Callable[[CaseFile, str, str], Mapping[str, str]]
"""(case file, name of a sealed field, new number) -> the block for that number."""


@dataclass(frozen=True, slots=True)
class Move:
    """A case under its new number, ready to be written: its bytes, and the other files that point to it with theirs.

    `mentions` are the places (path:line) where a text still names the old number; `unread` the branches that could
    not be read.
    """

    file: CaseFile
    number: str
    data: bytes
    edits: tuple[tuple[str, CaseFile, bytes], ...]
    mentions: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def path(self) -> str:
        """The new path, from the office's folder."""
        return require_case_path(self.number)

    @property
    def edited(self) -> tuple[str, ...]:
        """The paths of the other files that change."""
        return tuple(path for path, _, _ in self.edits)


def move(context: OfficeContext, old: str, new: str | None, reseal: Reseal | None) -> Move:
    """Return what giving a case another number takes; nothing is written.

    `new` is the next free number where none is given. Raises Unusable where the case is merged or published,
    holds what is sealed and nobody can seal it anew, or the number cannot be had.
    """
    if not NUMBER.fullmatch(old):
        raise Unusable(f"“{old}”不是件号；件号写成 letter-2026-0007")
    refuse_conflict(context.root, require_case_path(old))
    file = case_file.load(case_file.find(context.root, old))
    branch = where_merged(context.root, require_case_path(old), file.value)
    if branch is not None:
        raise Unusable(
            f"{old} 已经在 {branch} 上，件号不能再改；登记重了的记一条并案，件号写错的记一条备注说明"
        )
    _refuse_published(old, file.value, context.vocabulary)
    found, unread = _target(context.root, old, new)
    data = _resealed(file, found, reseal)
    _refuse_faults(context, file, found, data)
    edits, mentions = _pointing(context.root, old, found)
    return Move(file, found, data, tuple(edits), tuple(mentions), unread)


def carry_out(root: Path, moving: Move) -> None:
    """Write all of a move, or nothing: what was written is taken back where a later step fails."""
    if not create_new(root, moving.path, moving.data):
        raise Unusable(f"{moving.path} 刚刚被别人占用，没有改动；请再运行一次")
    done: list[tuple[CaseFile, bytes]] = []
    try:
        for _, file, data in moving.edits:
            case_file.write(file, data)
            done.append((file, data))
        if moving.file.path.is_symlink() or moving.file.path.read_bytes() != moving.file.data:
            raise Unusable(f"{moving.file.path} 在这期间被别的程序改过，没有改动，请重试")
        moving.file.path.unlink()
    except BaseException:
        for file, data in reversed(done):
            case_file.write(CaseFile(file.path, file.number, data, file.mode, {}), file.data)
        (root / moving.path).unlink(missing_ok=True)
        raise
    flush_folder(moving.file.path.parent)


def _refuse_published(old: str, value: Mapping[str, Any], words: Vocabulary) -> None:
    """Raise Unusable for a case with a release in it: its digest covers the number."""
    timelines = [
        value.get("timeline"),
        *(part.get("timeline") for name in PARTS for part in value.get(name, ())),
    ]
    entries = [entry for timeline in timelines for entry in timeline or ()]
    if any(entry.get("event") in words.doing("publishes") for entry in entries):
        raise Unusable(
            f"{old} 已经决定公开，公开的摘要值里有件号，不能再改；请先删去公开那一条，改了件号再公开"
        )


def _target(root: Path, old: str, new: str | None) -> tuple[str, tuple[str, ...]]:
    """Return the number to move to, and the branches that could not be read."""
    kind, year, _ = old.split("-")
    known = numbers(root, kind, int(year))
    if new is None:
        return number_from(kind, int(year), known.next()), known.unread
    match = NUMBER.fullmatch(new)
    if match is None:
        raise Unusable(f"“{new}”不是件号；件号写成 {number_from(kind, int(year), known.next())}")
    if match[1] != kind:
        raise Unusable(f"{new} 是另一类；{old} 只能改成 {kind} 开头的件号")
    if match[2] != year:
        raise Unusable(f"{new} 是 {match[2]} 年的；件号里的年份是收到的年份，{old} 只能改成 {year} 年的")
    if new == old:
        raise Unusable(f"{old} 已经是这个件号")
    if (place := known.taken.get(int(match[3]))) is not None:
        free = number_from(kind, int(year), known.next())
        raise Unusable(f"{new} 已经有了（{place}）；请另写一个，例如 {free}")
    return new, known.unread


def _resealed(file: CaseFile, number: str, reseal: Reseal | None) -> bytes:
    """Return the bytes of a case whose sealed fields are sealed anew: the number stands inside what is sealed."""
    names = [name for name, block in sealing.fields(file.value) if sealing.is_block(block)]
    if names and reseal is None:
        raise Unusable(
            f"{file.number} 有封存的内容（{'、'.join(names)}），密文里有件号，改件号要重新封存；"
            "请由拿着私钥的人加 --key 文件 再运行"
        )
    for name in names:
        data = case_file.with_block(file, sealing.field_path(name)[1], reseal(file, name, number))
        value = read_yaml(data, str(file.path)).value or {}
        file = CaseFile(file.path, file.number, data, file.mode, value)
    return file.data


def _refuse_faults(context: OfficeContext, file: CaseFile, number: str, data: bytes) -> None:
    """Raise Unusable where the new file has an error that the old one had not."""
    before = Counter(
        one.rule for one in check_file(context, require_case_path(file.number), file.data).findings
    )
    for one in check_file(context, require_case_path(number), data).findings:
        before[one.rule] -= 1
        if one.level == ERROR and before[one.rule] < 0:
            raise Unusable(f"没有改动：改成 {number} 以后第 {one.line} 行有错：{one.message}")


def _pointing(root: Path, old: str, new: str) -> tuple[list[tuple[str, CaseFile, bytes]], list[str]]:
    """Return the files that point to a case with their new bytes, and the places where texts mention it."""
    word = re.compile(rf"(?<![0-9a-z-]){old}(?![0-9])")
    edits: list[tuple[str, CaseFile, bytes]] = []
    mentions: list[str] = []
    found = scan(root)
    for path in (*found.files, *found.routines):
        data = (root / path).read_bytes()
        if old.encode() not in data:
            continue
        text = data.decode("utf-8", "replace")
        if path in found.files and path != require_case_path(old) and not read_yaml(data, path).findings:
            file = case_file.load(root / path)
            spots = list(_spots(text, word))
            if spots:
                changed = _replaced(text, spots, old, new).encode()
                if _with(file.value, word, new) != read_yaml(changed, path).value:
                    raise Unusable(f"没有改动：{path} 里的 {_POINTING} 写法特殊，请先手工改成 {new}")
                edits.append((path, file, changed))
                text = changed.decode()
        lines = text.split("\n")
        path = require_case_path(new) if path == require_case_path(old) else path
        mentions += [f"{path}:{place}" for place, line in enumerate(lines, 1) if word.search(line)]
    return edits, mentions


def _spots(text: str, word: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield where the values that point to a case, or a part of it, begin and end in a file."""
    waiting: list[yaml.Node] = [yaml.compose(text, Loader=yaml.CSafeLoader)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                waiting.append(value)
                if key.value == _POINTING and isinstance(value, yaml.ScalarNode) and word.match(value.value):
                    yield value.start_mark.index, value.end_mark.index
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _replaced(text: str, spots: Sequence[tuple[int, int]], old: str, new: str) -> str:
    for start, end in sorted(spots, reverse=True):
        text = text[:start] + text[start:end].replace(old, new) + text[end:]
    return text


def _with(value: Any, word: re.Pattern[str], new: str, key: str = "") -> Any:
    """Return a value in which whatever points to a case points to its new number."""
    if isinstance(value, Mapping):
        return {name: _with(one, word, new, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_with(one, word, new) for one in value]
    if key == _POINTING and isinstance(value, str) and word.match(value):
        return word.sub(new, value, count=1)
    return value
