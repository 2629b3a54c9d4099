"""The internal page of figures a text wants seen: rates over cases, how often in a month or year; no lateness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from duban.engine.case_view import CaseView
from duban.engine.office_context import OfficeContext
from duban.law.rule_parts import Measure
from duban.law.rulebook import Rulebook
from duban.law.words.clock_words import EVERY
from duban.law.words.field_names import FieldNames
from duban.law.words.outcome_words import bound_words, measure_words
from duban.reports.measures import Figure, measures
from duban.site.page_text import Pages, link, page, plain, quiet, table

FIGURES = "figures.md"


def figures_page(
    context: OfficeContext,
    cases: Sequence[CaseView],
    names: FieldNames,
    rule_paths: Mapping[str, str],
    today: date,
) -> Pages:
    """Yield the page, or nothing where no rulebook the office follows has figures."""
    parts: list[str] = []
    for book in dict.fromkeys(context.adopted):
        if measured := [(rule, measure) for rule in book.rules for measure in rule.measures]:
            figures, own = _figures(book, context, cases, today), names.of(book.kind)
            parts.append(f"## {plain(book.title)}")
            for rule, measure in measured:
                counted = figures.get((rule.id, measure.title), ())
                parts.append(_measure(measure, counted, own, rule_paths[rule.id]))
    if parts:
        yield (
            FIGURES,
            page(
                "指标",
                "<p>条文要求看到的数：比例按登记在册的全部件算，次数从采用这本规则书的那个月、那一年算起。"
                "只列出来看，不算逾期。</p>",
                *parts,
            ),
        )


def _figures(
    book: Rulebook, context: OfficeContext, cases: Iterable[CaseView], today: date
) -> dict[tuple[str, str], list[Figure]]:
    """Return the figures of a rulebook by rule and title, none before the office follows it."""
    adoptions = [adoption for adoption in context.office.adopted if adoption.rulebook == book.id]
    since = min(adoption.since for adoption in adoptions)
    until = max(adoption.until or date.max for adoption in adoptions)
    figures: dict[tuple[str, str], list[Figure]] = {}
    if since <= today:
        histories = [case.history for case in cases if case.book.id == book.id]
        for figure in measures(book, histories, since, today, until):
            figures.setdefault((figure.rule.id, figure.title), []).append(figure)
    return figures


def _measure(measure: Measure, figures: Sequence[Figure], names: FieldNames, rule_path: str) -> str:
    """Return one measure: what it counts and by which rule, and its number or the table of its periods."""
    heading = f"### {plain(measure.title)}"
    about = f"<p>{plain(measure_words(measure, names))}。{link(FIGURES, rule_path, '看规则')}</p>"
    if not measure.per:
        return "\n\n".join((heading, *map(_rate, figures), about))
    bound = bound_words(measure).removeprefix("，条文写") or "没有写"
    newest_first = [
        (plain(figure.period), f"{figure.of} 次", bound, _judged(figure, measure))
        for figure in reversed(figures)
    ]
    heads = (EVERY[measure.per].removeprefix("每") + "份", "次数", "条文", "是否符合")
    return "\n\n".join((heading, about, table(heads, newest_first, "counts")))


def _rate(figure: Figure) -> str:
    if not figure.among:
        return quiet("还没有可以数的件。")
    return f'<p class="figure">{figure.of}/{figure.among} = <b>{figure.of / figure.among:.0%}</b></p>'


def _judged(figure: Figure, measure: Measure) -> str:
    """Return whether a count is within the bounds of the text, or why it is not judged."""
    if figure.ok is None:
        return "还没有到期末" if figure.whole else "不满一期，只列出"
    if measure.at_least is None and measure.at_most is None:
        return "—"
    if figure.ok:
        return "符合"
    few = measure.at_least is not None and figure.of < measure.at_least
    return f'<b class="bad">{"少于" if few else "多于"}条文写的次数</b>'
