"""`duban explain`: how every date of a case came about, day by day, with articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from duban.cases.case_numbers import PART, case_path
from duban.cli.command_registry import Command
from duban.cli.due import row
from duban.cli.shared_options import format_option, moment, root_option, today_option
from duban.cli.terminal import LIGHTS, console, day_text, print_json
from duban.engine.case_view import CaseView
from duban.engine.duty import Change, Duty, Stoppage
from duban.engine.duty_words import day_words, due_mark, name_words
from duban.engine.explanation import ExplainedClock, Explanation, fold
from duban.engine.explanation import explain as explain_duty
from duban.engine.lacking_notices import lacking_notices
from duban.engine.lifecycle import arrival
from duban.engine.office_context import OfficeContext
from duban.findings.finding import Unusable, UnusableFile
from duban.law.missing_notices import missing_words
from duban.register.decision_words import decision_lines
from duban.register.decisions import Decided, classes_of, decisions_of, with_classes
from duban.register.load_cases import find_case
from duban.register.load_office import load
from duban.register.meant_case import meant_cases


@click.command("explain", cls=Command, short_help="逐日说明一件的每个期限怎样算出来")
@click.argument("case", metavar="件号")
@click.argument("duty", required=False, metavar="[规则]")
@format_option("text", "json")
@today_option
@root_option
def explain(case: str, duty: str | None, form: str, today: str | None, root: Path) -> None:
    """逐日说明一件的每个期限：从哪天起、按哪一条、哪些日子不算、哪个期限先到。

    件号如 letter-2026-0007；再写规则（如 dwk.mailbox.handle）只看这一项。
    """
    context = load(root).sound()
    now = moment(today, context.office)
    view = _found(context, case, now.date().isoformat())
    decisions = list(decisions_of(view))
    duties = with_classes(view.duties(now), classes_of(decisions))
    explanations = [explain_duty(each, view.law) for each in _asked(duties, case, duty)]
    if form == "json":
        print_json({"duties": [_row(explanation, decisions) for explanation in explanations]})
        return
    screen = console()
    screen.print(f"{case}　{view.case.title}", style="bold")
    screen.print(f"{_arrived(view)}，现在“{view.history.state}”，截至 {day_words(now)[:10]}")
    asked = [explanation.duty for explanation in explanations]
    if missing := missing_words(lacking_notices(asked, now, context.calendar), context.calendar):
        screen.print(missing, soft_wrap=True)
    for explanation in explanations:
        _text(explanation, decision_lines(decisions, explanation.duty.id))


def _found(context: OfficeContext, case: str, until: str) -> CaseView:
    """Return the case as it stood on a day. Raises Unusable, with the cases that may be meant, where there is none."""
    try:
        return find_case(context, case, until)
    except UnusableFile:
        raise
    except Unusable as unusable:
        if PART.fullmatch(case) or ((path := case_path(case)) and (context.root / path).is_file()):
            raise
        raise Unusable(f"{unusable}。{meant_cases(context, case)}".rstrip("。")) from None


def _asked(duties: list[Duty], case: str, rule: str | None) -> list[Duty]:
    """Return the duties by one rule, all without one. Raises Unusable where the case has none by it."""
    if rule is None:
        return duties
    asked = [duty for duty in duties if duty.rule.id == rule]
    if not asked:
        ids = dict.fromkeys(duty.rule.id for duty in duties)
        raise Unusable(f"{case} 没有 {rule} 这一项；有：{'、'.join(ids)}")
    return asked


def _arrived(view: CaseView) -> str:
    """Return when it came: of a part when the meeting was held, else the date that picks the version of the law."""
    header, arrives = view.case.header, view.book.arrives
    if PART.fullmatch(view.number) and header.get("held"):
        return f"会议 {header['held'][:10]}"
    titles = {**view.context.schemas.titles(view.case.kind), "received": "收到"}
    named = arrives if header.get(arrives) else "received"
    return f"{titles.get(named, named)} {arrival(view.history, view.book)}"


def _row(explanation: Explanation, decisions: Sequence[Decided]) -> dict[str, object]:
    clocks = explanation.clocks
    binding = next(
        (each for each in clocks if each.clock.binding), clocks[0] if clocks else explanation.at_rest
    )
    return {
        **row(explanation.duty),
        "clocks": [
            {
                "starts": day_text(each.clock.starts) or None,
                "within": each.clock.within or ("stated" if each.clock.stated else "week"),
                "due": day_text(each.clock.due),
                "binding": each.clock.binding,
                "provisional": each.clock.provisional,
                "entry": each.clock.by[0] if each.clock.by else None,
            }
            for each in clocks
        ],
        "lapsed": explanation.duty.lapsed or None,
        "stops": [_stop(stop) for stop in explanation.duty.stops],
        "changes": [_change(change) for change in explanation.duty.changes],
        "late_entries": [
            {"entry": late.number, "event": late.event, "reason": late.reason}
            for late in explanation.duty.late_entries
        ],
        "decisions": list(decision_lines(decisions, explanation.duty.id)),
        "steps": [
            {"at": day_text(step.at), "count": step.count, "why": step.why}
            for step in (binding.steps if binding else ())
        ],
    }


def _stop(stop: Stoppage) -> dict[str, object]:
    """Return one stop: the entry that made it, the event it waits for, the entry that ended it, its last day."""
    return {
        "entry": stop.number,
        "event": stop.event,
        "since": stop.day.isoformat(),
        "until": stop.until,
        "anew": stop.anew,
        "ends": day_text(stop.ends) or None,
        "resumed": day_text(stop.resumed) or None,
        "resumed_by": stop.resumed_by or None,
    }


def _change(change: Change) -> dict[str, object]:
    """Return what an entry did to the limit: moved, kept, or nothing, too_late or incomplete."""
    return {
        "entry": change.entry,
        "event": change.event,
        "day": day_text(change.day),
        "effect": change.effect,
        "before": day_text(change.before) or None,
        "after": day_text(change.after) or None,
        "last": day_text(change.last) or None,
        "lacks": list(change.lacks),
    }


def _text(explanation: Explanation, decisions: Iterable[str]) -> None:
    screen, duty = console(), explanation.duty
    screen.print()
    screen.print(
        f"■ {name_words(duty)}　{duty.rule.id}", style=f"bold {LIGHTS[duty.light]}".replace("dim", "")
    )
    screen.print(f"  依据　{duty.rule.citation}")
    screen.print(f"  单位　{duty.unit or '—'}")
    due = day_words(duty.due) + due_mark(duty)
    screen.print(f"  应于　{due}　{explanation.status}")
    for change in explanation.changes:
        screen.print(f"  变动　{change}")
    for line in decisions:
        screen.print(f"  决定　{line}")
    several = len(explanation.clocks) > 1
    for explained in explanation.clocks:
        _clock(explained, _mark(explained, several))
    if explanation.at_rest is not None:
        _clock(explanation.at_rest, "时钟（停止）　")
    reading = duty.rule.interpretation
    if reading:
        screen.print(f"  理解　{reading.reading}")


def _clock(explained: ExplainedClock, head: str) -> None:
    """Print one clock, with the days that do not count and those that do."""
    screen, clock = console(), explained.clock
    screen.print(f"  {head}{explained.words}")
    if explained.skipped:
        screen.print(f"    　不算的日子：{'；'.join(fold(explained.skipped))}")
    counted = [step for step in explained.steps if step.count and step.why is None]
    if clock.binding and clock.period and clock.period.counts_worked and counted:
        days = "、".join(f"{step.count}）{day_text(step.at)[5:]}" for step in counted)
        screen.print(f"    　逐日：{days}")


def _mark(explained: ExplainedClock, several: bool) -> str:
    if not several:
        return "时钟　" if explained.clock.binding else "时钟（另一项先到）　"
    if explained.clock.target:
        return "目标　"
    return "时钟（先到，以此为准）　" if explained.clock.binding else "时钟（后到）　"
