"""The clerk's own repository, asked through git: its branches, its objects, its index."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duban.findings.finding import Unusable


@dataclass(frozen=True, slots=True)
class Checkout:
    """A repository. `top` is its work tree (of a bare one, its folder); `place` is where the office stands in it:
    "" or "offices/x/"."""

    top: Path
    place: str
    bare: bool
    _repo: Any

    def ask(self, *words: str, stdin: bytes = b"", fine: Sequence[int] = (0,)) -> bytes | None:
        """Return what a git command prints; None where its status is another than those in `fine`.

        The words are a command of ours: what a user wrote must come behind --end-of-options or --.
        """
        with tempfile.TemporaryFile() as given:
            given.write(stdin)
            given.seek(0)
            status, said, _ = self._repo.git.execute(
                ["git", "-c", "core.fsmonitor=false", *words],
                istream=given,
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
            )
        return said if status in fine else None

    def line(self, *words: str) -> str:
        """Return the one line a git command prints, empty where it fails."""
        return (self.ask(*words) or b"").decode("utf-8", "surrogateescape").removesuffix("\n")

    def commit(self, name: str) -> str:
        """Return the full id of the commit a full ref name (or HEAD) points to; empty where there is none."""
        return self.line("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")

    def refs(self, *prefixes: str) -> list[tuple[str, str]]:
        """Return the refs below these prefixes, (short name, full id of what it points to), symbolic ones left out."""
        form = "--format=%(refname:lstrip=2)%00%(objectname)%00%(symref)"
        said = self.ask("for-each-ref", form, *prefixes) or b""
        lines = [line.split("\0") for line in said.decode("utf-8", "surrogateescape").splitlines()]
        return [(name, oid) for name, oid, symbolic in lines if not symbolic]

    def object(self, name: str) -> bytes | None:
        """Return the bytes of an object by its full id, or by `id:path`; None where it is not there."""
        if "\n" in name:
            return None
        try:
            return self._repo.git.get_object_data(name)[3]
        except (ValueError, OSError):
            return None

    def size(self, oid: str) -> int | None:
        """Return the size of an object in bytes, None where it is not there."""
        try:
            return self._repo.git.get_object_header(oid)[2]
        except (ValueError, OSError):
            return None


@contextmanager
def checkout_of(root: Path) -> Iterator[Checkout | None]:
    """Give the repository that `root` stands in, None where it stands in none.

    Raises Unusable where there is no git, or git will not read the repository.
    """
    try:
        import git  # at its start it looks for the command; nothing else needs it
    except ImportError:
        raise Unusable("找不到 git 命令，请先安装 Git") from None
    try:
        repo = git.Repo(root, search_parent_directories=True, expand_vars=False)
    except (git.exc.InvalidGitRepositoryError, git.exc.NoSuchPathError):
        yield None
        return
    except (git.exc.GitError, ValueError, OSError):
        raise Unusable(_BROKEN) from None
    with repo:
        repo.git.update_environment(GIT_NO_REPLACE_OBJECTS="1", GIT_NO_LAZY_FETCH="1", LC_ALL="C")
        status, said, error = repo.git.execute(
            ["git", "rev-parse", "--show-object-format"], with_extended_output=True, with_exceptions=False
        )
        if status != 0:
            raise Unusable(_FOREIGN if "safe.directory" in error else _BROKEN)
        if said != "sha1":
            raise Unusable("这个 Git 仓库用 SHA-256 编号，目前只能读用 SHA-1 编号的仓库")
        top = Path(repo.working_tree_dir or repo.git_dir).resolve()
        place = root.resolve().relative_to(top).as_posix() if not repo.bare else "."
        yield Checkout(top, "" if place == "." else f"{place}/", repo.bare, repo)


_FOREIGN = "这个 Git 仓库是别人的，Git 不肯读；确认可靠以后，用 git config --global safe.directory 写上它"
_BROKEN = "Git 读不了这个仓库；用 git status 看一看错在哪里"
