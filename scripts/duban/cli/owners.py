"""`duban owners`: CODEOWNERS, made from the members in office.yml."""

from __future__ import annotations

from pathlib import Path

import click

from duban.cli.command_registry import Command
from duban.cli.finding_reporters import message_with_rule
from duban.cli.shared_options import root_option
from duban.cli.terminal import say
from duban.files import write_changed
from duban.findings.finding import Unusable
from duban.register.code_owners import drift, law_logins, wanted
from duban.register.load_office import load


@click.command("owners", cls=Command, short_help="从 office.yml 生成 CODEOWNERS：谁审核规则和程序的改动")
@click.option("--check", "checking", is_flag=True, help="只核对，不写文件；对不上时退出状态为 1")
@root_option
def owners(checking: bool, root: Path) -> int:
    """从 office.yml 的 members 生成 CODEOWNERS：改动程序、规则、办公室设置和工作流，平台先请这些人审核。

    写到各平台找它的地方：.github/CODEOWNERS、.gitea/CODEOWNERS、.gitlab/CODEOWNERS，仓库里有哪个平台的文件就写哪个。
    """
    context = load(root)
    logins = law_logins(context.office, context.vocabulary.roles)
    if checking:
        found = list(drift(root, logins))
        for finding in found:
            say(f"{finding.path}：{message_with_rule(finding)}")
        return 1 if found else 0
    if not logins:
        raise Unusable(
            "office.yml 的 members 里没有人有权改规则，写不出 CODEOWNERS；请给他写上有这个权限的身份"
        )
    texts = wanted(root, logins)
    if not texts:
        raise Unusable(f"{root} 里没有 .github、.gitea 或 .gitlab-ci.yml，不知道要为哪个平台写")
    for path, text in texts.items():
        write_changed(root / path, text.encode("utf-8"))
        say(path)
    return 0
