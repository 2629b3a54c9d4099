"""The internal page of all readings: the reading chosen where a text is silent, the other one, the rules concerned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from duban.law.rule_parts import Interpretation
from duban.law.rulebook import Rule
from duban.law.words.field_names import FieldNames
from duban.site.page_text import Html, jump_list, link, mark, page, plain, quiet

READINGS = "rules/readings.md"
UNNUMBERED = "none"
_NUMBER = re.compile(r"R\d+")


def numbers(reading: Interpretation) -> list[str]:
    """Return the numbers of a reading, R1 and so on; it may belong to several."""
    return _NUMBER.findall(reading.id)


def reading_marks(here: str, reading: Interpretation) -> str:
    """Return a reading's numbers as links to the page of readings."""
    marks = "".join(f"{link(here, f'{READINGS}#{number}', number)} " for number in numbers(reading))
    return mark("marks", Html(marks)) if marks else ""


def readings_page(rules: Iterable[tuple[Rule, FieldNames]], places: Mapping[str, str]) -> tuple[str, str]:
    """Return the page; each rule comes with the names its rulebook uses."""
    found: dict[str, dict[tuple[str, str], list[Rule]]] = {}
    for rule, names in rules:
        reading = rule.interpretation
        if reading is None:
            continue
        texts = names.prose(reading.reading), names.prose(reading.other)
        for number in numbers(reading) or [UNNUMBERED]:
            found.setdefault(number, {}).setdefault(texts, []).append(rule)
    ordered = sorted(found, key=lambda number: (number == UNNUMBERED, len(number), number))
    blocks = [
        "<p>条文没有写明、或者写得不清楚的地方，这里是采用的理解和没有采用的另一种理解。"
        "一种理解涉及几条规则的，几条都列出来；要改，改那几条规则。</p>",
        jump_list((number, _title(number)) for number in ordered),
    ]
    for number in ordered:
        blocks.append(f'<h2 id="{number}">{_title(number)}</h2>')
        blocks += [_reading(texts, concerned, places) for texts, concerned in found[number].items()]
    if not ordered:
        blocks.append(quiet("没有。"))
    return READINGS, page("怎样理解条文", *blocks)


def _title(number: str) -> str:
    return "没有编号的" if number == UNNUMBERED else number


def _reading(texts: tuple[str, str], rules: list[Rule], places: Mapping[str, str]) -> str:
    reading, other = texts
    using = "".join(
        f"<li>{link(READINGS, places[rule.id], rule.title)} {mark('quiet', rule.citation)}</li>"
        for rule in rules
    )
    return f"""<div class="reading">
<p><b>采用</b>{plain(reading)}</p>
<p class="quiet"><b>另一种</b>{plain(other)}</p>
<ul>{using}</ul>
</div>"""
