"""`duban explain`: how every date of a case came about, day by day, with articles."""

from __future__ import annotations

from pathlib import Path

import click

from duban.cases.case_numbers import PART
from duban.cli.command_registry import Command
from duban.cli.due import row
from duban.cli.shared_options import format_option, moment, root_option, today_option
from duban.cli.terminal import LIGHTS, console, day_text, print_json
from duban.engine.duties import duties
from duban.engine.explanation import Explanation, Told, day_words, fold, name_words
from duban.engine.explanation import explain as explain_duty
from duban.engine.lifecycle import arrival
from duban.engine.office_context import OfficeContext
from duban.findings.finding import Unusable
from duban.register.load_cases import Record, record
from duban.register.load_office import load


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
    found = record(context, case, now.date().isoformat())
    law = context.law(found.book)
    owed = duties(found.course, law, now)
    if duty is not None:
        ids = list(dict.fromkeys(one.rule.id for one in owed))
        owed = [one for one in owed if one.rule.id == duty]
        if not owed:
            raise Unusable(f"{case} 没有 {duty} 这一项；有：{'、'.join(ids)}")
    told = [explain_duty(one, law) for one in owed]
    if form == "json":
        print_json({"duties": [_row(one) for one in told]})
        return
    screen = console()
    title = found.course.case.title
    screen.print(f"{found.case.number}　{title}", style="bold")
    came = _arrived(found, context)
    screen.print(f"{came}，现在“{found.course.state}”，截至 {day_words(now)[:10]}")
    for one in told:
        _text(one)


def _arrived(found: Record, context: OfficeContext) -> str:
    """Return when it came: of a part when the meeting was held, else the date that picks the version of the law."""
    header, arrives = found.course.header, found.book.arrives
    if PART.fullmatch(found.case.number) and header.get("held"):
        return f"会议 {header['held'][:10]}"
    titles = {**context.schemas.titles(found.case.kind), "received": "收到"}
    named = arrives if header.get(arrives) else "received"
    return f"{titles.get(named, named)} {arrival(found.course, found.book)}"


def _row(one: Explanation) -> dict[str, object]:
    binding = next((told for told in one.clocks if told.clock.binding), one.clocks[0] if one.clocks else None)
    return {
        **row(one.duty),
        "clocks": [
            {
                "starts": day_text(told.clock.starts) or None,
                "within": told.clock.within or "stated",
                "due": day_text(told.clock.due),
                "binding": told.clock.binding,
            }
            for told in one.clocks
        ],
        "steps": [
            {"at": day_text(step.at), "count": step.count, "why": step.why}
            for step in (binding.steps if binding else ())
        ],
    }


def _text(one: Explanation) -> None:
    screen, duty = console(), one.duty
    screen.print()
    screen.print(
        f"■ {name_words(duty)}　{duty.rule.id}", style=f"bold {LIGHTS[duty.light]}".replace("dim", "")
    )
    screen.print(f"  依据　{duty.rule.citation}")
    screen.print(f"  单位　{duty.unit or '—'}")
    due = day_words(duty.due) + ("【暂定】" if duty.provisional else "")
    screen.print(f"  应于　{due}　{one.status}")
    several = len(one.clocks) > 1
    for told in one.clocks:
        screen.print(f"  {_mark(told, several)}{told.words}")
        if told.skipped:
            screen.print(f"    　不算的日子：{'；'.join(fold(told.skipped))}")
        counted = [step for step in told.steps if step.count and step.why is None]
        if told.clock.binding and told.clock.period and told.clock.period.counts_worked and counted:
            days = "、".join(f"{step.count}）{day_text(step.at)[5:]}" for step in counted)
            screen.print(f"    　逐日：{days}")
    reading = duty.rule.interpretation
    if reading:
        screen.print(f"  理解　{reading.reading}")


def _mark(told: Told, several: bool) -> str:
    if not several:
        return "时钟　" if told.clock.binding else "时钟（另一项先到）　"
    if told.clock.target:
        return "目标　"
    return "时钟（先到，以此为准）　" if told.clock.binding else "时钟（后到）　"
