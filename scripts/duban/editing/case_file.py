"""A case file on disk: found, read strictly, rewritten so that a crash leaves one of the two whole."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duban.cases.case_numbers import NUMBER, case_path
from duban.files import reason, replace_whole
from duban.findings.finding import ERROR, Unusable, Where, dotted, value_at
from duban.privacy import sealing
from duban.yamlfile import block_editing
from duban.yamlfile.read_yaml import SIZE_LIMIT, read_yaml


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case file as it was read: its bytes, its permission bits and its value."""

    path: Path
    number: str
    data: bytes
    mode: int
    value: Mapping[str, Any]


def find_case_file(root: Path, case: str) -> Path:
    """Return the path of a case given by its number (`letter-2026-0007`, looked for under `root`) or by a path.

    Raises Unusable where there is no such file or its name is not a case number.
    """
    inside = case_path(case)
    path = root / inside if inside else Path(case)
    if not os.path.lexists(path):
        raise Unusable(f"没有 {path} 这个文件，请写案件编号（如 letter-2026-0007）或文件路径")
    if path.suffix != ".yml" or not NUMBER.fullmatch(path.stem):
        raise Unusable(f"{path} 不是案件文件，文件名应当是案件编号加 .yml")
    return path


def read_case_file(path: Path) -> CaseFile:
    """Return a case file as it is on disk.

    Raises Unusable for links, for anything but a plain file, and for what does not parse strictly; the message
    names line and rule only, for the text may be what is about to be sealed.
    """
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            raise Unusable(f"{path} 是符号链接，不能通过链接改写案件")
        if not stat.S_ISREG(status.st_mode):
            raise Unusable(f"{path} 不是普通文件")
        if status.st_size > SIZE_LIMIT:
            raise Unusable(f"{path} 超过 1 MB，不是案件文件")
        data = path.read_bytes()
    except OSError as error:
        raise Unusable(f"{path} 读不出来：{reason(error)}") from None
    document = read_yaml(data, str(path))
    for finding in document.findings:
        if finding.level == ERROR:
            where = f"第 {finding.line} 行不合 YAML 要求（{finding.rule}）"
            raise Unusable(f"{path} {where}，请先运行 duban check 改好再来")
    return CaseFile(path, path.stem, data, stat.S_IMODE(status.st_mode), document.value or {})


def with_block(file: CaseFile, where: Where, block: Mapping[str, str]) -> bytes:
    """Return the file's bytes with a sealed block at `where` and every other byte as it was.

    Raises Unusable where the block cannot be put there, and where the result, read again, would hold anything
    else than the old file's value with this one changed.
    """
    name = dotted(where)
    try:
        data = block_editing.put(file.data.decode("utf-8"), where, block, before="timeline").encode("utf-8")
    except block_editing.NotEditable as error:
        raise Unusable(f"{file.path} 的 {name}：{error}") from None
    if len(data) > SIZE_LIMIT:
        raise Unusable(f"{file.path} 封存以后会超过 1 MB，文件没有改动；附件请另行存放")
    document = read_yaml(data, str(file.path))
    # What stays is compared in bytes, so that true and 1 differ.
    written = value_at(document.value, where)
    if (
        any(finding.level == ERROR for finding in document.findings)
        or any(sealing.seal_faults(written))
        or written["digest"] != block["digest"]
        or sealing.canonical(_without(document.value, where))
        != sealing.canonical(_without(file.value, where))
    ):
        raise Unusable(f"{file.path} 的 {name} 附近写法特殊，封存会动到别处，所以没有改；请改成每项一行再试")
    return data


def with_mapping(file: CaseFile, where: Where, value: Mapping[str, Any]) -> bytes:
    """Return the file's bytes with a mapping at `where`, new or in place of another, and every other byte as it was.

    Raises Unusable where the position takes no mapping, or where reading the new bytes gives another value than meant.
    """
    try:
        data = block_editing.put_mapping(file.data.decode("utf-8"), where, value).encode("utf-8")
    except block_editing.NotEditable as error:
        raise Unusable(f"{file.path} 的 {dotted(where)}：{error}") from None
    written = read_yaml(data, str(file.path)).value
    if value_at(written, where) != value or sealing.canonical(_without(written, where)) != sealing.canonical(
        _without(file.value, where)
    ):
        raise Unusable(
            f"{file.path} 的 {dotted(where)} 附近写法特殊，写进去会动到别处，所以没有改；请改成每项一行再试"
        )
    return data


def write_case_file(file: CaseFile, data: bytes) -> None:
    """Put new bytes in a case file's place, its permission bits kept, durably.

    Raises Unusable where somebody changed the file since it was read, or it cannot be written.
    """
    try:
        if not replace_whole(file.path, data, mode=file.mode, expected=file.data):
            raise Unusable(f"{file.path} 在这期间被别的程序改过，没有写入，请重试")
    except OSError as error:
        raise Unusable(f"{file.path} 写不进去：{reason(error)}") from None


def _without(value: Any, where: Where) -> Any:
    """Return a copy of a parsed value without the one at `where`."""
    step, rest = where[0], where[1:]
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
    kept = {key: _without(inside, rest) if key == step and rest else inside for key, inside in pairs}
    if not rest:
        kept.pop(step, None)
    return kept
