"""The public site, as pages of Markdown: from `PublicCase`, the adopted rulebooks and the office alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from duban.privacy.release import PublicCase
from duban.publish.home import home_page
from duban.publish.howlong import how_long_page
from duban.publish.replies import list_pages, reply_pages, shelved
from duban.publish.rule_words import words_of
from duban.records.case import KINDS
from duban.register.setting import Setting


def public_pages(setting: Setting, cases: tuple[PublicCase, ...], now: datetime) -> Iterator[tuple[str, str]]:
    """Yield (path, Markdown) of every page of the public site that the program makes."""
    office = setting.office
    shelf = shelved(cases, {unit.code: unit.name for unit in office.units.values()})
    words = words_of(setting.schemas.folder, setting.vocabulary, (*KINDS, "topic", "item"))
    yield home_page(shelf, office.site.get("name", office.name), now.date())
    yield from reply_pages(shelf)
    yield from list_pages(shelf)
    yield how_long_page(setting.adopted, setting.vocabulary, words, office, setting.calendar, now)
