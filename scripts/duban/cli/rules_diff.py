"""`duban rules diff REV`: which open cases a change of the rulebooks moves, from when to when."""

from __future__ import annotations

from pathlib import Path

from duban.cli.shared_options import moment
from duban.cli.terminal import console, day_text, print_json, print_table, progress, warn_left_out
from duban.engine.duty import Duty
from duban.engine.duty_words import due_mark, name_words, state_words
from duban.engine.office_context import OfficeContext
from duban.register.law_at_commit import law_at
from duban.register.law_diff import LawChanges, MovedDuty, changes
from duban.register.load_office import load

NO_RULEBOOK = "没有规则书管"
_CHANGES = {"changed": "改", "added": "增", "removed": "删"}


def diff(rev: str, form: str, today: str | None, root: Path) -> None:
    """Print what the law of the working tree moves against that of a revision."""
    context = load(root).sound()
    now = moment(today, context.office)
    old = law_at(rev, context)
    with progress("比较期限") as bar:
        found = changes(old, context, now, bar)
    warn_left_out(found.left_out)
    if form == "json":
        print_json(_value(rev, found))
    else:
        _text(context, found)


def _value(rev: str, found: LawChanges) -> dict[str, object]:
    return {
        "rev": rev,
        "rules": [
            {"id": rule.id, "change": rule.change, "fields": list(rule.fields)} for rule in found.rules
        ],
        "cases": [{"case": moved.case, "from": moved.before, "to": moved.after} for moved in found.cases],
        "moves": [_row(move) for move in found.moves],
    }


def _row(move: MovedDuty) -> dict[str, object]:
    duty = move.duty
    return {
        "case": duty.case,
        "duty": duty.rule.id,
        "seq": duty.seq,
        "unit": duty.unit,
        "from": (move.before and day_text(move.before.due)) or None,
        "to": (move.after and day_text(move.after.due)) or None,
        "change": move.change,
        "title": duty.title,
        "rule": {"title": duty.rule.title, "article": duty.rule.citation},
    }


def _text(context: OfficeContext, found: LawChanges) -> None:
    titles = _titles(context)
    rules = [
        (rule.id, _CHANGES[rule.change], "、".join(titles.get(field, field) for field in rule.fields))
        for rule in found.rules
    ]
    cases = [(moved.case, moved.before or NO_RULEBOOK, moved.after or NO_RULEBOOK) for moved in found.cases]
    moves = [_cells(move) for move in found.moves]
    screen = console()
    for heads, rows, whole in (
        (("规则", "改动", "改了什么"), rules, ()),
        (("件号", "原来的规则书", "现在的规则书"), cases, ()),
        (("件号", "要做什么", "单位", "原来到期", "现在到期", "依据"), moves, (0, 3, 4)),
    ):
        if rows:
            print_table(heads, rows, whole=whole)
            screen.print()
    screen.print(_summary(found))


def _summary(found: LawChanges) -> str:
    numbers = {move.duty.case for move in found.moves if "-" in move.duty.case}
    numbers |= {moved.case for moved in found.cases}
    summary = f"改了 {len(found.rules)} 条规则，牵动 {len(numbers)} 件、{len(found.moves)} 项。"
    if (found.moves or found.cases) and not found.rules:
        summary += "改动在放假安排、词汇表或 office.yml 里。"
    return summary


def _cells(move: MovedDuty) -> tuple[str, ...]:
    duty, before, after = move.duty, move.before, move.after
    old = _due(before) if before else "原来没有"
    new = _due(after) if after else "不用办了"
    if before and after and after.due and before.status != after.status:
        new += f"（{state_words(after)}）"
    return duty.case, name_words(duty), duty.unit or "—", old, new, "、".join(duty.rule.articles)


def _due(duty: Duty) -> str:
    return f"{day_text(duty.due)}{due_mark(duty)}" if duty.due else state_words(duty)


def _titles(context: OfficeContext) -> dict[str, str]:
    """Return what the fields of rulebooks and rules are called, by their schema."""
    schema = context.schemas.schema("rulebook")
    fields = {**schema["properties"], **schema["$defs"]["rule"]["properties"]}
    return {name: field["title"] for name, field in fields.items() if "title" in field}
