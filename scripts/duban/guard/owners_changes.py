"""CODEOWNERS beside office.yml: who is asked for a review must be who may change the law, after each change of either."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from duban.engine.office_context import OfficeContext
from duban.findings.finding import ERROR, Finding
from duban.git.git_objects import GitObjects
from duban.git.object_formats import PLAIN
from duban.register.code_owners import PLACES, SIGNS, drift, is_generated, law_logins
from duban.register.load_office import OFFICE

_VOCABULARY = "rules/vocabulary.yml"
"""Says which roles may change the law."""


def owners_findings(
    store: GitObjects,
    before: tuple[str, OfficeContext],
    after: tuple[str, OfficeContext],
    paths: Sequence[str],
) -> Iterator[Finding]:
    """Yield each CODEOWNERS that a change of these paths leaves apart from office.yml; `before` and `after` are a tree
    and its office each.

    An error where `duban owners` writes them and it was right before, else the reminder that `check` gives.
    """
    if not {OFFICE, _VOCABULARY, *PLACES} & set(paths):
        return
    known = {finding.path for finding in _drift(store, *before)}
    texts = [_text(store, tree, path) for tree, _ in (before, after) for path in PLACES]
    is_ours = any(is_generated(text) for text in texts)
    for finding in _drift(store, *after):
        yield replace(finding, level=ERROR) if is_ours and finding.path not in known else finding


def _drift(store: GitObjects, tree: str, context: OfficeContext) -> list[Finding]:
    """Return how CODEOWNERS differ from the office in a tree: what counts of it is laid into a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="duban-") as name:
        folder = Path(name)
        for sign in SIGNS:
            if store.at(tree, f"{store.prefix}{sign}") is not None and not (folder / sign).exists():
                (folder / sign).mkdir()
        for path in PLACES:
            if text := _text(store, tree, path):
                (folder / path).parent.mkdir(exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8", newline="")
        return list(drift(folder, law_logins(context.office, context.vocabulary.roles)))


def _text(store: GitObjects, tree: str, path: str) -> str:
    """Return what a plain file of a tree says, empty where there is none."""
    entry = store.at(tree, f"{store.prefix}{path}")
    if entry is None or entry.mode != PLAIN:
        return ""
    return store.blob(entry.oid).decode("utf-8", "replace")
