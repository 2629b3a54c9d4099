"""The law and the office as they stood at a Git revision, to be compared with those of the working tree."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from duban.records.finding import Unusable
from duban.register.setting import OFFICE, Setting, load

_LAW = "rules"
_TYPE, _PLAIN = 0o170000, 0o100000
"""Where in its mode Git writes what a file is, and what it writes for a plain one."""


def law_at(rev: str, setting: Setting) -> Setting:
    """Return the setting of the same office by rules/ and office.yml as they stood at a revision.

    The schemas are those of the working tree. An office that kept no rules/ of its own then went by those
    of the program. Raises Unusable where there is no repository, no such revision, or nothing to rely on.
    """
    with tempfile.TemporaryDirectory(prefix="duban-") as name:
        folder = Path(name)
        _written(setting.root.resolve(), rev, folder)
        (folder / "schemas").symlink_to(setting.schemas.folder.resolve())
        try:
            old = load(folder).sound()
        except Unusable as error:
            said = str(error).replace(f"{folder}/", "")
            raise Unusable(f"“{_shown(rev)}”这个版本的规则用不了：{said}") from None
    return replace(old, root=setting.root, schemas=setting.schemas)


def _written(root: Path, rev: str, folder: Path) -> None:
    """Write rules/ and office.yml of the office at `root`, as they stood at `rev`, into a folder."""
    told = _shown(rev)
    if not rev or rev.startswith("-"):  # what is written here must never become an option of git
        raise Unusable(f"“{told}”不是版本；写提交、分支或标签，如 HEAD~1")
    try:
        import git  # at its start it looks for the command; nothing else needs it
    except ImportError:
        raise Unusable("找不到 git 命令，请先安装 Git") from None
    try:
        with git.Repo(root, search_parent_directories=True, expand_vars=False) as repo:
            repo.git.update_environment(GIT_NO_REPLACE_OBJECTS="1")
            place = PurePosixPath(root.relative_to(Path(repo.working_dir).resolve()))
            tree = repo.commit(_commit(repo, rev)).tree
            for blob in (*_files(tree, place / OFFICE), *_files(tree, place / _LAW)):
                path = PurePosixPath(blob.path).relative_to(place)
                if blob.mode & _TYPE != _PLAIN or ".." in path.parts:
                    raise Unusable(f"“{told}”这个版本里的 {path} 不是普通文件，不能读")
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(blob.data_stream.read())
    except (git.exc.InvalidGitRepositoryError, git.exc.NoSuchPathError):
        raise Unusable(f"{root} 不在 Git 仓库里，没有以前的版本可以比较") from None
    except (git.exc.GitError, git.exc.ODBError, ValueError):
        raise Unusable(
            f"“{told}”这个版本在 Git 里缺了文件，或者文件坏了；用 git fsck 查一查，再重新取一份仓库"
        ) from None
    if not (folder / OFFICE).is_file():
        raise Unusable(f"“{told}”这个版本里没有 {OFFICE}")


def _commit(repo: Any, rev: str) -> str:
    """Return the id of the one commit a revision names; raise Unusable where there is none."""
    words = ("--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
    status, said, error = repo.git.rev_parse(*words, with_extended_output=True, with_exceptions=False)
    if status == 0 and re.fullmatch(r"[0-9a-f]{40}", said):
        return said
    if status == 0 and re.fullmatch(r"[0-9a-f]{64}", said):
        raise Unusable("这个 Git 仓库用 SHA-256 编号，目前只能读用 SHA-1 编号的仓库")
    if "safe.directory" in error:
        raise Unusable(
            "这个 Git 仓库是别人的，Git 不肯读；确认可靠以后，用 git config --global safe.directory 写上它"
        )
    if "config" in error:
        raise Unusable("Git 读不了这个仓库的设置；用 git status 看一看 .git/config 错在哪里")
    raise Unusable(f"没有“{_shown(rev)}”这个版本；写提交、分支或标签，如 HEAD~1")


def _shown(rev: str) -> str:
    """Return a revision as it can stand in a line."""
    line = " ".join(rev.split())
    return line if len(line) <= 60 else f"{line[:60]}…"


def _files(tree: Any, path: PurePosixPath) -> list[Any]:
    """Return the YAML files at or below a path of a tree, and whatever stands there instead of a folder."""
    try:
        found = tree / path.as_posix()
    except KeyError:
        return []
    inside = found.traverse() if found.type == "tree" else [found]
    return [one for one in inside if one.type != "tree" and (one is found or one.path.endswith(".yml"))]
