"""What the guard says of a change, as data; verified before anything of it is written on the forge.

The run that judges has no right to write, the run that writes judges nothing: between them lies a file that
somebody else may have touched. So it holds facts of fixed forms only, and every form is checked when it is read.
That the units and states it names are those of the office is not: they are shown as text, and as nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from duban.cases.case_numbers import NUMBER, PART
from duban.engine.duty import Duty
from duban.engine.duty_words import day_words, due_mark, name_words, no_due_words
from duban.findings.finding import ERROR, NOTICE, WARNING, Finding, Unusable
from duban.forge.forge_values import Pull
from duban.git.object_formats import ID
from duban.guard.changed_cases import ChangedCase
from duban.guard.verdict import Verdict

LARGEST = 1 << 19  # bytes
MOST = 30
"""So many cases and so many findings at most; the run's own output has all."""

Form = Mapping[str, int | range | type[list[Any]]]
"""Key -> what it holds: a text of at most so many characters, a number of a range, or a list."""

_COUNT = range(1_000_000)
_PATH, _MESSAGE, _JUDGED = 200, 400, 200
_CASE_TEXTS = {"case": 40, "before": 40, "after": 40, "holders": 200, "unit": 40, "what": 400, "due": 24}
_CASE: Form = {**_CASE_TEXTS, "more": _COUNT}
_FINDING: Form = {"path": _PATH, "line": range(10_000_000), "level": 10, "message": _MESSAGE}
_ALL: Form = {
    "number": range(1, 1_000_000_000), "base": 40, "head": 40, "judged": _JUDGED, "errors": _COUNT,
    "findings": list, "findings_left": _COUNT, "cases": list, "cases_left": _COUNT,
}  # fmt: skip

_LEVELS = (ERROR, WARNING, NOTICE)


@dataclass(frozen=True, slots=True)
class Claims:
    """What is claimed of a pull request: its number, both commits, how it was judged, the findings, the cases.

    The first findings are the errors; one about a commit or branch has line 0. `findings_left` and `cases_left`
    count those left out.
    """

    number: int
    base: str
    head: str
    judged: str
    errors: int
    findings: tuple[Mapping[str, Any], ...]
    findings_left: int
    cases: tuple[Mapping[str, Any], ...]
    cases_left: int


def claims_of(verdict: Verdict, number: int) -> dict[str, Any]:
    """Return what a verdict says of a pull request, as plain values."""
    cases = [row for changed in verdict.cases for row in _case_rows(changed)]
    findings = sorted(verdict.shown, key=lambda finding: _LEVELS.index(finding.level))
    return {
        "number": number,
        "base": verdict.base,
        "head": verdict.head,
        "judged": _cut(verdict.basis, _JUDGED),
        "errors": sum(finding.level == ERROR for finding in findings),
        "findings": [_finding_row(finding) for finding in findings[:MOST]],
        "findings_left": max(0, len(findings) - MOST),
        "cases": cases[:MOST],
        "cases_left": max(0, len(cases) - MOST),
    }


def _case_rows(changed: ChangedCase) -> list[dict[str, Any]]:
    before = {case.number: case.history.state for case in changed.before}
    rows = []
    for case in changed.after:
        owed = [duty for duty in changed.owed if duty.case == case.number]
        texts = {
            "case": case.number,
            "before": before.get(case.number, ""),
            "after": case.history.state,
            "holders": "、".join(case.history.holders),
            **(_duty_texts(owed[0]) if owed else {"unit": "", "what": "", "due": ""}),
        }
        row = {key: _cut(text, _CASE_TEXTS[key]) for key, text in texts.items()}
        rows.append({**row, "more": max(0, len(owed) - 1)})
    return rows


def _duty_texts(duty: Duty) -> dict[str, str]:
    due = day_words(duty.due) + due_mark(duty) if duty.due else no_due_words(duty)
    return {"unit": duty.unit, "what": f"{name_words(duty)}（{duty.rule.citation}）", "due": due}


def _finding_row(finding: Finding) -> dict[str, Any]:
    cited = f" 依据：{finding.citation}" if finding.citation else ""
    return {
        "path": _cut(finding.path, _PATH),
        "line": finding.line if finding.is_in_a_file else 0,
        "level": finding.level,
        "message": _cut(f"{finding.message}{cited}", _MESSAGE),
    }


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def claims_from(data: bytes) -> Claims:
    """Return the claims in a file the guard left; raise Unusable for whatever has not their exact form."""
    try:
        value = (
            json.loads(data.decode("utf-8"), object_pairs_hook=_unique_keys) if len(data) <= LARGEST else None
        )
    except (ValueError, RecursionError):
        value = None
    if value is None or not _has_form(value, _ALL) or not _is_sound(value):
        raise Unusable("把关留下的说明不是它该有的样子，没有写到合并请求里")
    return Claims(**{**value, "cases": tuple(value["cases"]), "findings": tuple(value["findings"])})


def _is_sound(value: Mapping[str, Any]) -> bool:
    findings, cases = value["findings"], value["cases"]
    return (
        all(ID.fullmatch(value[key]) for key in ("base", "head"))
        and all(_has_form(finding, _FINDING) and finding["level"] in _LEVELS for finding in findings)
        and all(_has_form(case, _CASE) and _is_case(case["case"]) for case in cases)
        and sum(finding["level"] == ERROR for finding in findings) == min(value["errors"], MOST)
        and all(len(value[key]) == MOST or value[f"{key}_left"] == 0 for key in ("findings", "cases"))
    )


def _is_case(number: str) -> bool:
    return bool(NUMBER.fullmatch(number) or PART.fullmatch(number))


def _has_form(value: Any, form: Form) -> bool:
    """Return whether a value has exactly these keys, each with a value of its form."""
    return (
        isinstance(value, dict)
        and value.keys() == form.keys()
        and all(_fits(value[key], kind) for key, kind in form.items())
    )


def _fits(value: Any, kind: int | range | type[list[Any]]) -> bool:
    if isinstance(kind, int):
        return type(value) is str and len(value) <= kind
    if isinstance(kind, range):
        return type(value) is int and value in kind
    return type(value) is list and len(value) <= MOST


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError
    return dict(pairs)


def outdated(claims: Claims, pull: Pull) -> str | None:
    """Return why claims are not those of a pull request as it is now; None where they are."""
    if claims.number != pull.number or claims.head != pull.head:
        return "这次改动又有了新的提交，以新的一次检查为准，没有写说明"
    return None if pull.is_open else "合并请求已经关了，没有写说明"
