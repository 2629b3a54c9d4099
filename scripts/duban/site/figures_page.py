"""The internal page of figures a text wants seen: a rate over cases, how often in a month or year; never a lateness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from duban.engine.office_context import OfficeContext
from duban.law.rulebook import Measure, Rulebook
from duban.law.words.clock_words import EVERY
from duban.law.words.field_names import FieldNames
from duban.law.words.outcome_words import bound_words, measure_words
from duban.register.load_cases import Record
from duban.reports.measures import Figure, measures
from duban.site.page_text import front, link, plain, table

FIGURES = "figures.md"
PART = "不满一期，只列出"
OK = {True: "符合", False: "不符合", None: "还没有到期末"}


def figures_page(
    context: OfficeContext,
    records: Sequence[Record],
    words: FieldNames,
    places: Mapping[str, str],
    today: date,
) -> Iterator[tuple[str, str]]:
    """Yield the page, or nothing where no rulebook the office follows has figures."""
    parts = [
        part
        for book in dict.fromkeys(context.adopted)
        if (part := _book(book, context, records, words.of(book.kind), places, today))
    ]
    if not parts:
        return
    head = front(title="指标", hide=["navigation", "toc"])
    about = (
        "条文要求看到的数：比例按登记在册的全部件算，次数从采用这本规则书的那个月、那一年算起。"
        "只列出来看，不算逾期。"
    )
    yield FIGURES, "\n\n".join((head, "# 指标", f"<p>{about}</p>", *parts)) + "\n"


def _book(
    book: Rulebook,
    context: OfficeContext,
    records: Iterable[Record],
    words: FieldNames,
    places: Mapping[str, str],
    today: date,
) -> str:
    spans = [one for one in context.office.adopted if one.rulebook == book.id]
    since = min(one.since for one in spans)
    until = None if any(one.until is None for one in spans) else max(one.until for one in spans if one.until)
    courses = [record.course for record in records if record.book.id == book.id]
    found = list(measures(book, courses, since, today, until)) if since <= today else []
    told = [
        _measure(one, rule.id, [figure for figure in found if (figure.rule.id, figure.title) == (rule.id, one.title)],
                 words, places)
        for rule in book.rules
        for one in rule.measures
    ]  # fmt: skip
    return "\n\n".join((f"## {plain(book.title)}", *told)) if told else ""


def _measure(
    measure: Measure, rule: str, found: Sequence[Figure], words: FieldNames, places: Mapping[str, str]
) -> str:
    """Return one figure: what it counts and by which rule, and its number or the table of its periods."""
    about = f"<p>{plain(measure_words(measure, words))}。{link(FIGURES, places[rule], '看规则')}</p>"
    if not measure.per:
        return "\n\n".join((f"### {plain(measure.title)}", *map(_rate, found), about))
    bound = bound_words(measure).removeprefix("，条文写") or "没有写"
    rows = [
        (plain(one.period), f"{one.of} 次", bound, _ok(one, measure)) for one in reversed(found)
    ]  # the newest first
    counted = table(
        (EVERY[measure.per].removeprefix("每") + "份", "次数", "条文", "是否符合"), rows, "counts"
    )
    return "\n\n".join((f"### {plain(measure.title)}", about, counted))


def _rate(one: Figure) -> str:
    if not one.among:
        return '<p class="quiet">还没有可以数的件。</p>'
    return f'<p class="figure">{one.of}/{one.among} = <b>{one.of / one.among:.0%}</b></p>'


def _ok(one: Figure, measure: Measure) -> str:
    if not one.whole and one.ok is None:
        return PART
    if one.ok is None or (measure.at_least is None and measure.at_most is None):
        return "—" if one.ok is not None else OK[None]
    if one.ok:
        return OK[True]
    few = measure.at_least is not None and one.of < measure.at_least
    return f'<b class="bad">{"少于" if few else "多于"}条文写的次数</b>'
