"""What can be wrong with office.yml beyond its form: units, posts, adoptions, dates and figures it sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from duban.cases.office import Office
from duban.cases.schemas import Schemas
from duban.engine.requirements import office_breaches
from duban.findings.finding import Unusable, Violation
from duban.law.calendar import FIRST_YEAR, LAST_YEAR
from duban.law.deadlines import parse
from duban.law.lint_limits import too_long
from duban.law.requires_people import ROSTER
from duban.law.rulebook import ANY, Requirement, Rule, Rulebook
from duban.privacy.sealing import recipient

YEARS = range(FIRST_YEAR + 1, LAST_YEAR)
_YEAR = f"年份要在 {YEARS[0]} 至 {YEARS[-1]} 之间"


def office_faults(
    office: Office, books: Sequence[Rulebook], written: Sequence[Mapping[str, Any]], schemas: Schemas
) -> Iterator[Violation]:
    """Yield what is wrong with an office by the rulebooks there are; `written` are its units as written."""
    seen: set[str] = set()
    for place, unit in enumerate(written):
        if unit["code"] in seen:
            said = f"单位“{unit['code']}”写了两次，只留一处"
            yield Violation(("units", place, "code"), "office.twice", said)
        seen.add(unit["code"])
    known = {book.id: book for book in books}
    for place, one in enumerate(office.adopted):
        if one.rulebook not in known:
            said = f"没有规则书 {one.rulebook}，可以用的有：{'、'.join(known)}"
            yield Violation(("adopted", place, "rulebook"), "office.rulebook", said)
    yield from _units(office)
    yield from _spans(office)
    rules = {rule.id: rule for book in books for rule in book.rules}
    for name, periods in (("limits", office.limits), ("routines", office.routines)):
        for id, text in periods.items():
            yield from _period((name, id), id, text, rules)
    yield from _rounds(office, rules)
    used = [known[id] for id in dict.fromkeys(one.rulebook for one in office.adopted) if id in known]
    yield from _rosters(office, used, schemas)
    for book in used:
        posts = {held.post for rule in book.rules for held in rule.held_by if held.post}
        for post in sorted(posts - office.posts.keys()):
            said = f"{book.title}用到“{post}”，请在 posts 里写明是哪个单位"
            yield Violation(("posts",), "office.post", said)
        for breach in office_breaches(office, book):
            yield Violation(breach.where, breach.rule, breach.message, breach.level, breach.citation)


def _units(office: Office) -> Iterator[Violation]:
    """Every unit named is one of the office's."""
    named = [(("posts", key), unit) for key, unit in office.posts.items()]
    named += [
        (("units", place, "succeeded_by"), heir)
        for place, unit in enumerate(office.units.values())
        for heir in unit.succeeded_by
    ]
    named += [(("members", place, "unit"), one.unit) for place, one in enumerate(office.members)]
    named += [(("keys", place, "unit"), key.unit) for place, key in enumerate(office.keys) if key.unit]
    for where, unit in named:
        if unit not in office.units:
            yield Violation(where, "office.unit", f"units 里没有“{unit}”这个单位")


def _period(
    where: tuple[str | int, ...], id: str, text: str, rules: Mapping[str, Rule]
) -> Iterator[Violation]:
    """A date the office sets is for a rule there is, and can be counted forwards from a day."""
    if id not in rules:
        yield Violation(where, "office.rule", f"没有规则 {id}")
    if said := _no_limit(text):
        yield Violation(where, "office.period", said)


def _no_limit(text: str) -> str | None:
    """Return why a text cannot be a limit counted forwards from a day; None where it can."""
    try:
        period = parse(text)
    except ValueError as error:
        return str(error)
    if period.is_clock or period.before:
        return f"“{text}”不能从某一天往后数，写成 10 working days、15 days、1 month 或 by 01-31"
    return too_long(text, period)


