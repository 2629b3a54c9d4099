"""Which case was meant by what is no case number, or the number of no case: words of a title, a number cut short."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from duban.cases.case_numbers import number_of
from duban.engine.office_context import OfficeContext
from duban.register.bulk_reading import UsableFile
from duban.register.load_cases import read_cases
from duban.register.scan import scan

_MOST = 5
_ALIKE = 0.33  # of the pairs of characters of what was asked for, in the title
_NUMBER_CUT = re.compile(r"([a-z]*)[-_ ]?(?:(\d{4})[-_ ])?0*(\d{1,6})(?:\.yml)?", re.ASCII | re.IGNORECASE)


class _Titled(NamedTuple):
    number: str
    title: str


def _titled(file: UsableFile) -> _Titled:
    title = (
        file.view.case.title if file.view is not None else json.loads(file.payload or b"{}").get("title", "")
    )
    return _Titled(number_of(file.path), str(title))


def meant_cases(context: OfficeContext, text: str) -> str:
    """Return `是不是要 …？` of the cases a text may mean, at most five; empty where none comes near it."""
    cut = _NUMBER_CUT.fullmatch(text.strip())
    files = scan(context.root).files
    if cut is not None:
        numbers = [number_of(path) for path in files]
        found = [_Titled(number, "") for number in numbers if _ends_as(number, cut)]
    else:
        wanted = text.strip().replace(" ", "")
        titled = (
            _Titled(*reading.result) for reading in read_cases(context, files, _titled) if reading.result
        )
        likeness = {case: _likeness(wanted, case.title.replace(" ", "")) for case in titled}
        best = max(likeness.values(), default=0)
        found = [case for case, share in likeness.items() if share == best and share >= _ALIKE]
    if not found:
        return ""
    shown = "、".join(
        f"{case.number}（{case.title}）" if case.title else case.number for case in found[:_MOST]
    )
    more = f" 等 {len(found)} 件" if len(found) > _MOST else ""
    return f"是不是要 {shown}{more}？"


def _likeness(wanted: str, title: str) -> float:
    """Return the share of the pairs of characters of a text that stand in a title, 1 where it stands there whole."""
    pairs = {wanted[at : at + 2] for at in range(len(wanted) - 1)} or {wanted}
    return sum(pair in title for pair in pairs) / len(pairs) if wanted else 0


def _ends_as(number: str, cut: re.Match[str]) -> bool:
    kind, year, running = number.split("-")
    return (
        kind.startswith((cut[1] or "").lower())
        and (cut[2] is None or year == cut[2])
        and int(running) == int(cut[3])
    )
