"""Findings as text, as JSON, and for machines that show them at the line: GitHub annotations and SARIF 2.1.0."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

import click

from duban import __version__
from duban.cli.terminal import as_json, console
from duban.findings.finding import Finding
from duban.register.load_cases import Judgement

_WORDS = {"error": "错误", "warning": "提醒", "notice": "说明"}
_STYLES = {"error": "bold red", "warning": "yellow", "notice": "cyan"}


@dataclass(frozen=True, slots=True)
class Top:
    """Where the office stands in the repository: "" or "offices/x/". Annotations need paths from the top.

    `outside` are the paths of a change, from the top, that are not the office's.
    """

    place: str = ""
    outside: frozenset[str] = frozenset()

    def path(self, finding: Finding) -> str:
        """Return the path of a finding about a file, from the repository's top."""
        return finding.path if finding.path in self.outside else f"{self.place}{finding.path}"


_TOP = Top()


def report(judgement: Judgement, form: str, top: Top = _TOP) -> None:
    """Print what was found in one of the forms: text, json, github, sarif."""
    forms: dict[str, Callable[[], None]] = {
        "text": lambda: as_text(judgement),
        "json": lambda: as_findings(judgement),
        "github": lambda: github(judgement, top),
        "sarif": lambda: sarif(judgement, top),
    }
    forms[form]()


def as_findings(judgement: Judgement) -> None:
    """Print how many case files there are and every finding, as JSON."""
    as_json(
        {
            "cases": judgement.cases,
            "findings": [
                {
                    "path": one.path,
                    "line": one.line,
                    "column": one.column,
                    "rule": one.rule,
                    "level": one.level,
                    "message": one.message,
                    "citation": one.citation,
                }
                for one in judgement.findings
            ],
        }
    )


def as_text(judgement: Judgement) -> None:
    """Print a line for each finding, and one that sums up."""
    as_lines(judgement)
    screen = console()
    if not judgement.findings:
        screen.print(f"检查了 {judgement.cases} 件，没有发现问题。", style="green")
    else:
        screen.print(f"检查了 {judgement.cases} 件：{counted(judgement)}。")


def as_lines(judgement: Judgement) -> None:
    """Print a line for each finding."""
    screen = console()
    for one in judgement.findings:
        where = f"{one.path}:{one.line}:{one.column}" if one.is_in_a_file else one.path
        screen.print(where, style="bold", end=" ", soft_wrap=True)
        screen.print(_WORDS[one.level], style=_STYLES[one.level], end=" ", soft_wrap=True)
        screen.print(said(one), soft_wrap=True)


def counted(judgement: Judgement) -> str:
    """Return how many errors there are, and how much else was found."""
    return f"{judgement.errors} 处错误，{len(judgement.findings) - judgement.errors} 处提醒"


def said(finding: Finding) -> str:
    """Return a finding's message with its citation and rule id."""
    cited = f" 依据：{finding.citation}" if finding.citation else ""
    return f"{finding.message}{cited} [{finding.rule}]"


def github(judgement: Judgement, top: Top) -> None:
    """Print annotations, and one line that sums up."""
    annotations(judgement, top)
    click.echo(f"检查了 {judgement.cases} 件，{judgement.errors} 处错误。")


def annotations(judgement: Judgement, top: Top) -> None:
    """Print workflow commands; GitHub shows each as an annotation at its line."""
    for one in judgement.findings:
        if one.is_in_a_file:
            place = f"file={_property(top.path(one))},line={one.line},col={one.column},"
            text = _message(one)
        else:
            place, text = "", f"{one.path}：{_message(one)}"
        click.echo(f"::{one.level} {place}title={_property(one.rule)}::{_data(text)}")


def sarif(judgement: Judgement, top: Top) -> None:
    """Print SARIF 2.1.0, one result per finding; one about no file has no location."""
    rules = sorted({one.rule for one in judgement.findings})
    as_json(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {
                        "driver": {
                            "name": "duban",
                            "version": __version__,
                            "rules": [{"id": rule} for rule in rules],
                        }
                    },
                    "results": [_result(one, rules, top) for one in judgement.findings],
                }
            ],
        }
    )


def _result(one: Finding, rules: list[str], top: Top) -> dict[str, object]:
    region = {"startLine": one.line, "startColumn": one.column}
    place = {"artifactLocation": {"uri": quote(top.path(one))}, "region": region}
    return {
        "ruleId": one.rule,
        "ruleIndex": rules.index(one.rule),
        "level": {"notice": "note"}.get(one.level, one.level),
        "message": {"text": _message(one) if one.is_in_a_file else f"{one.path}：{_message(one)}"},
        "locations": [{"physicalLocation": place}] if one.is_in_a_file else [],
    }


def _message(one: Finding) -> str:
    return f"{one.message} 依据：{one.citation}" if one.citation else one.message


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
