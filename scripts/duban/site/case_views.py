"""Cases as the inside sees them: each with its duties today; and how a duty is told in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from duban.cases.case_numbers import file_of
from duban.engine.duties import duties
from duban.engine.duty import Duty
from duban.engine.explanation import name_words, state_words
from duban.engine.office_context import OfficeContext
from duban.register.load_cases import Record, urgency
from duban.register.site_data import Everything
from duban.site.page_folder import paged
from duban.site.page_text import front, link, plain, table

RESTRICTED = "受限事项"
RULES, CASES = "rules/index.md", "cases/index.md"
HEADS = ("状态", "编号", "事项", "要做什么", "单位", "到期", "还剩", "依据")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One case, or topic or item of a meeting, with everything owed on it, as it stands now."""

    record: Record
    duties: tuple[Duty, ...]
    parts: tuple[Sheet, ...] = ()  # of a meeting

    @property
    def number(self) -> str:
        """The case number."""
        return self.record.case.number

    @property
    def restricted(self) -> bool:
        """Whether only number, dates and event words may be shown."""
        return self.record.case.restricted

    @property
    def is_part(self) -> bool:
        """Whether it is a topic or item, shown on the page of its meeting."""
        return "#" in self.number

    @property
    def title(self) -> str:
        """The title as HTML; a fixed one for a sealed case."""
        sealed = "sealed" in self.record.case.header
        return RESTRICTED if sealed else plain(self.record.course.case.title)

    @property
    def received(self) -> date:
        """The day the matter arrived, corrections applied."""
        return date.fromisoformat(self.record.course.header["received"][:10])

    @property
    def light(self) -> str:
        """The most pressing light of its duties, and of its parts': red, yellow, green, none."""
        lights = {duty.light for duty in self.duties if duty.rule.type == "duty"}
        lights.update(part.light for part in self.parts)
        return next((one for one in ("red", "yellow", "green") if one in lights), "none")


def sheets(context: OfficeContext, found: Everything, now: datetime) -> list[Sheet]:
    """Return every case and every part of one with its duties at `now`, in order of number."""
    made = [
        Sheet(record, tuple(duties(record.course, context.law(record.book), now))) for record in found.records
    ]
    parts: dict[str, list[Sheet]] = {}
    for one in made:
        if one.is_part:
            parts.setdefault(file_of(one.number), []).append(one)
    return [replace(one, parts=tuple(parts.get(one.number, ()))) for one in made]


def case_path(number: str) -> str:
    """Return the page of a case, cases/letter/2026/letter-2026-0007.md; of a part its place on that page."""
    file, mark, part = number.partition("#")
    kind, year, _ = file.split("-")
    return f"cases/{kind}/{year}/{file}.md{mark}{part}"


def rule_path(book: str) -> str:
    """Return the page of a rulebook."""
    return f"rules/{book}.md"


def light_mark(duty: Duty) -> str:
    """Return a duty's status as a mark that says in words what its colour says."""
    style = duty.light if duty.light != "none" else ("late" if duty.status == "met_late" else "done")
    return f'<span class="light {style}">{state_words(duty)}</span>'


def due_words(duty: Duty) -> str:
    """Return the due day, or what stands in its place, and whether it is provisional."""
    if duty.due is None:
        return "没有期限" if duty.started is not None else "—"
    shown = f"{duty.due:%Y-%m-%d %H:%M}" if isinstance(duty.due, datetime) else duty.due.isoformat()
    return f'<span class="day">{shown}</span>{"【暂定】" if duty.provisional else ""}'


class Owed(NamedTuple):
    """One row of a list: a duty, the title to show (HTML), and what is left or how late, in words."""

    duty: Duty
    title: str
    left: str


def article_link(here: str, duty: Duty, places: Mapping[str, str], shown: str) -> str:
    """Return an article as a link to the rule on the page of its rulebook; `places` maps a rule to there."""
    place = places.get(duty.rule.id)
    return link(here, place, plain(shown)) if place else plain(shown)


def duty_rows(here: str, owed: Iterable[Owed], places: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield table cells (HTML) of duties with their titles; links are relative to the page `here`.

    What hangs on no case has the id of its rule in the place of a number.
    """
    for duty, title, left in owed:
        there = places[duty.case] if duty.case in places else case_path(duty.case)
        number = link(here, there, plain(duty.case))
        urgent = '<span class="urgent">急件</span> ' if duty.urgent else ""
        yield (
            light_mark(duty),
            f'<span class="number">{number}</span>',
            urgent + title,
            plain(name_words(duty)),
            plain(duty.unit) or "—",
            due_words(duty),
            left,
            article_link(here, duty, places, "、".join(duty.rule.articles)),
        )


def duty_table(here: str, owed: Sequence[Owed], places: Mapping[str, str]) -> str:
    """Return a table of duties, or a line that says there is none."""
    if not owed:
        return '<p class="quiet">没有。</p>'
    return table(HEADS, duty_rows(here, owed, places), "duties")


def duty_list(
    path: str, title: str, about: str, alarm: str, owed: Sequence[Owed], places: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the pages of a list of duties, most pressing first."""
    ordered = sorted(owed, key=lambda one: urgency(one[0]))
    for name, rows, pager in paged(path, ordered):
        head = front(title=title, hide=["navigation", "toc"])
        told = f"<p>{about}共 {len(ordered)} 项。</p>"
        yield name, f"{head}\n# {title}\n\n{alarm}\n\n{told}\n\n{duty_table(name, rows, places)}\n\n{pager}\n"
