"""What a user or a ref names, as the full id of a commit."""

from __future__ import annotations

import re

from duban.findings.finding import Unusable
from duban.git.git_command import GitCommand
from duban.git.object_formats import DAMAGED, ID, shown

_REV = re.compile(r"(?P<name>(?:(?!@\{)[^\s~^:?*\[\\])+?)(?P<steps>(?:[~^][0-9]{0,6})*)")
_SHORT = re.compile(r"[0-9a-f]{7,39}")


class Revisions:
    """The refs of a judged repository; commits are looked up in the isolated repository with its objects."""

    def __init__(self, isolated: GitCommand, judged: GitCommand) -> None:
        self._isolated = isolated
        self._judged = judged

    def resolve(self, rev: str) -> str:
        """Return the full id of the commit a revision names: HEAD, a branch, a tag, an id; ~1 and ^2 may follow.

        A branch comes before a tag of its name. Raises Unusable, also for a branch that could be an abbreviated id.
        """
        if not rev or rev.startswith("-"):  # what is written here must never become an option of git
            raise Unusable(f"“{shown(rev)}”不是版本；写提交、分支或标签，如 HEAD~1")
        match = _REV.fullmatch(rev)
        oid = self._named(match["name"]) if match else None
        commit = self._commit_of(f"{oid}{match['steps']}^{{commit}}") if match and oid else None
        if commit is None:
            raise Unusable(f"没有“{shown(rev)}”这个版本；写提交、分支或标签，如 HEAD~1")
        return commit

    def branch(self) -> str:
        """Return the name of the branch that is checked out, empty where there is none."""
        return self._asked("symbolic-ref", "--quiet", "--short", "HEAD")

    def exactly(self, name: str) -> str | None:
        """Return what a ref of the judged repository points to, by its full name or HEAD alone.

        `rev-parse` would go on looking, and find refs/tags/refs/heads/main where refs/heads/main is gone.
        """
        value = self._asked("show-ref", "--verify", "--hash", "--", name)
        return value if ID.fullmatch(value) else None

    def default_branch(self) -> str | None:
        """Return the commit of the default branch: of the remote's, of a bare repository's own, of main or master."""
        names = ["refs/remotes/origin/HEAD", "refs/heads/main", "refs/heads/master"]
        if self._asked("rev-parse", "--is-bare-repository") == "true":
            names = ["HEAD"]
        return next(filter(None, (self.exactly(name) for name in names)), None)

    def is_shared(self, oid: str) -> bool:
        """Whether a branch or tag that others can fetch holds a commit: a remote's, of a bare repository any."""
        is_bare = self._asked("rev-parse", "--is-bare-repository") == "true"
        spaces = ("refs/heads", "refs/tags") if is_bare else ("refs/remotes",)
        return bool(self._asked("for-each-ref", "--count=1", f"--contains={oid}", *spaces))

    def _named(self, name: str) -> str | None:
        if ID.fullmatch(name):
            return name
        if name in ("HEAD", "@"):
            return self.exactly("HEAD")
        found = self.exactly(name) if name.startswith("refs/") else self._short_named(name)
        short = self._commit_of(f"{name}^{{commit}}") if _SHORT.fullmatch(name) else None
        if found and short:  # anybody can make a branch of that name
            ambiguous = "既是分支或标签的名字，又是提交编号的开头，不知道指哪一个；请写完整的编号"
            raise Unusable(f"“{shown(name)}”{ambiguous}")
        return found or short

    def _short_named(self, name: str) -> str | None:
        """Return what a name without refs/ stands for: a branch, a remote's branch, a tag, in this order.

        Anybody may push a branch `origin/main`, or a tag of the name of a branch that is only at the remote: two
        that could be meant are none.
        """
        branch, remote, tag = (
            self.exactly(f"{space}{name}") for space in ("refs/heads/", "refs/remotes/", "refs/tags/")
        )
        if branch and remote and branch != remote:
            ambiguous = f"既是分支，又是远端的分支，不知道指哪一个；写全名 refs/heads/{shown(name)} 或 refs/remotes/{shown(name)}"
            raise Unusable(f"“{shown(name)}”{ambiguous}")
        if tag and not branch and not remote and self._asked("for-each-ref", f"refs/remotes/*/{name}"):
            ambiguous = f"在这里是标签，远端又有同名的分支；要分支的写 origin/{shown(name)}，要标签的写 refs/tags/{shown(name)}"
            raise Unusable(f"“{shown(name)}”{ambiguous}")
        return branch or remote or tag

    def _commit_of(self, text: str) -> str | None:
        answer = self._isolated.run("rev-parse", "--verify", "--quiet", "--end-of-options", text)
        if answer.status not in (0, 1, 128):
            raise Unusable(DAMAGED)
        value = answer.output.decode().strip()
        return value if ID.fullmatch(value) else None

    def _asked(self, *words: str) -> str:
        """Return what git says of the judged repository's refs; nothing it is configured to run is run for that."""
        return self._judged.run(*words).output.decode("utf-8", "replace").strip()
