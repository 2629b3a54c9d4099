"""Git hooks that call this program: what is written where, and never over anybody else's."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from duban.files import reason, replace_whole
from duban.findings.finding import Unusable
from duban.git.worktree import Checkout

DESK = ("pre-commit", "commit-msg", "pre-push")
"""The hooks of a clerk's own repository."""

SERVER = ("pre-receive",)
"""The hooks of a repository that others push to."""

_MARK = "# duban hook："
_TEXT = """\
#!/bin/sh
{mark}由 duban hook install 写入；程序换了地方，再运行一次就更新
program={program}
if ! "$program" -P -c 'import duban' 2>/dev/null; then
  printf '%s\\n' "duban：找不到程序 $program，没有检查，所以不放行。请重新安装 duban，再运行 duban hook install" >&2
  exit 1
fi
exec "$program" -P {utf8}-m duban hook run {name} "$@"
"""


def install(repo: Checkout, server: bool) -> Iterator[str]:
    """Write the hooks of a repository; yield a line about each. A hook that is not ours is left alone.

    Raises Unusable, after the others are written, where one was left alone; and before anything is written
    where the hooks of this repository lie outside of it, where other repositories use them, too.
    """
    if server != repo.bare:
        raise Unusable(
            "这里是裸仓库（别人推送到的），请加 --server"
            if repo.bare
            else "--server 只用于裸仓库（别人推送到的）；自己的工作目录不加 --server"
        )
    folder = _folder(repo)
    foreign = []
    for name in SERVER if server else DESK:
        # Gitea and Forgejo keep their own hook, which runs everything in the folder beside it.
        many = folder / f"{name}.d"
        target = many / "duban" if many.is_dir() else folder / name
        if not _is_free(target):
            foreign.append(f"{target}（加上一行：{_command(name)} || exit 1）")
            continue
        _write_hook(target, name)
        yield f"{name}：{target}"
    if foreign:
        raise Unusable(f"已经有别的钩子，没有改动，请手工加进去：{'；'.join(foreign)}")


def _folder(repo: Checkout) -> Path:
    """Return the folder git runs the hooks of a repository from."""
    folder = Path(repo.line("rev-parse", "--path-format=absolute", "--git-path", "hooks"))
    common = Path(repo.line("rev-parse", "--path-format=absolute", "--git-common-dir"))
    real = Path(os.path.realpath(folder))
    if not any(real.is_relative_to(os.path.realpath(inside)) for inside in (repo.top, common)):
        raise Unusable(
            f"core.hooksPath 指向仓库之外的 {folder}，别的仓库也用它，没有写入；"
            "只给这个仓库装，先运行 git config --local core.hooksPath .git/hooks"
        )
    return folder


def _is_free(target: Path) -> bool:
    """Whether nothing stands there, or a hook of ours."""
    if not os.path.lexists(target):
        return True
    if target.is_symlink() or not target.is_file():
        return False
    with open(target, "rb") as stream:
        return _MARK.encode() in stream.read(4096)


def _command(name: str) -> str:
    return f'{shlex.quote(_program())} -P -m duban hook run {name} "$@"'


def _program() -> str:
    if not sys.executable:
        raise Unusable("不知道自己是从哪里运行的，装不了钩子；请用安装好的 duban 运行")
    return os.path.abspath(sys.executable)


def _write_hook(target: Path, name: str) -> None:
    program = shlex.quote(_program())
    utf8 = "-X utf8 " if name in SERVER else ""  # a server has no terminal whose encoding would count
    text = _TEXT.format(mark=_MARK, program=program, utf8=utf8, name=name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_whole(target, text.encode("utf-8", "surrogateescape"), mode=0o755)
    except OSError as error:
        raise Unusable(f"{target} 写不进去：{reason(error)}") from None
