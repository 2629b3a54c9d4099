"""How an office comes to a new word of the rulebook language: first the program, then the rulebook that uses it.

A real repository that carries its program, as an office's does. The gate runs the program of the base, so each change
is judged by what was merged before it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{
        f"GIT_{who}_{what}": "somebody@example.invalid"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    },
}
WORD = '''class Motto(RuleWord):
    """What the rule is for, in the words of the text."""

    name = "motto"
    head = "宗旨"
    acts_in = EVERYWHERE

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        return rule.motto


SCOPE_WORDS: tuple[RuleWord, ...] = (
    Motto(),'''
PROGRAM = (
    ("scripts/duban/law/words/scope_words.py", "SCOPE_WORDS: tuple[RuleWord, ...] = (\n   ", WORD),
    (
        "scripts/duban/law/rulebook.py",
        "    silence: str | None = None\n",
        '    silence: str | None = None\n    motto: str = ""\n',
    ),
    (
        "schemas/rulebook.json",
        '        "silence": {',
        '        "motto": {"title": "宗旨", "description": "条文写明的宗旨。", "type": "string"},\n        "silence": {',
    ),
)
LAST = "    values: {ground: 情形}\n"
RULE = """\
- id: test.told
  type: field
  title: 告知结果
  motto: 便民
  article: 信箱办法第三条
  requires:
  - on: 答复
    fields: [via]
"""
BOOK = (("rules/small/book.yml", LAST, LAST + RULE),)
"""A further rule; one that is in force is not edited (guard.rule)."""


class Register:
    """An office's repository, and the program that its main branch carries."""

    def __init__(self, root: Path) -> None:
        self.root, self.base = root, root.parent / "base"

    def git(self, *words: str, cwd: Path | None = None) -> None:
        subprocess.run(
            ("git", *words), cwd=cwd or self.root, env=ENVIRONMENT, check=True, capture_output=True
        )

    def change(self, branch: str, *edits: tuple[str, str, str]) -> None:
        """Commit edits (file, old text, new text) on a branch from main."""
        self.git("checkout", "-q", "-B", branch, "main")
        for name, old, new in edits:
            path = self.root / name
            text = path.read_text(encoding="utf-8")
            assert text.count(old) == 1, (name, old)
            path.write_text(text.replace(old, new), encoding="utf-8")
        self.git("commit", "-qam", branch)

    def merge(self, branch: str) -> None:
        self.git("checkout", "-q", "main")
        self.git("merge", "-q", "--no-ff", "-m", branch, branch)

    def gate(self, branch: str) -> tuple[int, str]:
        """Judge a branch as the gate does: in a checkout of main, with the program that lies there."""
        shutil.rmtree(self.base, ignore_errors=True)
        self.git("clone", "-q", str(self.root), str(self.base))
        self.git("checkout", "-q", "-B", "main", "origin/main", cwd=self.base)
        self.git("fetch", "-q", "origin", f"{branch}:refs/remotes/pull/head", cwd=self.base)
        return self.run(
            "check", "--base", "main", "--head", "refs/remotes/pull/head", "--unaccountable", cwd=self.base
        )

    def run(self, *words: str, cwd: Path | None = None) -> tuple[int, str]:
        """Run the program of a checkout there; return its status and all it printed."""
        folder = cwd or self.root
        done = subprocess.run(
            (sys.executable, "-m", "duban", *words), cwd=folder, capture_output=True, text=True,
            env={**ENVIRONMENT, "PYTHONPATH": str(folder / "scripts"), "PYTHONUTF8": "1"},
        )  # fmt: skip
        assert "Traceback" not in done.stdout + done.stderr
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def register(tmp_path):
    """An office that carries its program, committed on main."""
    root = tmp_path / "office"
    shutil.copytree(ROOT / "tests/checks/office", root)
    shutil.copytree(ROOT / "schemas", root / "schemas")
    shutil.copytree(ROOT / "rules", root / "rules", dirs_exist_ok=True)
    shutil.copytree(
        ROOT / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
    )
    made = Register(root)
    made.git("init", "-q", "-b", "main")
    made.git("add", "--all")
    made.git("commit", "-qm", "office")
    return made


def test_first_the_program_then_the_rulebook(register):
    register.change("upgrade", *PROGRAM)
    status, printed = register.gate("upgrade")  # judged by the program without the word
    assert status == 0, printed
    register.merge("upgrade")

    register.change("law", *BOOK)
    status, printed = register.gate("law")  # judged by the program with the word
    assert status == 0, printed
    register.merge("law")
    assert register.run("due")[0] == 0
    assert "宗旨　便民" in register.run("rules", "test.book")[1]
    assert register.run("rules", "diff", "HEAD~1")[0] == 0


def test_both_in_one_change_are_refused_at_the_line(register):
    register.change("both", *PROGRAM, *BOOK)
    status, printed = register.gate("both")
    assert status == 1
    (line,) = [
        line
        for line in printed.splitlines()
        if "[guard" not in line and "book.yml" in line and "错误" in line
    ]
    assert line.startswith("rules/small/book.yml:49:3 错误 现在的程序读不懂，先升级程序，合并以后再这样写：")
    assert line.endswith("[rulebook.newer]")


def test_the_rulebook_before_the_program_is_refused_at_the_line(register):
    register.change("early", *BOOK)
    status, printed = register.gate("early")
    assert status == 1
    (line,) = [
        line
        for line in printed.splitlines()
        if "[guard" not in line and "book.yml" in line and "错误" in line
    ]
    assert line.startswith("rules/small/book.yml:49:3 错误 “规则”（rules）第 3 项：没有“motto”这一项。")
    assert line.endswith("[schema.unknown-field]")
