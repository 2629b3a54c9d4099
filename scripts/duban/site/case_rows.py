"""Cases as the internal site shows them: each with its duties today; and a duty as a row of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from duban.cases.case import Case
from duban.cases.case_history import CaseHistory
from duban.cases.case_numbers import file_of
from duban.engine.case_view import CaseView
from duban.engine.duty import Duty
from duban.engine.duty_words import day_words, due_mark, name_words, state_words
from duban.engine.office_context import Law
from duban.register.decisions import Decided, classes_of, with_classes
from duban.register.due_list import urgency
from duban.site.page_text import Html, link, mark, plain, quiet, table

RULES, CASES = "rules/index.md", "cases/index.md"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case, or topic or item of a meeting, with everything owed on it, as it stands now.

    `filed` is the case as its file has it; `history` and `duties` are worked out with corrections applied.
    """

    filed: Case
    history: CaseHistory
    law: Law
    duties: tuple[Duty, ...]
    parts: tuple[CaseRow, ...] = ()  # of a meeting
    decisions: tuple[Decided, ...] = ()  # those that took lateness away

    @property
    def is_part(self) -> bool:
        """Whether it is a topic or item, shown on the page of its meeting."""
        return "#" in self.filed.number

    @property
    def title(self) -> Html:
        """The title; a fixed one for a sealed case."""
        return Html("受限事项") if "sealed" in self.filed.header else plain(self.history.case.title)

    @property
    def light(self) -> str:
        """The most pressing light of its duties, and of its parts': red, yellow, green, none."""
        lights = {duty.light for duty in self.duties if duty.rule.type == "duty"}
        lights.update(part.light for part in self.parts)
        return next((light for light in ("red", "yellow", "green") if light in lights), "none")


def case_rows(cases: Iterable[CaseView], now: datetime, decisions: Sequence[Decided] = ()) -> list[CaseRow]:
    """Return every case and every part of one with its duties at `now` and the decisions on it, in order of number."""
    by_case: dict[str, list[Decided]] = {}
    for decided in decisions:
        for number in {decided.case, *(lost.before.case for lost in decided.lost)}:
            by_case.setdefault(number, []).append(decided)
    classes = classes_of(decisions)
    rows = [
        CaseRow(
            case.filed,
            case.history,
            case.law,
            tuple(with_classes(case.duties(now), classes)),
            decisions=tuple(by_case.get(case.number, ())),
        )
        for case in cases
    ]
    parts: dict[str, list[CaseRow]] = {}
    for row in rows:
        if row.is_part:
            parts.setdefault(file_of(row.filed.number), []).append(row)
    return [replace(row, parts=tuple(parts.get(row.filed.number, ()))) for row in rows]


def case_page_path(number: str) -> str:
    """Return the page of a case, cases/letter/2026/letter-2026-0007.md; of a part its anchor on that page."""
    file, hash_sign, part = number.partition("#")
    kind, year, _ = file.split("-")
    return f"cases/{kind}/{year}/{file}.md{hash_sign}{part}"


def rule_path(book: str) -> str:
    """Return the page of a rulebook."""
    return f"rules/{book}.md"


def light_mark(duty: Duty) -> Html:
    """Return a duty's status as a mark that says in words what its colour says."""
    late = duty.late_days and duty.status in ("met_late", "waived") and duty.rule.type == "duty"
    style = duty.light if duty.light != "none" else ("late" if late else "done")
    return mark(f"light {style}", Html(state_words(duty)))


def due_words(duty: Duty) -> Html:
    """Return the due day, or what stands instead of it, and whether it is provisional."""
    if duty.stopped is not None:
        return Html("停止计算" if duty.started is not None else "—")
    if duty.due is None:
        return Html("没有期限" if duty.started is not None else "—")
    return Html(f"{mark('day', Html(day_words(duty.due)))}{due_mark(duty)}")


class OwedRow(NamedTuple):
    """One row of a list: a duty, the title to show, and what is left or how late, in words."""

    duty: Duty
    title: Html
    left: str


def by_urgency(owed: Iterable[OwedRow]) -> list[OwedRow]:
    """Return rows, most pressing first."""
    return sorted(owed, key=lambda row: urgency(row.duty))


def rule_link(here: str, rule: str, rule_paths: Mapping[str, str], shown: str) -> Html:
    """Return an article as a link to the rule with this id, or as plain text where that has no page."""
    return link(here, rule_paths[rule], shown) if rule in rule_paths else plain(shown)


def duty_table(here: str, owed: Sequence[OwedRow], rule_paths: Mapping[str, str]) -> Html:
    """Return a table of duties, or a line that says there is none; links are relative to the page `here`."""
    if not owed:
        return quiet("没有。")
    heads = ("状态", "编号", "事项", "要做什么", "单位", "到期", "还剩", "依据")
    return table(heads, (_duty_cells(here, row, rule_paths) for row in owed), "duties")


def _duty_cells(here: str, row: OwedRow, rule_paths: Mapping[str, str]) -> tuple[str, ...]:
    """Return the cells of a duty; what hangs on no case shows the id of its rule instead of a number."""
    duty = row.duty
    path = rule_paths.get(duty.case) or case_page_path(duty.case)
    return (
        light_mark(duty),
        mark("number", link(here, path, duty.case)),
        f"{mark('urgent', '急件')} {row.title}" if duty.urgent else row.title,
        plain(name_words(duty)),
        plain(duty.unit) or "—",
        due_words(duty),
        row.left,
        rule_link(here, duty.rule.id, rule_paths, "、".join(duty.rule.articles)),
    )
