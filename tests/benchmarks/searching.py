"""What searching a text for personal data takes: a megabyte of prose, and the worst megabyte a hostile hand can write."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

from duban.privacy.detect import hits

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1_000_000
HOSTILE = ROOT / "tests" / "unit" / "privacy" / "hostile_texts.json"
LETTERS = ROOT / "cases" / "letters"


def seconds_for_prose() -> float:
    """Return the CPU seconds for a megabyte of letters and answers, written as YAML."""
    texts = "".join(path.read_text("utf-8") for path in sorted(LETTERS.rglob("*.yml")))
    return _seconds(texts * (3 * MEGABYTE // len(texts.encode()) + 1))


def seconds_for_worst() -> tuple[float, str]:
    """Return the most CPU seconds that a megabyte of one thing over and over takes, and of which."""
    atoms = [atom.replace("~", "") for atom in json.loads(HOSTILE.read_text("utf-8"))]
    return max((_seconds(atom * (MEGABYTE // len(atom.encode()))), atom) for atom in atoms)


def _seconds(text: str) -> float:
    began = process_time()
    hits(text)
    return (process_time() - began) * MEGABYTE / len(text.encode())
