"""What each unit owes: a table of all units, and a page for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from duban.cases.office import Unit
from duban.engine.duty import Duty
from duban.site.case_rows import OwedRow, by_urgency, duty_table
from duban.site.page_folder import paged
from duban.site.page_text import Html, facts, link, page, plain, quiet, slugs, table

INDEX = "units/index.md"
HEADS = ("单位", "已逾期", "将到期", "办理中", "按期完成", "逾期完成", "按期率")


class UnitCounts:
    """How many duties of each unit are overdue, due soon, running, met and met late; and its page."""

    def __init__(self, units: Mapping[str, Unit], owed: Iterable[OwedRow], duties: Iterable[Duty]) -> None:
        self.units = units
        self.paths = {code: f"units/{slug}.md" for code, slug in slugs(units).items()}
        self._owed = Counter((row.duty.unit, row.duty.status) for row in owed)
        self._met = Counter(
            (duty.unit, duty.status)
            for duty in duties
            if duty.status in ("met", "met_late") and duty.rule.type == "duty"
        )

    def table(self, here: str, idle: bool) -> Html:
        """Return a table of units, those with most overdue first; of idle ones (nothing owed or met) on request."""
        rows = [self._cells(here, code) for code in self._ordered() if idle or self._is_active(code)]
        return table(HEADS, rows, "counts") if rows else quiet("没有。")

    def _ordered(self) -> list[str]:
        return sorted(self.units, key=lambda code: (*(-count for count in self._standing(code)), code))

    def _standing(self, code: str) -> tuple[int, int, int]:
        """Return how many duties of a unit are overdue, due soon and running."""
        return self._owed[code, "overdue"], self._owed[code, "due_soon"], self._owed[code, "running"]

    def _is_active(self, code: str) -> bool:
        return any((*self._standing(code), self._met[code, "met"], self._met[code, "met_late"]))

    def _cells(self, here: str, code: str) -> tuple[str, ...]:
        overdue, due_soon, running = self._standing(code)
        met, late = self._met[code, "met"], self._met[code, "met_late"]
        return (
            link(here, self.paths[code], code),
            f'<b class="bad">{overdue}</b>' if overdue else "0",
            *map(str, (due_soon, running, met, late)),
            f"{met / (met + late):.0%}" if met + late else "—",
        )


def unit_pages(
    counts: UnitCounts, owed: Sequence[OwedRow], rule_paths: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the table of all units, and what each owes, most pressing first."""
    yield INDEX, page("按单位", counts.table(INDEX, idle=True))
    by_unit: dict[str, list[OwedRow]] = {}
    for row in owed:
        by_unit.setdefault(row.duty.unit, []).append(row)
    for code, unit in counts.units.items():
        for path, rows, pager in paged(counts.paths[code], by_urgency(by_unit.get(code, ()))):
            first = facts(_facts(unit)) if path == counts.paths[code] else ""
            table_of_duties = duty_table(path, rows, rule_paths)
            yield path, page(unit.name, first, "## 要办的", table_of_duties, pager, title=code)


def _facts(unit: Unit) -> Iterator[tuple[str, str]]:
    yield "代号", plain(unit.code)
    yield "联系", plain(unit.contact)
    yield "分管领导", plain(unit.leader)
    yield "综合协调机构", plain(unit.section)
    yield "电话", plain(unit.phone)
    yield "存续", f"{unit.since or ''} 至 {unit.until or '今'}" if unit.since or unit.until else ""
    yield "由谁接替", plain("、".join(unit.succeeded_by))
