"""`duban seal` and `duban unseal`: encryption on the clerk's machine. No plain text is ever written to disk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click
import yaml

from duban.cases.schemas import Schemas
from duban.cli.clerk_input import input_bytes, private_keys, shown_origin
from duban.cli.command_registry import Command
from duban.cli.shared_options import FILE, format_option, no_part, root_option, without_option
from duban.cli.terminal import print_json, say, say_text
from duban.editing.case_file import CaseFile, find_case_file, read_case_file, write_case_file
from duban.editing.seal_field import (
    SealingChoice,
    content_from,
    plain_value,
    resealed_field,
    sealed_field,
    unsealed_fields,
)
from duban.findings.finding import Unusable
from duban.law import locations
from duban.privacy import sealing, sealing_keys
from duban.register.load_office import office_of


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
@without_option
@click.option("--replace", is_flag=True, help="已经封存过的，整块换成新的")
@click.option(
    "--again", is_flag=True, help="只换收件人：内容和 digest 不变，照现在的收件人重新封，要写 --key"
)
@click.option(
    "--key",
    type=FILE,
    metavar="文件",
    help="与 --from 同用：先拆开已封存的内容比较，没有变化就不改文件；与 --again 同用：用它拆开",
)
@root_option
def seal(
    case: str,
    field: str,
    origin: str | None,
    replace: bool,
    again: bool,
    key: Path | None,
    root: Path,
    **openers: tuple[str, ...],
) -> None:
    """把案件里的一项内容加密封存。

    案件是编号（letter-2026-0007）或文件路径；字段是 writer、original、sealed 或
    proposers.0.contact（0 是第一位）。

    不写 --from 时，就地封存文件里写着的明文。--from 的内容：.yml、.yaml、.json 文件按“名称: 内容”读，
    .txt、.md 按文字读；其他文件和标准输入，original 按文字读，别的字段按“名称: 内容”读。

    还没有密钥时，用 age 自带的命令生成一对：age-keygen -o 我的.key。屏幕上 age1 开头的公钥写进
    office.yml 的 keys；文件里是私钥，存放在仓库之外，不要提交。
    """
    file, name = _loaded(root, case), sealing.field_path(field)[0]
    office = office_of(root, Schemas(locations.schemas(root)))
    choice = SealingChoice(office, **openers)
    recipients = choice.recipients(file.value, name)
    identities = partial(private_keys, key, root) if key else None
    if again:
        if origin is not None or replace:
            raise Unusable("--again 只换收件人，不和 --from、--replace 一起用")
        write_case_file(file, resealed_field(file, name, recipients, identities))
        say(f"{file.number} {name}：已重新封存，内容不变，可拆封的密钥：{choice.names(recipients)}")
        return
    value = plain_value(file, name) if origin is None else _content(origin, name)
    data = sealed_field(file, name, value, recipients, replace, identities)
    if data is None:
        say(f"{file.number} {name}：内容没有变化，没有改动文件")
        return
    write_case_file(file, data)
    say(f"{file.number} {name}：已封存，可拆封的密钥：{choice.names(recipients)}")
    if origin is None:
        say("注意：明文若已经 git add 或提交过，Git 里还留着，请告诉管理员清除", err=True)
    elif origin != "-" and sealing_keys.exposed(Path(origin), root):
        say(f"注意：明文文件 {origin} 在仓库目录里，用完请删除，不要提交", err=True)


@click.command("unseal", cls=Command, short_help="拆封，显示原来的内容")
@click.argument("case", metavar="案件")
@click.argument("field", metavar="[字段]", required=False)
@click.option("--key", required=True, type=FILE, metavar="文件", help="age 私钥文件")
@format_option("text", "json")
@root_option
def unseal(case: str, field: str | None, key: Path, form: str, root: Path) -> None:
    """拆开案件里封存的内容，核对摘要、案件编号和字段名以后显示；不写字段时拆开全部。

    只显示，不写文件。有一项打不开，就都不显示。
    """
    file = _loaded(root, case)
    opened = unsealed_fields(file, field, partial(private_keys, key, root))
    if form == "json":
        sealed = [{"field": name, "value": value} for name, value in opened]
        print_json({"case": file.number, "sealed": sealed})
    else:
        say_text(_as_text(opened, titled=field is None))


def _loaded(root: Path, case: str) -> CaseFile:
    no_part(case)
    return read_case_file(find_case_file(root, case))


def _content(origin: str, field: str) -> Any:
    return content_from(input_bytes(origin), origin, shown_origin(origin), field)


def _as_text(opened: Sequence[tuple[str, Any]], titled: bool) -> str:
    """Return the values for reading: a text as it is, a mapping as YAML."""
    parts = []
    for name, value in opened:
        if not isinstance(value, (dict, list)):
            text = str(value).replace("\r\n", "\n")
        else:
            text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1 << 20)
        parts.append((f"# {name}\n" if titled else "") + text.rstrip("\n"))
    return "\n\n".join(parts)
