"""The clerk's own repository, asked through git: its branches, its objects, its index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from duban.findings.finding import Unusable
from duban.git.git_command import GitAnswer, GitCommand, gitpython
from duban.git.object_formats import shown

if TYPE_CHECKING:
    from git import Git


@dataclass(frozen=True, slots=True)
class Checkout:
    """A repository: `top` is its work tree or bare folder, `prefix` the path of the office in it ("" or "offices/x/")."""

    top: Path
    prefix: str
    bare: bool
    _git: Git
    _command: GitCommand

    def run(self, *words: str, data: bytes = b"") -> GitAnswer:
        """Run a git command of ours; see `ask`."""
        return self._command.run(*words, data=data)

    def ask(self, *words: str) -> bytes | None:
        """Return what a git command prints; None where it fails.

        The words are a command of ours: what a user wrote must come behind --end-of-options or --.
        """
        answer = self._command.run(*words)
        return answer.output if answer.status == 0 else None

    def written(self, data: bytes, *words: str) -> str:
        """Return the id that a git command which writes an object prints; raise Unusable with its complaint."""
        answer = self.run(*words, data=data)
        if answer.status != 0:
            raise Unusable(f"git 写不了：{shown(answer.error)}")
        return answer.output.decode().strip()

    def line(self, *words: str) -> str:
        """Return the one line a git command prints, empty where it fails."""
        return (self.ask(*words) or b"").decode("utf-8", "surrogateescape").removesuffix("\n")

    def commit(self, name: str) -> str:
        """Return the full id of the commit a full ref name (or HEAD) points to; empty where there is none."""
        oid = self.line("show-ref", "--verify", "--hash", "--", name)  # nothing else that ends in this name
        return self.line("rev-parse", "--verify", "--quiet", f"{oid}^{{commit}}") if oid else ""

    def refs(self, *prefixes: str) -> list[tuple[str, str]]:
        """Return the refs below these prefixes, (short name, full id of what it points to), symbolic ones left out."""
        form = "--format=%(refname:lstrip=2)%00%(objectname)%00%(symref)"
        output = self.ask("for-each-ref", form, *prefixes) or b""
        lines = [line.split("\0") for line in output.decode("utf-8", "surrogateescape").splitlines()]
        return [(name, oid) for name, oid, symbolic in lines if not symbolic]

    def object(self, name: str) -> bytes | None:
        """Return the bytes of an object by its full id, or by `id:path`; None where it does not exist."""
        if "\n" in name:
            return None
        try:
            return self._git.get_object_data(name)[3]
        except (ValueError, OSError):
            return None

    def size(self, oid: str) -> int | None:
        """Return the size of an object in bytes, None where it does not exist."""
        try:
            return self._git.get_object_header(oid)[2]
        except (ValueError, OSError):
            return None


@contextmanager
def checkout_of(root: Path) -> Iterator[Checkout | None]:
    """Give the repository that `root` stands in, None where it stands in none.

    Raises Unusable where there is no git, or git will not read the repository.
    """
    git = gitpython()
    try:
        repo = git.Repo(root, search_parent_directories=True, expand_vars=False)
    except (git.exc.InvalidGitRepositoryError, git.exc.NoSuchPathError):
        yield None
        return
    except (git.exc.GitError, ValueError, OSError):
        raise Unusable(_BROKEN) from None
    with repo:
        repo.git.update_environment(GIT_NO_REPLACE_OBJECTS="1", GIT_NO_LAZY_FETCH="1", LC_ALL="C")
        # The user's configuration and environment hold: the repository is the user's own.
        command = GitCommand(repo.git, "git", "-c", "core.fsmonitor=false")
        answer = command.run("rev-parse", "--show-object-format")
        if answer.status != 0:
            raise Unusable(_FOREIGN if "safe.directory" in answer.error else _BROKEN)
        if answer.output != b"sha1\n":
            raise Unusable("这个 Git 仓库用 SHA-256 编号，目前只能读用 SHA-1 编号的仓库")
        top = Path(repo.working_tree_dir or repo.git_dir).resolve()
        path = root.resolve().relative_to(top).as_posix() if not repo.bare else "."
        yield Checkout(top, "" if path == "." else f"{path}/", repo.bare, repo.git, command)


_FOREIGN = "这个 Git 仓库是别人的，Git 不肯读；确认可靠以后，用 git config --global safe.directory 写上它"
_BROKEN = "Git 读不了这个仓库；用 git status 看一看错在哪里"
