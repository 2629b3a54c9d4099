"""Findings as text, as JSON, and for machines that show them at the line: GitHub annotations and SARIF 2.1.0.

A new output is one more function and its row in `REPORTER_BY_NAME`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from urllib.parse import quote

from duban import __version__
from duban.cli.terminal import console, print_forge_command, print_json, say
from duban.findings.finding import ERROR, NOTICE, WARNING, Finding
from duban.register.check_register import Judgement

LEVEL_WORDS = {ERROR: "错误", WARNING: "提醒", NOTICE: "说明"}
_LEVEL_STYLES = {ERROR: "bold red", WARNING: "yellow", NOTICE: "cyan"}
_SARIF_LEVELS = {NOTICE: "note"}

_MOST_EFFECTS = 500


@dataclass(frozen=True, slots=True)
class RepositoryPaths:
    """Paths from the top of the repository, which annotations need.

    `office` is where the office stands in it: "" or "offices/x/"; `outside` are the paths of a change, from the
    top, that are not the office's.
    """

    office: str = ""
    outside: frozenset[str] = frozenset()

    def path(self, finding: Finding) -> str:
        """Return the path of a finding about a file, from the repository's top."""
        return finding.path if finding.path in self.outside else f"{self.office}{finding.path}"


Reporter = Callable[[Judgement, RepositoryPaths], None]


def report(judgement: Judgement, form: str, paths: RepositoryPaths | None = None) -> None:
    """Print what was found in one of the forms of `REPORTER_BY_NAME`."""
    REPORTER_BY_NAME[form](judgement, paths or RepositoryPaths())


def report_text(judgement: Judgement, paths: RepositoryPaths) -> None:
    """Print a line for each finding, and one that sums up; paths stay those of the office."""
    print_lines(judgement)
    if judgement.findings:
        console().print(f"检查了 {judgement.cases} 件：{count_words(judgement)}。")
    else:
        console().print(f"检查了 {judgement.cases} 件，没有发现问题。", style="green")


def report_json(judgement: Judgement, paths: RepositoryPaths) -> None:
    """Print how many case files there are and every finding, as JSON; paths stay those of the office.

    Of a change of the law also what it does to cases, the first lines of it.
    """
    effects = judgement.effects
    law = {"effects": {"count": len(effects), "lines": effects[:_MOST_EFFECTS]}} if effects else {}
    findings = [asdict(finding) for finding in judgement.findings]
    print_json({"cases": judgement.cases, "findings": findings, **law})


def report_github(judgement: Judgement, paths: RepositoryPaths) -> None:
    """Print annotations, and one line that sums up."""
    print_annotations(judgement, paths)
    say(f"检查了 {judgement.cases} 件，{judgement.errors} 处错误。")


def report_sarif(judgement: Judgement, paths: RepositoryPaths) -> None:
    """Print SARIF 2.1.0, one result per finding; one about no file has no location."""
    rules = sorted({finding.rule for finding in judgement.findings})
    driver = {"name": "duban", "version": __version__, "rules": [{"id": rule} for rule in rules]}
    results = [_sarif_result(finding, rules, paths) for finding in judgement.findings]
    print_json(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{"tool": {"driver": driver}, "results": results}],
        }
    )


REPORTER_BY_NAME: dict[str, Reporter] = {
    "text": report_text,
    "json": report_json,
    "github": report_github,
    "sarif": report_sarif,
}


def print_lines(judgement: Judgement) -> None:
    """Print a line for each finding."""
    screen = console()
    for finding in judgement.findings:
        position = f":{finding.line}:{finding.column}" if finding.is_in_a_file else ""
        path, level = finding.path + position, LEVEL_WORDS[finding.level]
        if not screen.is_terminal:  # no styles, and a tenth of the time where there are thousands
            say(f"{path} {level} {message_with_rule(finding)}")
            continue
        screen.print(path, style="bold", end=" ", soft_wrap=True)
        screen.print(level, style=_LEVEL_STYLES[finding.level], end=" ", soft_wrap=True)
        screen.print(message_with_rule(finding), soft_wrap=True)


def print_annotations(judgement: Judgement, paths: RepositoryPaths) -> None:
    """Print workflow commands; GitHub shows each as an annotation at its line."""
    for finding in judgement.findings:
        position: dict[str, object] = {}
        if finding.is_in_a_file:
            position = {"file": paths.path(finding), "line": finding.line, "col": finding.column}
        print_forge_command(finding.level, {**position, "title": finding.rule}, _message(finding))


def count_words(judgement: Judgement) -> str:
    """Return how many errors there are, and how much else was found."""
    return f"{judgement.errors} 处错误，{len(judgement.findings) - judgement.errors} 处提醒"


def message_with_rule(finding: Finding) -> str:
    """Return a finding's message with its citation and rule id."""
    return f"{_cited(finding)} [{finding.rule}]"


def _cited(finding: Finding) -> str:
    return f"{finding.message} 依据：{finding.citation}" if finding.citation else finding.message


def _message(finding: Finding) -> str:
    """Return the message for a reader who sees no path where there is no file."""
    return _cited(finding) if finding.is_in_a_file else f"{finding.path}：{_cited(finding)}"


def _without_links(message: str) -> str:
    """Return a message as SARIF 2.1.0 has plain text: `[…](…)` would be a link (§3.11.6)."""
    return re.sub(r"[\\\[\]]", r"\\\g<0>", message) if "](" in message else message


def _sarif_result(finding: Finding, rules: list[str], paths: RepositoryPaths) -> dict[str, object]:
    region = {"startLine": finding.line, "startColumn": finding.column}
    location = {"artifactLocation": {"uri": quote(paths.path(finding))}, "region": region}
    return {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": _SARIF_LEVELS.get(finding.level, finding.level),
        "message": {"text": _without_links(_message(finding))},
        "locations": [{"physicalLocation": location}] if finding.is_in_a_file else [],
    }