def _rounds(office: Office, rules: Mapping[str, Rule]) -> Iterator[Violation]:
    """A round's dates stand in the place of fixed dates, or belong to a rule that is owed once a round."""
    for year, dates in office.rounds.items():
        if year not in YEARS:
            yield Violation(("rounds", str(year)), "office.year", _YEAR)
        for id, text in dates.items():
            where = ("rounds", str(year), id)
            yield from _period(where, id, text, rules)
            rule = rules.get(id)
            if rule is not None and rule.scope != "round" and not _is_dated(rule):
                said = f"{id} 的期限不是固定日期，也不是一年一轮的，不能在 rounds 里改；把这一行删去"
                yield Violation(where, "office.round", said)


def _is_dated(rule: Rule) -> bool:
    """Whether every limit of a rule is a date of the year."""
    periods = [limit.period for dated in rule.within for limit in dated.limits]
    return bool(periods) and all(period is not None and period.month_day for period in periods)


def _rosters(office: Office, books: Sequence[Rulebook], schemas: Schemas) -> Iterator[Violation]:
    """A roster is one of a type of meeting, and where a share of the members is asked for there is one."""
    types = schemas.shapes("meeting").get("meeting", {}).get("enum", ())
    for name in office.rosters:
        if types and name not in types:
            said = f"没有“{name}”这种会议；只能是：{'、'.join(types)}"
            yield Violation(("rosters", name), "office.meeting", said)
    asked: dict[str, str] = {}  # type of meeting, or "" for any -> who asks for its members
    for book, rule, one in _counting_members(books):
        for name in dict(one.only_if).get("meeting", frozenset()) - {ANY} or {""}:
            asked.setdefault(str(name), f"{book.title}（{rule.id}）")
    for name, who in sorted(asked.items()):
        if name and name not in office.rosters:
            said = f"{who}要数“{name}”的组成人员，请在 rosters 里写明：{name}: [区长, …]"
            yield Violation(("rosters",), "office.roster", said)
        elif not name and not office.rosters:
            said = f"{who}要数组成人员，请在 rosters 里写明，例如 常务会议: [区长, …]"
            yield Violation(("rosters",), "office.roster", said)


def _counting_members(books: Sequence[Rulebook]) -> Iterator[tuple[Rulebook, Rule, Requirement]]:
    return (
        (book, rule, one)
        for book in books
        for rule in book.rules
        for one in rule.requires
        if one.terms.get("ratio", {}).get("in") == ROSTER
    )


def _spans(office: Office) -> Iterator[Violation]:
    """Days the calendar covers, hours that begin before they end, nobody who succeeds himself."""
    if office.sample_today is not None and office.sample_today.year not in YEARS:
        yield Violation(("sample", "today"), "office.year", _YEAR)
    seen: dict[str, int] = {}
    for place, one in enumerate(office.adopted):
        if one.since.year not in YEARS:
            yield Violation(("adopted", place, "from"), "office.year", _YEAR)
        if one.until is not None and one.until < one.since:
            said = f"{one.rulebook} 的 to（停用日期）{one.until} 早于 from {one.since}，等于没有采用"
            yield Violation(("adopted", place, "to"), "office.span", said)
        before = office.adopted[seen[one.rulebook]] if one.rulebook in seen else None
        if before is not None and (before.until is None or one.since <= before.until):
            said = f"{one.rulebook} 已经采用了一次；前一次要先写 to（停用日期）"
            yield Violation(("adopted", place, "rulebook"), "office.twice", said)
        seen[one.rulebook] = place
    ends = ""
    for place, (opens, closes) in enumerate(office.hours):
        if not ends <= opens < closes:
            yield Violation(
                ("hours", place), "office.hours", f"办公时间 {opens} 至 {closes} 不对：先后要排好，止在起之后"
            )
        ends = closes
    for place, unit in enumerate(office.units.values()):
        if unit.since and unit.until and unit.until < unit.since:
            yield Violation(("units", place, "to"), "office.unit", f"{unit.code} 的 to 早于 from")
        if unit.succeeded_by and not office.successors(unit.code, date.max):
            heirs = "、".join(unit.succeeded_by)
            yield Violation(
                ("units", place, "succeeded_by"),
                "office.heir",
                f"{unit.code} 的承接单位 {heirs} 绕回了自己，或者也都撤销了",
            )
    for place, key in enumerate(office.keys):
        try:
            recipient(key.recipient)
        except Unusable as error:
            yield Violation(("keys", place, "recipient"), "office.key", str(error))
