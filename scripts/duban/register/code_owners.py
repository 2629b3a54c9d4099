"""CODEOWNERS: who has to agree before program, law, office or workflows change; made from the members in office.yml.

Owned is everything but the cases and pages to read, as the guard draws the line: a list of what is
owned would miss the next file that steers a program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from duban.cases.office import Office
from duban.findings import office_checks
from duban.findings.finding import Finding

LAW = "law"
"""What a role must allow for its members to be owners."""

_HEAD = (
    "# 由 duban owners 从 office.yml 的 members 生成，不要手改。\n"
    "# 程序、规则、办公室设置和工作流，改动前要这些人同意；案件和说明文字不在内。\n"
)
_PAGES = ("md", "png", "jpg", "jpeg", "svg", "webp", "gif", "pdf")


def law_logins(office: Office, roles: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return the logins of the members one of whose roles allows to change the law, in the office's order.

    `roles` maps a word for a role to what it allows (rules/vocabulary.yml).
    """
    found = {
        member.login.lower(): member.login
        for member in office.members
        if any(LAW in roles.get(word, ()) for word in member.roles)
    }
    return tuple(found.values())


def _globs(logins: Sequence[str]) -> str:
    """GitHub and GitLab: the last pattern that fits counts, and one without owners takes ownership away."""
    owners = " ".join(f"@{login}" for login in logins)
    free = ["/cases/", "/*.md", *(f"/docs/**/*.{ending}" for ending in _PAGES)]
    return f"{_HEAD}* {owners}\n" + "".join(f"{pattern}\n" for pattern in free)


def _regex(logins: Sequence[str]) -> str:
    """Gitea and Forgejo: regular expressions of Go on the whole path; `!` means every other path."""
    owners = " ".join(f"@{login}" for login in logins)
    return f"{_HEAD}!(cases/.*|[^/]*[.]md|docs/.*[.]({'|'.join(_PAGES)})) {owners}\n"


class _Forge(NamedTuple):
    """A forge: what in a repository shows that it is used, where it looks for CODEOWNERS, in which language."""

    signs: tuple[str, ...]
    path: str
    text: Callable[[Sequence[str]], str]


_FORGES = (
    _Forge((".github",), ".github/CODEOWNERS", _globs),
    _Forge((".gitea", ".forgejo"), ".gitea/CODEOWNERS", _regex),
    _Forge((".gitlab", ".gitlab-ci.yml"), ".gitlab/CODEOWNERS", _globs),
)
_BEFORE = ("CODEOWNERS", "docs/CODEOWNERS")
"""Where Gitea, Forgejo and GitLab look first."""

PLACES = (*_BEFORE, *(forge.path for forge in _FORGES))
"""Every path at which a forge looks for CODEOWNERS."""

SIGNS = tuple(sign for forge in _FORGES for sign in forge.signs)
"""What in a repository shows which forge is used."""


def is_generated(text: str) -> bool:
    """Whether a CODEOWNERS says that `duban owners` wrote it: nobody edits it by hand."""
    return text.startswith(_HEAD.partition("\n")[0])


def wanted(root: Path, logins: Sequence[str]) -> dict[str, str]:
    """Return the text of each CODEOWNERS, by its path, for the forges the repository at `root` has files for."""
    used = [forge for forge in _FORGES if any((root / sign).exists() for sign in forge.signs)]
    return {forge.path: forge.text(logins) for forge in used} if logins else {}


def drift(root: Path, logins: Sequence[str]) -> Iterator[Finding]:
    """Yield a warning for each CODEOWNERS at `root` that does not say who may change the law, or says it in vain.

    A warning, not an error: who may change the law is judged by office.yml; CODEOWNERS only asks them for a review.
    """
    texts = wanted(root, logins)
    for path, text in texts.items():
        written = _read(root / path)
        if written is None:
            yield _finding(path, "还没有这个文件，改动规则和程序时平台不会请人审核；请运行 duban owners")
        elif written != text:
            yield _finding(path, "和 office.yml 里有权改规则的人对不上；请运行 duban owners 重新生成")
    for path in PLACES:
        if path not in texts and _read(root / path) is not None:
            if not logins:
                yield _finding(
                    path, "office.yml 里没有人有权改规则，这个文件却写了负责人；请补上 members，或者删去它"
                )
            elif path in _BEFORE and texts:
                yield _finding(path, f"平台会先读这个文件，{'、'.join(texts)} 就不起作用了；请删去它")


def _read(path: Path) -> str | None:
    """Return what a plain file says, None where there is none; Git on Windows may have changed the line ends."""
    if path.is_symlink() or not path.is_file():
        return None
    return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")


def _finding(path: str, message: str) -> Finding:
    return office_checks.OWNERS_DRIFTED.finding(path, 1, 1, message)
