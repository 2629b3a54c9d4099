"""What can be wrong with office.yml beyond its form: units, posts, adoptions, dates and figures it sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from duban.alike_names import likeness, shared_form
from duban.cases.office import Office
from duban.cases.schema_violations import guess
from duban.cases.schemas import Schemas
from duban.engine.requirements import office_breaches
from duban.findings import office_checks
from duban.findings.finding import Unusable, Violation, Where
from duban.law.calendar import FIRST_YEAR, LAST_YEAR
from duban.law.deadlines import parse
from duban.law.lint_limits import too_long
from duban.law.rule_parts import ANY
from duban.law.rulebook import Rule, Rulebook
from duban.law.words.people_words import ROSTER
from duban.privacy.public_lines import MOST_RANGES, is_range, range_fault
from duban.privacy.sealing import recipient

YEARS = range(FIRST_YEAR + 1, LAST_YEAR)
_YEAR_MESSAGE = f"年份要在 {YEARS[0]} 至 {YEARS[-1]} 之间"


def office_violations(
    office: Office,
    books: Sequence[Rulebook],
    written: Sequence[Mapping[str, Any]],
    schemas: Schemas,
    unsound: Mapping[str, str],
) -> Iterator[Violation]:
    """Yield what is wrong with an office by the rulebooks there are; `written` are its units as written, `unsound`
    the adopted rulebooks that have errors, each with its file."""
    known = {book.id: book for book in books}
    rules = {rule.id: rule for book in books for rule in book.rules}
    adopted = dict.fromkeys(adoption.rulebook for adoption in office.adopted)
    used = [known[id] for id in adopted if id in known]
    yield from _check_unit_codes(written)
    yield from _check_rulebooks(office, known, unsound)
    yield from _check_named_units(office)
    yield from _check_sample_day(office)
    yield from _check_adoptions(office)
    yield from _check_hours(office)
    yield from _check_units(office)
    yield from _check_keys(office)
    yield from _check_public_lines(office)
    for name, periods in (("limits", office.limits), ("routines", office.routines)):
        for id, text in periods.items():
            yield from _check_period((name, id), id, text, rules)
            yield from _check_reach(name, id, rules)
    yield from _check_rounds(office, rules)
    yield from _check_rosters(office, used, schemas)
    for book in used:
        yield from _check_posts(office, book)
        yield from office_breaches(office, book)


def _check_unit_codes(written: Sequence[Mapping[str, Any]]) -> Iterator[Violation]:
    """A unit must stand once, and its code be no other's but for capitals: calendars and pages are named after it."""
    seen: dict[str, str] = {}
    for index, unit in enumerate(written):
        code: str = unit["code"]
        other = seen.setdefault(shared_form(code), "")
        if other:
            message = f"单位“{code}”写了两次，只留一处"
            if other != code:
                message = f"单位“{code}”和“{other}”{likeness(code, other)}，分不开；请换一个代号"
            yield office_checks.WRITTEN_TWICE.violation(("units", index, "code"), message)
        seen[shared_form(code)] = other or code


def _check_rulebooks(
    office: Office, known: Mapping[str, Rulebook], unsound: Mapping[str, str]
) -> Iterator[Violation]:
    """A rulebook adopted must be one there is, and checked against its text."""
    for index, adoption in enumerate(office.adopted):
        if adoption.rulebook not in known:
            message = f"没有规则书 {adoption.rulebook}，可以用的有：{'、'.join(known)}"
            if adoption.rulebook in unsound:
                message = f"{adoption.rulebook}（{unsound[adoption.rulebook]}）有错误，没有用上；先改它"
            yield office_checks.UNKNOWN_RULEBOOK.violation(("adopted", index, "rulebook"), message)
            continue
        if unverified := known[adoption.rulebook].unverified:
            texts = "、".join(f"《{source.title}》" for source in unverified)
            message = (
                f"{adoption.rulebook} 还没有照{texts}的原文核对过（standing: unverified），不能采用；"
                "先逐条核对，再把 standing 改成原文的效力"
            )
            yield office_checks.TEXT_UNVERIFIED.violation(("adopted", index, "rulebook"), message)


