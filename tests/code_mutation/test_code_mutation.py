"""How mutants of the program are made, drawn and found again; trying them takes half an hour: `make mutate-code`."""

from __future__ import annotations

import code_mutants
import mutate_code
import pytest
from module_source import function_lines, line_then, made_of

SOURCE = '''"""What this says is no matter."""

from __future__ import annotations

KINDS = ("a", "b")
PATTERN = r"[0-9]{7,8}"


def told(number: int) -> str:
    """Nor this."""
    if number > 1:
        note(number)
    return [one for one in KINDS if one]
'''


@pytest.fixture
def changes(tmp_path, monkeypatch) -> set[str]:
    """What is changed in SOURCE."""
    (tmp_path / "module.py").write_text(SOURCE)
    monkeypatch.setattr(code_mutants, "PROGRAM", tmp_path)
    return {mutant.change for mutant in code_mutants.code_mutants("module.py") if mutant.text}


@pytest.mark.parametrize(
    "change",
    [
        '("a", "b") → ("b",)',
        '"a" → "XXaXX"',
        'r"[0-9]{7,8}" → r"[0-9]{8,8}"',
        'r"[0-9]{7,8}" → r"[0-9]{7,9}"',
        "if number > 1: note(number) → if not (number > 1): note(number)",
        "> 1 → >= 1",
        "1 → 2",
        "note(number) → note(None)",
        "note(number) → pass",
        "for one in KINDS if one → for one in KINDS",
        "return [one for one in KINDS if one] → return None",
    ],
)
def test_a_spot_is_changed_in_each_way(changes: set[str], change: str) -> None:
    assert change in changes


def test_what_means_nothing_is_not_changed(changes: set[str]) -> None:
    assert changes and not [
        change for change in changes if "matter" in change or "Nor" in change or "int" in change
    ]


@pytest.mark.parametrize(
    ("now", "line", "then"),
    [
        ("a\nb\nc\n", 2, 2),
        ("new\na\nb\nc\n", 3, 2),
        ("a\nb\nchanged\n", 3, 3),
        ("a\nb\nc\nmore\n", 4, 3),
        ("b\nc\n", 1, 2),
    ],
)
def test_a_line_is_found_where_it_stood(now: str, line: int, then: int) -> None:
    assert line_then("a\nb\nc\n", now, line) == then


def test_lines_of_functions_and_lines_of_the_import() -> None:
    assert function_lines(SOURCE) == {10, 11, 12, 13}


def test_a_value_reaches_as_far_as_what_is_made_of_it() -> None:
    sources = ["A = 1\nB = [A]\nD = 4\n", "C: int = B\n\ndef f():\n    E = A\n"]
    assert made_of(["A"], sources) == {"A", "B", "C"}
    assert made_of(["D"], sources) == {"D"}
    assert made_of([], sources) == set()


def test_each_room_has_its_share() -> None:
    shares = mutate_code.shares({"small": 100, "large": 10_000}, 50)
    assert shares["small"] >= mutate_code.LEAST and shares["large"] > 3 * shares["small"]
    assert sum(shares.values()) == 50


def test_what_is_listed_as_meaning_nothing_is_there_and_says_why() -> None:
    assert mutate_code.gone() == []
    assert [entry.change for entry in mutate_code.meaningless() if len(entry.because) < 10] == []
