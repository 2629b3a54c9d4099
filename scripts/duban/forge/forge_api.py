"""What the program needs of a forge (GitHub, Gitea, Forgejo): issues, comments, and who did what to a change.

The adapters are bots/github.py and bots/gitea.py; `bots.access.forge_of` picks one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

APPROVED, REFUSED, DISMISSED = "approved", "refused", "dismissed"
"""The states of reviews that decide; others are commented and pending."""


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue; `author` is the login of who opened it."""

    number: int
    title: str
    body: str
    is_open: bool
    author: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment under an issue or a pull request. Ids grow in the order in which comments were made."""

    id: int
    body: str
    author: str


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull request: whose it is, what it would merge (`head`, 40 hex, from `branch`) into which branch (`base`).

    `source` is the repository (owner/name) the branch lies in, "" where that was deleted. `merger` is who
    merged it, None where nobody has.
    """

    number: int
    author: str
    head: str
    branch: str
    source: str
    base: str
    is_open: bool
    merger: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """A review of one commit of a pull request, in the order in which reviews were given."""

    login: str
    commit: str
    state: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of a pull request; the logins are what the forge makes of e-mail addresses: claims, no proof."""

    id: str
    author: str | None
    committer: str | None


@dataclass(frozen=True, slots=True)
class Push:
    """A push to a branch, as the forge itself recorded it: who pushed, which commit came out on top."""

    login: str
    head: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository; `is_public` where anybody may read it without logging in."""

    name: str
    is_public: bool
    default_branch: str


class Forge(Protocol):
    """One repository on a forge, by one token.

    Every method raises Unusable with one Chinese line where the forge refuses or cannot be reached. What
    only reads, changes or deletes is repeated after a lost answer; what creates is looked for first.
    """

    repository_name: str

    @property
    def login(self) -> str:
        """Who we are here."""

    def repository(self) -> Repository: ...

    def issues(self, label: str) -> list[Issue]:
        """Return every issue that bears a label, open or closed, the oldest first; no pull requests."""

    def issue(self, number: int) -> Issue: ...

    def create_issue(self, title: str, body: str, label: str, marker: str) -> Issue:
        """Create an issue; `marker` stands in its body, and in the body of no issue of ours yet.

        Returns the issue that is there already where another run was quicker, or the answer had got lost.
        """

    def update_issue(
        self, number: int, title: str | None = None, body: str | None = None, is_open: bool | None = None
    ) -> Issue:
        """Change what is given of an issue, in one request."""

    def comments(self, number: int) -> list[Comment]:
        """Return the comments under an issue or pull request, the oldest first."""

    def create_comment(self, number: int, body: str, marker: str) -> Comment:
        """Comment on an issue or pull request; `marker` stands in the body, and in no comment of ours there yet."""

    def update_comment(self, id: int, body: str) -> Comment: ...

    def delete_comment(self, id: int) -> None:
        """Delete a comment; that it is gone already is no fault."""

    def pull(self, number: int) -> Pull: ...

    def reviews(self, number: int) -> list[Review]: ...

    def commits(self, number: int) -> list[Commit]: ...

    def pushes(self, pull: Pull) -> list[Push]:
        """Return the pushes to a pull request's branch since that branch was made, the newest first."""

    def last_success(self, workflow: str) -> str:
        """Return the commit (40 hex) of the default branch on which a workflow file (publish.yml) last succeeded.

        "" where it never did, or where the forge is too old to tell.
        """


def ours(forge: Forge, author: str) -> bool:
    """Whether something was written by ourselves; logins do not differ by case."""
    return author.lower() == forge.login.lower()


def kept_comment(forge: Forge, number: int, marker: str, body: str) -> str:
    """See to it that one comment of ours bears `marker` (which stands in `body`) and says `body`.

    Returns created, updated or unchanged. Of several the oldest is kept, the others are deleted.
    """
    there = [one for one in forge.comments(number) if marker in one.body and ours(forge, one.author)]
    if not there:
        forge.create_comment(number, body, marker)
        there = [one for one in forge.comments(number) if marker in one.body and ours(forge, one.author)]
        _delete(forge, there[1:])
        return "created"
    _delete(forge, there[1:])
    if same_text(there[0].body, body):
        return "unchanged"
    forge.update_comment(there[0].id, body)
    return "updated"


def _delete(forge: Forge, comments: Sequence[Comment]) -> None:
    for comment in comments:
        forge.delete_comment(comment.id)


def same_text(one: str, other: str) -> bool:
    """Whether two bodies say the same; forges change line ends and trim."""
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
