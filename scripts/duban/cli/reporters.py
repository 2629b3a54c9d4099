"""Findings for machines that show them at the line: GitHub annotations and SARIF 2.1.0."""

from __future__ import annotations

import click

from duban import __version__
from duban.cli.output import as_json
from duban.records.finding import Finding
from duban.register.register import Judgement


def github(judgement: Judgement) -> None:
    """Print workflow commands; GitHub shows each as an annotation at its line."""
    for one in judgement.findings:
        place = f"file={_property(one.path)},line={one.line},col={one.column},title={_property(one.rule)}"
        click.echo(f"::{one.level} {place}::{_data(_message(one))}")
    click.echo(f"检查了 {judgement.cases} 件，{judgement.errors} 处错误。")


def sarif(judgement: Judgement) -> None:
    """Print SARIF 2.1.0, one result per finding."""
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
                    "results": [_result(one, rules) for one in judgement.findings],
                }
            ],
        }
    )


def _result(one: Finding, rules: list[str]) -> dict[str, object]:
    region = {"startLine": one.line, "startColumn": one.column}
    return {
        "ruleId": one.rule,
        "ruleIndex": rules.index(one.rule),
        "level": {"notice": "note"}.get(one.level, one.level),
        "message": {"text": _message(one)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": one.path}, "region": region}}],
    }


def _message(one: Finding) -> str:
    return f"{one.message} 依据：{one.citation}" if one.citation else one.message


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
