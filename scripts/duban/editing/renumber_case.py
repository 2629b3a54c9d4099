"""Another number for a case that is not merged yet: whether it may have one, and what has to change with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from duban.cases.case_numbers import NUMBER, PARTS, require_case_path
from duban.checks.check_case import check_file
from duban.editing.case_file import CaseFile, find_case_file, read_case_file, with_block, write_case_file
from duban.editing.free_numbers import taken_numbers
from duban.editing.seal_field import Identities, SealingChoice
from duban.engine.office_context import OfficeContext
from duban.files import create_new, flush_folder
from duban.findings.finding import ERROR, Unusable, value_at
from duban.law.vocabulary import Vocabulary
from duban.privacy import sealing
from duban.register.merge_status import refuse_conflict, where_merged
from duban.register.scan import scan
from duban.yamlfile.read_yaml import read_yaml

_POINTING = "into"
"""The one field that holds the number of another case."""


@dataclass(frozen=True, slots=True)
class Renumbering:
    """A case under its new number, ready to be written: its bytes, and the other files that point to it with theirs.

    `resealed` are the fields that were sealed anew, each with the names of the keys that open it; `mentions` are
    the lines (path:line) where a text still names the old number; `unread` the branches that could not be read.
    """

    file: CaseFile
    number: str
    data: bytes
    resealed: tuple[tuple[str, str], ...]
    edits: tuple[tuple[str, CaseFile, bytes], ...]
    mentions: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def path(self) -> str:
        """The new path, from the office's folder."""
        return require_case_path(self.number)


def plan_renumbering(
    context: OfficeContext, old: str, new: str | None, identities: Identities | None, choice: SealingChoice
) -> Renumbering:
    """Return what giving a case another number takes; nothing is written.

    `new` is the next free number where none is given; `identities` open what is sealed, `choice` says who is to
    open it under the new number. Raises Unusable where the case is merged or published,
    has sealed fields and nobody can seal them anew, or the number cannot be had.
    """
    if not NUMBER.fullmatch(old):
        raise Unusable(f"“{old}”不是件号；件号写成 letter-2026-0007")
    path = require_case_path(old)
    refuse_conflict(context.root, path)
    file = read_case_file(find_case_file(context.root, old))
    branch = where_merged(context.root, path, file.value)
    if branch is not None:
        raise Unusable(
            f"{old} 已经在 {branch} 上，件号不能再改；登记重了的记一条并案，件号写错的记一条备注说明"
        )
    _refuse_published(old, file.value, context.vocabulary)
    number, unread = _target(context.root, old, new)
    data, resealed = _resealed(file, number, identities, choice)
    _refuse_faults(context, file, number, data)
    edits, mentions = _pointing(context.root, old, number)
    return Renumbering(file, number, data, resealed, tuple(edits), tuple(mentions), unread)


def carry_out(root: Path, plan: Renumbering) -> None:
    """Write all of a renumbering, or nothing: what was written is taken back where a later step fails."""
    if not create_new(root, plan.path, plan.data):
        raise Unusable(f"{plan.path} 刚刚被别人占用，没有改动；请再运行一次")
    done: list[tuple[CaseFile, bytes]] = []
    try:
        for _, file, data in plan.edits:
            write_case_file(file, data)
            done.append((file, data))
        if plan.file.path.is_symlink() or plan.file.path.read_bytes() != plan.file.data:
            raise Unusable(f"{plan.file.path} 在这期间被别的程序改过，没有改动，请重试")
        plan.file.path.unlink()
    except BaseException:
        for file, data in reversed(done):
            write_case_file(CaseFile(file.path, file.number, data, file.mode, {}), file.data)
        (root / plan.path).unlink(missing_ok=True)
        raise
    flush_folder(plan.file.path.parent)


def _refuse_published(old: str, value: Mapping[str, Any], words: Vocabulary) -> None:
    """Raise Unusable for a case with a release in it: its digest covers the number."""
    parts = (part for name in PARTS for part in value.get(name, ()))
    entries = (entry for owner in (value, *parts) for entry in owner.get("timeline") or ())
    if any(entry.get("event") in words.doing("publishes") for entry in entries):
        raise Unusable(
            f"{old} 已经决定公开，公开的摘要值里有件号，不能再改；请先删去公开那一条，改了件号再公开"
        )


