"""`duban seal` and `duban unseal`: encryption at the desk. No plain text is ever written to disk."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import yaml

from duban.cases.schemas import Schemas
from duban.cli.command_registry import Command
from duban.cli.shared_options import format_option, no_part, root_option
from duban.editing import case_file
from duban.files import reason
from duban.findings.finding import ERROR, Unusable
from duban.law import locations
from duban.privacy import sealing as sealing
from duban.privacy import sealing_keys
from duban.register.load_office import office_of
from duban.yamlfile.document import SIZE_LIMIT, read_yaml

_MAPPING_SUFFIXES = frozenset({".yml", ".yaml", ".json"})
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_TEXT_SUFFIXES = frozenset({".txt", ".md"})


@click.command("seal", cls=Command, short_help="封存案件里的一项内容")
@click.argument("case", metavar="案件")
@click.argument("field", metavar="字段")
@click.option("--from", "origin", metavar="文件|-", help="从文件或标准输入（-）读取要封存的内容")
@click.option(
    "--to",
    multiple=True,
    metavar="收件人",
    help="由谁拆封：age1… 公钥，或 office.yml 的 keys 里的名称、单位；可写多次。"
    "默认为其中 default: true 的各把",
)
@click.option(
    "--without", multiple=True, metavar="单位", help="被投诉、举报的单位：它的公钥一律不作收件人；可写多次"
)
@click.option("--replace", is_flag=True, help="已经封存过的，整块换成新的")
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="与 --from 同用：先拆开已封存的内容比较，没有变化就不改文件",
)
@root_option
def seal(
    case: str, field: str, origin: str | None, to: tuple[str, ...], without: tuple[str, ...],
    replace: bool, key: Path | None, root: Path,
) -> None:  # fmt: skip
    """把案件里的一项内容加密封存。

    案件是编号（letter-2026-0007）或文件路径；字段是 writer、original、sealed 或
    proposers.0.contact（0 是第一位）。

    不写 --from 时，就地封存文件里写着的明文。--from 的内容：.yml、.yaml、.json 文件按“名称: 内容”读，
    .txt、.md 按文字读；其他文件和标准输入，original 按文字读，别的字段按“名称: 内容”读。

    还没有密钥时，用 age 自带的命令生成一对：age-keygen -o 我的.key。屏幕上 age1 开头的公钥写进
    office.yml 的 keys；文件里是私钥，存放在仓库之外，不要提交。
    """
    file, (name, where) = _loaded(root, case), sealing.field_path(field)
    standing = case_file.at(file.value, where)
    if is_restricted(file.value, name) and not (to or without):
        raise Unusable("受限事项要排除被投诉、举报的单位：请写 --without 单位，或用 --to 逐个写明由谁拆封")
    office, _ = office_of(root, Schemas(locations.schemas(root)))
    chosen = sealing_keys.recipients(office.keys, office.units, to, without)
    value = _new_value(file, name, standing, origin)
    if sealing.is_block(standing) and not replace:
        if key is None:
            raise Unusable(f"{file.number} 的 {name} 已经封存；确要更换请加 --replace，或加 --key 先作比较")
        sealed = sealing.unseal(standing, file.number, name, identities_in(key, root))
        if sealing.canonical(sealed) == sealing.canonical(value):
            click.echo(f"{file.number} {name}：内容没有变化，没有改动文件")
            return
        raise Unusable(f"{file.number} 的 {name} 已经封存，内容与这次的不同；确要更换，请加 --replace")
    data = case_file.with_block(file, where, sealing.seal(file.number, name, value, chosen))
    case_file.write(file, data)
    click.echo(
        f"{file.number} {name}：已封存，可拆封的密钥：{'、'.join(sealing_keys.names(chosen, office.keys))}"
    )
    if origin is None:
        click.echo("注意：明文若已经 git add 或提交过，Git 里还留着，请告诉管理员清除", err=True)
    elif origin != "-" and sealing_keys.exposed(Path(origin), root):
        click.echo(f"注意：明文文件 {origin} 在仓库目录里，用完请删除，不要提交", err=True)


@click.command("unseal", cls=Command, short_help="拆封，显示原来的内容")
@click.argument("case", metavar="案件")
@click.argument("field", metavar="[字段]", required=False)
@click.option("--key", required=True, type=click.Path(path_type=Path), metavar="文件", help="age 私钥文件")
@format_option("text", "json")
@root_option
def unseal(case: str, field: str | None, key: Path, form: str, root: Path) -> None:
    """拆开案件里封存的内容，核对摘要、案件编号和字段名以后显示；不写字段时拆开全部。

    只显示，不写文件。有一项打不开，就都不显示。
    """
    file = _loaded(root, case)
    wanted = (
        [sealing.field_path(field)]
        if field
        else [
            sealing.field_path(name) for name, block in sealing.fields(file.value) if sealing.is_block(block)
        ]
    )
    if not wanted:
        raise Unusable(f"{file.number} 没有封存的内容")
    identities = identities_in(key, root)
    opened = []
    for name, where in wanted:
        block = case_file.at(file.value, where)
        if block is None:
            raise Unusable(f"{file.number} 没有 {name} 这一项")
        opened.append((name, sealing.unseal(block, file.number, name, identities)))
    click.echo(_as_json(file.number, opened) if form == "json" else _as_text(opened, titled=field is None))


def _loaded(root: Path, case: str) -> case_file.CaseFile:
    no_part(case)
    return case_file.load(case_file.find(root, case))


def is_restricted(value: Mapping[str, Any], field: str) -> bool:
    """Whether somebody is complained of, who must not be able to open the block."""
    return field == "sealed" or "sealed" in value or value.get("restricted") is True


def _new_value(file: case_file.CaseFile, field: str, standing: Any, origin: str | None) -> Any:
    """What is to be sealed: read from `origin`, else what stands in the file in plain."""
    if origin is not None:
        value = _read(origin, field)
    elif standing is None:
        raise Unusable(f"{file.number} 里没有 {field}，请用 --from 写明要封存的内容从哪里读")
    elif sealing.is_block(standing):
        raise Unusable(f"{file.number} 的 {field} 已经封存；要换成新内容，请用 --from 和 --replace")
    else:
        value = standing
    if value in ("", {}, []) or (isinstance(value, str) and not value.strip()):
        raise Unusable(f"{field} 要封存的内容是空的")
    if sealing.is_block(value):
        raise Unusable("要封存的内容本身已经是密文（digest、box），请写原来的内容")
    return value


def _read(origin: str, field: str) -> Any:
    """The content of a file or of standard input; a message about it names the line, nothing of the text."""
    shown = "标准输入" if origin == "-" else origin
    try:
        if origin == "-":
            data = sys.stdin.buffer.read(SIZE_LIMIT + 1)
        else:
            with open(origin, "rb") as stream:
                data = stream.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise Unusable(f"{shown} 读不出来：{reason(error)}") from None
    if len(data) > SIZE_LIMIT:
        raise Unusable(f"{shown} 超过 1 MB，附件请另行存放")
    suffix = Path(origin).suffix.lower()
    if suffix in _TEXT_SUFFIXES or (field == "original" and suffix not in _MAPPING_SUFFIXES):
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Unusable(f"{shown} 不是 UTF-8 文字，请另存为 UTF-8") from None
    document = read_yaml(data, shown)
    for finding in document.findings:
        if finding.level == ERROR:
            raise Unusable(f"{shown} 第 {finding.line} 行不合 YAML 要求（{finding.rule}），没有封存")
    if document.value is None:
        raise Unusable(f"{shown} 应当是“名称: 内容”的形式")
    return document.value


def identities_in(key: Path, root: Path) -> Sequence[Any]:
    """The private keys in a file; tells on standard error when the file lies where it could be committed."""
    try:
        with open(key, "rb") as stream:
            text = stream.read(SIZE_LIMIT).decode("utf-8")
    except OSError as error:
        raise Unusable(f"密钥文件 {key} 读不出来：{reason(error)}") from None
    except UnicodeDecodeError:
        raise Unusable(f"密钥文件 {key} 不是文字文件") from None
    found = sealing_keys.identities(text)
    if sealing_keys.exposed(key, root):
        click.echo(f"注意：密钥文件 {key} 在仓库目录里，请移到仓库之外，不要提交", err=True)
    return found


def _as_json(case: str, opened: Sequence[tuple[str, Any]]) -> str:
    """`{"case", "sealed": [{"field", "value"}]}`."""
    values = [{"field": name, "value": value} for name, value in opened]
    return json.dumps({"case": case, "sealed": values}, ensure_ascii=False, indent=2)


def _as_text(opened: Sequence[tuple[str, Any]], titled: bool) -> str:
    """The values for reading on a terminal: a text as it is, a mapping as YAML."""
    parts = []
    for name, value in opened:
        if not isinstance(value, (dict, list)):
            text = str(value).replace("\r\n", "\n")
        else:
            text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1 << 20)
        parts.append((f"# {name}\n" if titled else "") + text.rstrip("\n"))
    return _visible("\n\n".join(parts))


def _visible(text: str) -> str:
    """Text that cannot steer a terminal: control, bidi and invisible characters are written as \\uXXXX."""
    return "".join(
        f"\\u{ord(sign):04x}" if unicodedata.category(sign) in _UNSEEN and sign not in "\n\t" else sign
        for sign in text
    )
