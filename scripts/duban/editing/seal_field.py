"""Sealing a field of a case file: what is sealed, to whom, and when a sealed field may be replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage

from duban.cases.office import Office
from duban.editing.case_file import CaseFile, with_block
from duban.editing.cli_values import decoded
from duban.findings.finding import ERROR, Unusable, value_at
from duban.privacy import sealing, sealing_keys
from duban.yamlfile.read_yaml import read_yaml

Identities = Sequence[pyrage.x25519.Identity]

_MAPPING_SUFFIXES = frozenset({".yml", ".yaml", ".json"})
_TEXT_SUFFIXES = frozenset({".txt", ".md"})


@dataclass(frozen=True, slots=True)
class SealingChoice:
    """Who is to open what is sealed: `to` as a clerk names them, `without` the units that must not."""

    office: Office
    to: Sequence[str] = ()
    without: Sequence[str] = ()

    def recipients(self, value: Mapping[str, Any], field: str) -> tuple[str, ...]:
        """Return the age recipients of a field of a case (a parsed value).

        Raises Unusable where somebody is complained of and nobody was left out (信访工作条例 §30).
        """
        restricted = field == "sealed" or "sealed" in value or value.get("restricted") is True
        if restricted and not (self.to or self.without):
            raise Unusable(
                "受限事项要排除被投诉、举报的单位：请写 --without 单位，或用 --to 逐个写明由谁拆封"
            )
        return sealing_keys.recipients(self.office.keys, self.office.units, self.to, self.without)

    def names(self, recipients: Sequence[str]) -> str:
        """Return what office.yml calls these recipients, in one line."""
        return "、".join(sealing_keys.names(recipients, self.office.keys))


def content_from(data: bytes, origin: str, shown: str, field: str) -> Any:
    """Return what a file (or standard input, `-`) holds for a field: a text, or a mapping read strictly.

    The suffix decides; without one, `original` is a text. Messages name it as `shown` and repeat none of its text.
    """
    suffix, text = Path(origin).suffix.lower(), decoded(data, origin, shown)
    if suffix in _TEXT_SUFFIXES or (field == "original" and suffix not in _MAPPING_SUFFIXES):
        return text
    document = read_yaml(data, shown)
    for finding in document.findings:
        if finding.level == ERROR:
            raise Unusable(f"{shown} 第 {finding.line} 行不合 YAML 要求（{finding.rule}），没有封存")
    if document.value is None:
        raise Unusable(f"{shown} 应当是“名称: 内容”的形式")
    return document.value


def plain_value(file: CaseFile, field: str) -> Any:
    """Return the plaintext value of a field of a file; raise Unusable where there is none."""
    name, where = sealing.field_path(field)
    value = value_at(file.value, where)
    if value is None:
        raise Unusable(f"{file.number} 里没有 {name}，请用 --from 写明要封存的内容从哪里读")
    if sealing.is_block(value):
        raise Unusable(f"{file.number} 的 {name} 已经封存；要换成新内容，请用 --from 和 --replace")
    return value


def sealed_field(
    file: CaseFile,
    field: str,
    value: Any,
    recipients: Sequence[str],
    replace: bool,
    identities: Callable[[], Identities] | None,
) -> bytes | None:
    """Return the file's bytes with a field sealed; None where it holds this value sealed already.

    What is sealed is only replaced where `replace` says so; `identities` gives the keys to compare it by. Raises
    Unusable, also for an empty value and for one that is a sealed block itself.
    """
    name, where = sealing.field_path(field)
    if value in ("", {}, []) or (isinstance(value, str) and not value.strip()):
        raise Unusable(f"{name} 要封存的内容是空的")
    if sealing.is_block(value):
        raise Unusable("要封存的内容本身已经是密文（digest、box），请写原来的内容")
    block = value_at(file.value, where)
    if sealing.is_block(block) and not replace:
        if identities is None:
            raise Unusable(f"{file.number} 的 {name} 已经封存；确要更换请加 --replace，或加 --key 先作比较")
        sealed = sealing.unseal(block, file.number, name, identities())
        if sealing.canonical(sealed) != sealing.canonical(value):
            raise Unusable(f"{file.number} 的 {name} 已经封存，内容与这次的不同；确要更换，请加 --replace")
        return None
    return with_block(file, where, sealing.seal(file.number, name, value, recipients))


def resealed_field(
    file: CaseFile, field: str, recipients: Sequence[str], identities: Callable[[], Identities] | None
) -> bytes:
    """Return the file's bytes with a sealed field encrypted to other recipients, its content and digest unchanged."""
    name, where = sealing.field_path(field)
    block = value_at(file.value, where)
    if not sealing.is_block(block):
        raise Unusable(f"{file.number} 的 {name} 还没有封存，不能换收件人")
    if identities is None:
        raise Unusable("换收件人要先拆开，请写 --key 密钥文件")
    return with_block(file, where, sealing.sealed_again(block, file.number, name, identities(), recipients))


def unsealed_fields(
    file: CaseFile, field: str | None, identities: Callable[[], Identities]
) -> list[tuple[str, Any]]:
    """Return (name, value) of a sealed field, or of every one; raise Unusable where one cannot be opened."""
    sealed = [name for name, block in sealing.fields(file.value) if sealing.is_block(block)]
    wanted = [sealing.field_path(name) for name in ([field] if field else sealed)]
    if not wanted:
        raise Unusable(f"{file.number} 没有封存的内容")
    keys = identities()
    opened = []
    for name, where in wanted:
        block = value_at(file.value, where)
        if block is None:
            raise Unusable(f"{file.number} 没有 {name} 这一项")
        opened.append((name, sealing.unseal(block, file.number, name, keys)))
    return opened
