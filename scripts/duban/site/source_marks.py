"""The texts a rule or rulebook stands on, as pages name them: title, number, date, standing."""

from __future__ import annotations

from collections.abc import Iterable

from duban.engine.explanation import STANDINGS
from duban.law.rulebook import Source
from duban.site.page_text import Html, mark, plain


def standing_mark(standing: str) -> Html:
    """Return the standing of a text (draft, issued, undated, statute, unverified) as a mark."""
    return mark("standing", STANDINGS.get(standing, standing))


def sources_list(sources: Iterable[Source]) -> str:
    """Return the instruments with number, date, standing and what is to be known of them."""
    rows = []
    for source in sources:
        day = "" if source.date == "undated" else plain(source.date)
        number = "" if source.number.startswith("无") else plain(source.number)
        text = " ".join(filter(None, (f"《{plain(source.title)}》", number, day)))
        note = f"<br>{plain(source.note)}" if source.note else ""
        rows.append(f"<li>{text}{standing_mark(source.standing)}{note}</li>")
    return "\n".join(('<ul class="sources">', *rows, "</ul>"))