def _target(root: Path, old: str, new: str | None) -> tuple[str, tuple[str, ...]]:
    """Return the number to move to, and the branches that could not be read."""
    kind, year, _ = old.split("-")
    known = taken_numbers(root, kind, int(year))
    if new is None:
        return known.next(), known.unread
    match = NUMBER.fullmatch(new)
    if match is None:
        raise Unusable(f"“{new}”不是件号；件号写成 {known.next()}")
    if match[1] != kind:
        raise Unusable(f"{new} 是另一类；{old} 只能改成 {kind} 开头的件号")
    if match[2] != year:
        raise Unusable(f"{new} 是 {match[2]} 年的；件号里的年份是收到的年份，{old} 只能改成 {year} 年的")
    if new == old:
        raise Unusable(f"{old} 已经是这个件号")
    if (holder := known.taken.get(int(match[3]))) is not None:
        raise Unusable(f"{new} 已经有了（{holder}）；请另写一个，例如 {known.next()}")
    return new, known.unread


def _resealed(
    file: CaseFile, number: str, identities: Identities | None, choice: SealingChoice
) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """Return a case's bytes with its sealed fields sealed anew, for the number is part of what is sealed.

    With them come the fields, each with the names of the keys that open it.
    """
    names = [name for name, block in sealing.fields(file.value) if sealing.is_block(block)]
    if not names:
        return file.data, ()
    if identities is None:
        raise Unusable(
            f"{file.number} 有封存的内容（{'、'.join(names)}），密文里有件号，改件号要重新封存；"
            "请由拿着私钥的人加 --key 文件 再运行"
        )
    resealed = []
    for name in names:
        where = sealing.field_path(name)[1]
        recipients = choice.recipients(file.value, name)
        value = sealing.unseal(value_at(file.value, where), file.number, name, identities)
        data = with_block(file, where, sealing.seal(number, name, value, recipients))
        file = replace(file, data=data, value=read_yaml(data, str(file.path)).value or {})
        resealed.append((name, choice.names(recipients)))
    return file.data, tuple(resealed)


def _refuse_faults(context: OfficeContext, file: CaseFile, number: str, data: bytes) -> None:
    """Raise Unusable where the new file has an error that the old one had not."""
    before = Counter(
        finding.rule for finding in check_file(context, require_case_path(file.number), file.data).findings
    )
    for finding in check_file(context, require_case_path(number), data).findings:
        before[finding.rule] -= 1
        if finding.level == ERROR and before[finding.rule] < 0:
            raise Unusable(f"没有改动：改成 {number} 以后第 {finding.line} 行有错：{finding.message}")


def _pointing(root: Path, old: str, new: str) -> tuple[list[tuple[str, CaseFile, bytes]], list[str]]:
    """Return the files that point to a case with their new bytes, and the lines whose texts mention it."""
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
            file = read_case_file(root / path)
            wanted = _pointed_anew(file.value, word, new)
            if wanted != file.value:
                text = _renamed(text, word, old, new)
                if read_yaml(text.encode(), path).value != wanted:
                    raise Unusable(f"没有改动：{path} 里的 {_POINTING} 写法特殊，请先手工改成 {new}")
                edits.append((path, file, text.encode()))
        path = require_case_path(new) if path == require_case_path(old) else path
        mentions += [
            f"{path}:{number}" for number, line in enumerate(text.split("\n"), 1) if word.search(line)
        ]
    return edits, mentions


def _renamed(text: str, word: re.Pattern[str], old: str, new: str) -> str:
    """Return a file's text in which the values that point to a case, or a part of it, name its new number."""
    waiting, spans = [yaml.compose(text, Loader=yaml.CSafeLoader)], []
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                waiting.append(value)
                if key.value == _POINTING and isinstance(value, yaml.ScalarNode) and word.match(value.value):
                    spans.append((value.start_mark.index, value.end_mark.index))
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[start:end].replace(old, new) + text[end:]
    return text


def _pointed_anew(value: Any, word: re.Pattern[str], new: str, key: str = "") -> Any:
    """Return a value in which whatever points to a case points to its new number."""
    if isinstance(value, Mapping):
        return {name: _pointed_anew(inside, word, new, name) for name, inside in value.items()}
    if isinstance(value, list):
        return [_pointed_anew(item, word, new) for item in value]
    if key == _POINTING and isinstance(value, str) and word.match(value):
        return word.sub(new, value, count=1)
    return value