def _check_named_units(office: Office) -> Iterator[Violation]:
    """Every unit named must be one of the office's."""
    named: list[tuple[Where, str]] = [(("posts", post), unit) for post, unit in office.posts.items()]
    for index, unit in enumerate(office.units.values()):
        named += [(("units", index, "succeeded_by"), heir) for heir in unit.succeeded_by]
    named += [(("members", index, "unit"), member.unit) for index, member in enumerate(office.members)]
    named += [(("keys", index, "unit"), key.unit) for index, key in enumerate(office.keys) if key.unit]
    for where, code in named:
        if code not in office.units:
            yield office_checks.UNIT_WRONG.violation(
                where, f"units 里没有“{code}”这个单位。{guess(code, office.units)}".rstrip("。")
            )


def _check_units(office: Office) -> Iterator[Violation]:
    """A unit must begin before it ends, and its work go to another that is there."""
    for index, unit in enumerate(office.units.values()):
        if unit.since and unit.until and unit.until < unit.since:
            message = f"{unit.code} 的 to 早于 from"
            yield office_checks.UNIT_WRONG.violation(("units", index, "to"), message)
        if unit.succeeded_by and not office.successors(unit.code, date.max):
            heirs = "、".join(unit.succeeded_by)
            message = f"{unit.code} 的承接单位 {heirs} 绕回了自己，或者也都撤销了"
            yield office_checks.HEIR_IN_A_CIRCLE.violation(("units", index, "succeeded_by"), message)


def _check_sample_day(office: Office) -> Iterator[Violation]:
    """The day of a sample must lie in the years of the calendar."""
    if office.sample_today is not None and office.sample_today.year not in YEARS:
        yield office_checks.YEAR_OUT_OF_RANGE.violation(("sample", "today"), _YEAR_MESSAGE)


def _check_adoptions(office: Office) -> Iterator[Violation]:
    """A rulebook must be in force from a day to a later one, and be ended before it is adopted anew."""
    earlier: dict[str, int] = {}
    for index, adoption in enumerate(office.adopted):
        id = adoption.rulebook
        if adoption.since.year not in YEARS:
            yield office_checks.YEAR_OUT_OF_RANGE.violation(("adopted", index, "from"), _YEAR_MESSAGE)
        if adoption.until is not None and adoption.until < adoption.since:
            message = f"{id} 的 to（停用日期）{adoption.until} 早于 from {adoption.since}，等于没有采用"
            yield office_checks.SPAN_REVERSED.violation(("adopted", index, "to"), message)
        before = office.adopted[earlier[id]] if id in earlier else None
        if before is not None and (before.until is None or adoption.since <= before.until):
            message = f"{id} 已经采用了一次；前一次要先写 to（停用日期）"
            yield office_checks.WRITTEN_TWICE.violation(("adopted", index, "rulebook"), message)
        earlier[id] = index


def _check_hours(office: Office) -> Iterator[Violation]:
    """Office hours must begin before they end, and follow each other."""
    ends = ""
    for index, (opens, closes) in enumerate(office.hours):
        if not ends <= opens < closes:
            message = f"办公时间 {opens} 至 {closes} 不对：先后要排好，止在起之后"
            yield office_checks.HOURS_OUT_OF_ORDER.violation(("hours", index), message)
        ends = closes


def _check_keys(office: Office) -> Iterator[Violation]:
    """A key that fields are sealed to must be a public key of age."""
    for index, key in enumerate(office.keys):
        try:
            recipient(key.recipient)
        except Unusable as error:
            yield office_checks.BAD_KEY.violation(("keys", index, "recipient"), str(error))


def _check_public_lines(office: Office) -> Iterator[Violation]:
    """A public line with stars must be a range of one exchange, and an office lists at most `MOST_RANGES` of them."""
    lines = [text for name, text in office.listed if name == "public_lines"]
    ranges = [(index, text) for index, text in enumerate(lines) if is_range(text)]
    for index, text in ranges:
        if fault := range_fault(text):
            yield office_checks.BAD_PUBLIC_LINE.violation(("public_lines", index), fault)
    if len(ranges) > MOST_RANGES:
        message = f"最多列 {MOST_RANGES} 段号码，现在有 {len(ranges)} 段；只留本办公室和各单位自己在用的"
        yield office_checks.BAD_PUBLIC_LINE.violation(("public_lines",), message)


