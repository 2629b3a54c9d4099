"""`duban due`: what is owed, by whom, until when, by which article."""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click

from duban.cases.case_numbers import CASE_KINDS
from duban.cases.schema_violations import guess
from duban.cli.command_registry import Command
from duban.cli.shared_options import format_option, moment, root_option, today_option
from duban.cli.terminal import (
    LIGHTS,
    console,
    csv_bytes,
    day_text,
    print_json,
    print_table,
    progress,
    say_bytes,
    warn_left_out,
)
from duban.engine.duty import OWED, STATUSES, Duty
from duban.engine.duty_words import (
    LATE_ENTRY,
    bare_state_words,
    due_mark,
    left_words,
    listed_once,
    name_words,
    standing_words,
    state_words,
)
from duban.engine.lacking_notices import lacking_notices
from duban.engine.office_context import OfficeContext
from duban.findings.finding import Unusable
from duban.law.calendar import Calendar
from duban.law.missing_notices import announced_words, missing_words
from duban.notify.unit_calendars import calendar_of
from duban.register.due_list import ROUTINE, Wanted
from duban.register.due_list import due as due_list
from duban.register.load_office import load
from duban.unseen_characters import spelled_out

MARKS = {"overdue": "●", "due_soon": "◎", "running": "○", "open": "○"}
_HEADS = [
    "件号",
    "事项",
    "序",
    "件名",
    "单位",
    "起算",
    "应于",
    "暂定",
    "完成",
    "状态",
    "剩余",
    "逾期天数",
    "逾期暂定",
    "条文",
]


@click.command("due", cls=Command, short_help="列出欠着的事：谁、哪一天、依据哪一条")
@click.option("--unit", metavar="单位", help="只看一个单位的")
@click.option(
    "--kind",
    metavar="类别",
    help="只看一类：letter、proposal 等；meeting（会议，连同议题和议定事项）、topic（议题）、item（议定事项）、"
    "routine（定期工作）",
)
@click.option(
    "--status",
    metavar="状态",
    help="只看这些状态，用逗号隔开，或写 all；默认是还没有完成的：running,due_soon,overdue",
)
@format_option("text", "json", "csv", "xlsx", "ics")
@today_option
@root_option
def due(
    unit: str | None, kind: str | None, status: str | None, form: str, today: str | None, root: Path
) -> None:
    """列出欠着的事，最急的在前。xlsx 写到标准输出，请重定向到文件：duban due --format xlsx > 台账.xlsx"""
    context = load(root).sound()
    _known(context, unit, kind)
    statuses = _statuses(status)
    if form == "xlsx" and sys.stdout.isatty():
        raise Unusable("xlsx 不能显示在屏幕上，请写到文件里：duban due --format xlsx > 台账.xlsx")
    now = moment(today, context.office)
    with progress("计算期限") as bar:
        owed, left_out = due_list(context, now, Wanted(statuses, unit, kind), bar)
    warn_left_out(left_out)
    if form == "json":
        # As it was given: a bare day stays a bare day.
        as_of = today or day_text(context.office.sample_today or now)
        print_json({"as_of": as_of, "duties": [row(duty) for duty in owed]})
    elif form == "csv":
        say_bytes(csv_bytes(_HEADS, [_cells(duty, context.calendar) for duty in owed]))
    elif form == "xlsx":
        rows = [_cells(duty, context.calendar) for duty in owed]
        say_bytes(_workbook("督办事项", _HEADS, rows, now))
    elif form == "ics":
        say_bytes(calendar_of(context.office, owed, now, announced_words(context.calendar)))
    else:
        _text(context, owed, now)


def _known(context: OfficeContext, unit: str | None, kind: str | None) -> None:
    if unit is not None and unit not in context.office.units:
        hint = guess(unit, context.office.units)
        raise Unusable(f"office.yml 里没有“{unit}”这个单位；{hint}有：{'、'.join(context.office.units)}")
    kinds = (*CASE_KINDS, ROUTINE)
    if kind is not None and kind not in kinds:
        by_title = {context.schemas.title(name): name for name in CASE_KINDS}
        hint = f"是不是要 {by_title[kind]}？" if kind in by_title else guess(kind, kinds)
        raise Unusable(f"没有“{kind}”这一类；{hint}有：{'、'.join(kinds)}")


def _statuses(text: str | None) -> frozenset[str]:
    if text is None:
        return OWED
    if text == "all":
        return frozenset(STATUSES)
    named = [part.strip() for part in text.split(",")]
    for name in named:
        if name not in STATUSES:
            raise Unusable(f"没有“{name}”这个状态；有：{'、'.join(STATUSES)}，或写 all")
    return frozenset(named)


