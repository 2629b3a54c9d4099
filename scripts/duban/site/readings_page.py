"""The internal page of all readings: what was chosen where a text is silent, the other way, the rules concerned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from duban.law.rulebook import Interpretation, Rule
from duban.site.law_words import Words
from duban.site.page_text import front, href, link, plain

READINGS = "rules/readings.md"
UNNUMBERED = "none"
_NUMBER = re.compile(r"R\d+")


def numbers(reading: Interpretation) -> list[str]:
    """Return the numbers of a reading, R1 and so on; it may belong to several."""
    return _NUMBER.findall(reading.id)


def reading_marks(here: str, reading: Interpretation) -> str:
    """Return a reading's numbers as links to the page of readings."""
    marks = "".join(f'<a href="{href(here, f"{READINGS}#{one}")}">{one}</a> ' for one in numbers(reading))
    return f'<span class="marks">{marks}</span>' if marks else ""


def readings_page(rules: Iterable[tuple[Rule, Words]], places: Mapping[str, str]) -> tuple[str, str]:
    """Return the page; each rule comes with the names its rulebook uses."""
    found: dict[str, dict[tuple[str, str], list[Rule]]] = {}
    for rule, words in rules:
        reading = rule.interpretation
        if reading is None:
            continue
        told = words.prose(reading.reading), words.prose(reading.other)
        for number in numbers(reading) or [UNNUMBERED]:
            found.setdefault(number, {}).setdefault(told, []).append(rule)
    ordered = sorted(found, key=lambda one: (one == UNNUMBERED, len(one), one))
    way = "".join(f'<li><a href="#{one}">{_title(one)}</a></li>' for one in ordered)
    parts = [
        front(title="怎样理解条文", hide=["navigation", "toc"]),
        "# 怎样理解条文",
        "<p>条文没有写明、或者写得不清楚的地方，这里是采用的理解和没有采用的另一种理解。"
        "一种理解涉及几条规则的，几条都列出来；要改，改那几条规则。</p>",
        f'<ul class="jumps">{way}</ul>',
    ]
    for number in ordered:
        parts.append(f'<h2 id="{number}">{_title(number)}</h2>')
        parts += [_reading(told, concerned, places) for told, concerned in found[number].items()]
    if not ordered:
        parts.append('<p class="quiet">没有。</p>')
    return READINGS, "\n\n".join(parts) + "\n"


def _title(number: str) -> str:
    return "没有编号的" if number == UNNUMBERED else number


def _reading(told: tuple[str, str], rules: list[Rule], places: Mapping[str, str]) -> str:
    reading, other = told
    using = "".join(
        f'<li>{link(READINGS, places[rule.id], plain(rule.title))} <span class="quiet">{plain(rule.citation)}</span></li>'
        for rule in rules
    )
    return f"""<div class="reading">
<p><b>采用</b>{plain(reading)}</p>
<p class="quiet"><b>另一种</b>{plain(other)}</p>
<ul>{using}</ul>
</div>"""