def _check_period(where: Where, id: str, text: str, rules: Mapping[str, Rule]) -> Iterator[Violation]:
    """A date the office sets must be for a rule there is, and be counted forwards from a day."""
    if id not in rules:
        yield office_checks.UNKNOWN_RULE.violation(where, f"没有规则 {id}")
    if reason := _no_limit(text):
        yield office_checks.BAD_PERIOD.violation(where, reason)


def _check_reach(name: str, id: str, rules: Mapping[str, Rule]) -> Iterator[Violation]:
    """An office sets the default of a limit that is stated case by case, and the day of a recurring report."""
    rule = rules.get(id)
    if rule is None:
        return
    if name == "limits" and rule.stated is None:
        message = f"{id} 的期限由规则书写明，不由办公室定，写在 limits 里不起作用；把这一行删去"
        yield office_checks.SETS_NOTHING.violation((name, id), message)
    elif name == "routines" and rule.type != "recurring":
        message = f"{id} 不是定期报告，写在 routines 里不起作用；把这一行删去"
        yield office_checks.SETS_NOTHING.violation((name, id), message)


def _no_limit(text: str) -> str | None:
    """Return why a text cannot be a limit counted forwards from a day; None where it can."""
    try:
        period = parse(text)
    except ValueError as error:
        return str(error)
    if period.is_clock or period.before:
        return f"“{text}”不能从某一天往后数，写成 10 working days、15 days、1 month 或 by 01-31"
    return too_long(text, period)


def _check_rounds(office: Office, rules: Mapping[str, Rule]) -> Iterator[Violation]:
    """A round's dates must stand for fixed dates, or belong to a rule that is owed once a round."""
    for year, dates in office.rounds.items():
        if year not in YEARS:
            yield office_checks.YEAR_OUT_OF_RANGE.violation(("rounds", str(year)), _YEAR_MESSAGE)
        for id, text in dates.items():
            where = ("rounds", str(year), id)
            yield from _check_period(where, id, text, rules)
            rule = rules.get(id)
            if rule is not None and rule.scope != "round" and not _is_dated(rule):
                message = f"{id} 的期限不是固定日期，也不是一年一轮的，不能在 rounds 里改；把这一行删去"
                yield office_checks.NOT_A_ROUND.violation(where, message)


def _is_dated(rule: Rule) -> bool:
    """Whether every limit of a rule is a date of the year."""
    periods = [limit.period for dated in rule.within for limit in dated.limits]
    return bool(periods) and all(period is not None and period.month_day for period in periods)


def _check_rosters(office: Office, books: Sequence[Rulebook], schemas: Schemas) -> Iterator[Violation]:
    """A roster must be of a type of meeting; where a share of the members is asked for there must be one."""
    types = schemas.shapes("meeting").get("meeting", {}).get("enum", ())
    for name in office.rosters:
        if types and name not in types:
            message = f"没有“{name}”这种会议；只能是：{'、'.join(types)}"
            yield office_checks.UNKNOWN_MEETING.violation(("rosters", name), message)
    asking: dict[str, str] = {}  # type of meeting, or "" for any -> who asks for its members
    for title, rule in [(book.title, rule) for book in books for rule in book.rules]:
        for requirement in rule.requires:
            if requirement.terms.get("ratio", {}).get("in") == ROSTER:
                for name in dict(requirement.only_if).get("meeting", frozenset()) - {ANY} or {""}:
                    asking.setdefault(str(name), f"{title}（{rule.id}）")
    for name, rulebook in sorted(asking.items()):
        if name in office.rosters or (not name and office.rosters):
            continue
        meeting, remedy = (f"“{name}”的", f"：{name}") if name else ("", "，例如 常务会议")
        message = f"{rulebook}要数{meeting}组成人员，请在 rosters 里写明{remedy}: [区长, …]"
        yield office_checks.ROSTER_MISSING.violation(("rosters",), message)


def _check_posts(office: Office, book: Rulebook) -> Iterator[Violation]:
    """Every post that a rulebook charges must be filled."""
    posts = {holder.post for rule in book.rules for holder in rule.held_by if holder.post}
    for post in sorted(posts - office.posts.keys()):
        message = f"{book.title}用到“{post}”，请在 posts 里写明是哪个单位"
        yield office_checks.POST_MISSING.violation(("posts",), message)
