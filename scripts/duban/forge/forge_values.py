"""What a forge holds, as values: issues, comments, pull requests, reviews and pushes."""

from __future__ import annotations

from dataclasses import dataclass

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
class Push:
    """A push to a branch, as the forge itself recorded it: who pushed, which commit came out on top, and when.

    `at` is the forge's own time with its offset (ISO 8601), "" where it tells none.
    """

    login: str
    head: str
    at: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository; `is_public` where anybody may read it without logging in."""

    name: str
    is_public: bool
    default_branch: str
