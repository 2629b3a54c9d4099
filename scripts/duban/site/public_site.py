"""The public site, as pages of Markdown: from `PublicCase`, the adopted rulebooks and the office alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from duban.cases.case_numbers import CASE_KINDS
from duban.engine.office_context import OfficeContext
from duban.law.words.field_names import field_names_from
from duban.privacy.public_case import PublicCase
from duban.site.home_page import home_page
from duban.site.public_answers import answer_index, list_pages, reply_pages
from duban.site.time_limits_page import how_long_page


def public_pages(
    context: OfficeContext, cases: tuple[PublicCase, ...], now: datetime
) -> Iterator[tuple[str, str]]:
    """Yield (path, Markdown) of every page of the public site that the program makes."""
    office = context.office
    index = answer_index(cases, {unit.code: unit.name for unit in office.units.values()})
    words = field_names_from(context.schemas, context.vocabulary, CASE_KINDS)
    yield home_page(index, office.site.get("name", office.name), now.date())
    yield from reply_pages(index)
    yield from list_pages(index)
    yield how_long_page(context.adopted, context.vocabulary, words, office, context.calendar, now)
