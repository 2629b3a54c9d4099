"""`duban check --list` and `--explain ID`: what check can say, on what it rests, and what to do."""

from __future__ import annotations

import difflib
from pathlib import Path

from duban.checks.listed_checks import listed_checks
from duban.cli.finding_reporters import LEVEL_WORDS
from duban.cli.terminal import console, print_json, print_table
from duban.findings.check import Check
from duban.findings.finding import Unusable
from duban.register.load_office import OFFICE, load


def print_list(form: str, root: Path) -> None:
    """Print every check, by id."""
    checks = _checks_at(root)
    if form == "json":
        print_json({"checks": [_values(check) for check in checks]})
        return
    rows = [(check.id, LEVEL_WORDS[check.level], check.title, check.basis) for check in checks]
    print_table(("编号", "程度", "说的是什么", "依据"), rows, whole=(0, 1))
    console().print(f"共 {len(checks)} 条；怎样改：duban check --explain 编号。")


def print_explanation(check_id: str, form: str, root: Path) -> None:
    """Print one check with its example; raise Unusable for an id that nothing has."""
    checks = {check.id: check for check in _checks_at(root)}
    check = checks.get(check_id)
    if check is None:
        near = difflib.get_close_matches(check_id, checks, 1)
        hint = f"是不是要 {near[0]}？" if near else ""
        raise Unusable(f"没有编号是“{check_id}”的提示。{hint}全部编号：duban check --list")
    if form == "json":
        print_json({**_values(check), "example": check.example})
        return
    lines = [
        f"{check.id}（{LEVEL_WORDS[check.level]}）{check.title}",
        f"依据：{check.basis}",
        f"怎样改：{check.remedy}",
    ]
    lines += [f"  {line}" for line in check.example.splitlines()]
    for line in lines:
        console().print(line, soft_wrap=True)


def _checks_at(root: Path) -> tuple[Check, ...]:
    """Return the checks of the office at `root`; where there is none, those of the program alone."""
    return listed_checks(load(root).adopted if (root / OFFICE).exists() else ())


def _values(check: Check) -> dict[str, str]:
    keys = ("id", "level", "title", "basis", "remedy")
    return {key: getattr(check, key) for key in keys}
