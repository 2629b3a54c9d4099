"""Lays the law of tests/national into an office's folder: rulebooks, and words beside the program's own."""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from duban.law import locations, schema_wordlists
from duban.law.vocabulary import read_words

WORDS = "vocabulary.yml"
UNCHECKED, CHECKED = "standing: unverified", "standing: statute"


def lay_law(rules: Path, root: Path, checked: bool = True) -> None:
    """Give an office at `root` a law of its own: the rulebooks in `rules`, the words they need, the calendar.

    `checked` stands for the person who has compared them with the texts: before, they cannot be adopted.
    """
    program = locations.of_program()
    shutil.copytree(program / "calendar", root / "rules" / "calendar")
    shutil.copytree(locations.of_program("schemas"), root / "schemas")
    laid = root / "rules" / rules.parent.name
    laid.mkdir()
    for path in rulebooks_in(rules):
        text = path.read_text(encoding="utf-8")
        (laid / path.name).write_text(text.replace(UNCHECKED, CHECKED) if checked else text, encoding="utf-8")
    words = with_own(read_words(program / WORDS)[0], read_words(rules / WORDS)[0])
    (root / "rules" / WORDS).write_text(
        yaml.safe_dump(words, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    with contextlib.redirect_stdout(io.StringIO()):
        assert schema_wordlists.main(["--root", str(root)]) == 0


def rulebooks_in(rules: Path) -> list[Path]:
    """Return the files of the rulebooks, in order."""
    return [path for path in sorted(rules.glob("*.yml")) if path.name != WORDS]


def with_own(words: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the vocabulary with the events of another: new ones behind, others in the place of their namesakes."""
    events = {event["event"]: event for event in (*words["events"], *own["events"])}
    return {**words, "events": list(events.values())}