def row(duty: Duty) -> dict[str, object]:
    """Return a duty as the JSON contract has it."""
    return {
        "id": duty.id,
        "case": duty.case,
        "duty": duty.rule.id,
        "seq": duty.seq,
        "title": duty.title,
        "unit": duty.unit,
        "started": day_text(duty.started) or None,
        "due": day_text(duty.due) or None,
        "met": day_text(duty.met) or None,
        "status": duty.status,
        "light": duty.light,
        "provisional": duty.provisional,
        "days_left": duty.days_left,
        "late_days": duty.late_days,
        "late_provisional": duty.late_provisional,
        "rule": {"title": duty.rule.title, "article": duty.rule.citation},
        "waived": day_text(duty.waived) or None,
        "type": duty.rule.type,
        "state": state_words(duty),
        "concerns": duty.concerns or None,
        "late_entry": duty.late_entry,
        "decision": duty.decision or None,
    }


def _cells(duty: Duty, calendar: Calendar) -> list[object]:
    is_right = duty.rule.type == "window"  # a right used after it lapsed is nobody's lateness
    return [
        duty.case,
        name_words(duty),
        duty.seq,
        duty.title,
        duty.unit,
        day_text(duty.started),
        day_text(duty.due),
        "暂定" if duty.provisional else "",
        day_text(duty.met),
        standing_words(duty, calendar),
        "" if duty.days_left is None else duty.days_left,
        "" if is_right else duty.late_days or "",
        "暂定" if duty.late_provisional and not is_right else "",
        duty.rule.citation,
    ]


def _workbook(name: str, heads: Sequence[str], rows: Sequence[Sequence[object]], now: datetime) -> bytes:
    """Return an .xlsx with one sheet: a frozen, filtered heading and text cells no program executes."""
    import xlsxwriter  # no other form of the list needs it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": name, "created": now})
        sheet = book.add_worksheet(name)
        bold = book.add_format({"bold": True, "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_row(0, 0, heads, bold)
        for number, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(number, column, spelled_out(cell), wrap)
                else:
                    sheet.write(number, column, cell, wrap)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
        for column, texts in enumerate(zip(heads, *rows, strict=True)):
            sheet.set_column(column, column, min(48, max(_columns(str(text)) for text in texts) + 2))
    return out.getvalue()


def _columns(text: str) -> int:
    """Return the width of a text, a Chinese character being two columns wide."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


_WIDE = 130
"""A terminal narrower than this gets five columns, the article under the matter and the days under the date."""


def _marked_state(duty: Duty) -> str:
    urgent = "【急】" if duty.urgent and duty.status in OWED else ""
    return MARKS.get(duty.status, "·") + state_words(duty) + urgent


def _text(context: OfficeContext, owed: list[Duty], now: datetime) -> None:
    screen = console()
    narrow = screen.is_terminal and screen.width < _WIDE
    rows: list[tuple[str, ...]] = []
    lights = []
    for duty, name in listed_once(owed):
        day = (day_text(duty.due) or "—") + due_mark(duty)
        days, articles = left_words(duty, now, context.calendar), "、".join(duty.rule.articles)
        head = (_marked_state(duty), duty.case, duty.unit or "—")
        if narrow:
            rows.append((*head, f"{day}\n{days.partition('（')[0]}", f"{name}\n{articles}"))
        else:
            rows.append((*head, name, day, days, articles))
        lights.append(LIGHTS[duty.light])
    if rows and narrow:
        print_table(("状态", "件号", "单位", "应于", "事项和依据"), rows, lights, whole=(0, 1, 3))
    elif rows:
        heads = ("状态", "件号", "单位", "事项", "应于", "期限", "依据")
        print_table(heads, rows, lights, whole=(0, 1, 4))
    screen.print(f"截至 {day_text(now)[:10]}：{_totals(owed) or '没有符合条件的事项'}。")
    if missing := missing_words(lacking_notices(owed, now, context.calendar), context.calendar):
        screen.print(missing, soft_wrap=True)


def _totals(owed: list[Duty]) -> str:
    """Return how many duties stand in each way, in the order of the statuses; of these, how many were late when waived
    and how many were recorded afterwards. What a decision made of a duty is counted apart."""
    counts: Counter[tuple[str, str]] = Counter()
    among: dict[tuple[str, str], Counter[str]] = {}
    for duty in owed:
        words = f"{bare_state_words(duty)}（{duty.decision}）" if duty.decision else bare_state_words(duty)
        standing = duty.status, words
        counts[standing] += 1
        kinds = among.setdefault(standing, Counter())
        kinds["当时已晚"] += duty.status == "waived" and duty.late_days > 0
        kinds[LATE_ENTRY] += duty.late_entry and not duty.decision
    ordered = sorted(counts, key=lambda standing: (STATUSES.index(standing[0]), -counts[standing]))
    return "，".join(
        f"{standing[1].replace('，', '、')} {counts[standing]} 项{_among(among[standing])}"
        for standing in ordered
    )


def _among(kinds: Mapping[str, int]) -> str:
    """Return how many of a count are of a kind that is told apart: （其中当时已晚 1 项，补记 2 项）."""
    parts = [f"{kind} {count} 项" for kind, count in kinds.items() if count]
    return f"（其中{'，'.join(parts)}）" if parts else ""
