"""The limits of a rule in words: from when, within how long, and where each would end if it began today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from duban.cases.office import HOURS, Office
from duban.engine.duty import end_of_week, last_worked_day_of_week
from duban.law.calendar import Calendar
from duban.law.day_count import counted_span
from duban.law.deadlines import Deadline, Period, deadline, parse
from duban.law.merge_notices import MissingNotice
from duban.law.rule_parts import Limit
from duban.law.rulebook import Rule
from duban.law.words.clock_words import EVERY, starts_words
from duban.law.words.field_names import FieldNames
from duban.law.words.phrases import condition_words

SAME_DAY = parse("same day").words


@dataclass(frozen=True, slots=True)
class LimitText:
    """One limit of a rule: when it applies, the period, what it runs from, and where it would end.

    `due` is counted as if its start were today; None where there is nothing to count, and `note` says why.
    `aim` is a shorter period to strive for, which does not bind.
    """

    when: str
    within: str
    starts: str = ""
    due: date | datetime | None = None
    provisional: bool = False
    raw: date | None = None  # the day off it would have ended on
    note: str = ""
    aim: LimitText | None = None
    back: bool = False  # counted backwards from a day to come
    lacks: tuple[MissingNotice, ...] = ()  # the notices, not at hand, that can still change the day


@dataclass(frozen=True, slots=True)
class LimitCounter:
    """What limits are described and counted with: names, the office that follows them, its calendar, now."""

    names: FieldNames
    office: Office
    calendar: Calendar
    now: datetime

    def limits(self, rule: Rule) -> Iterator[LimitText]:
        """Yield the limits of a rule in force today, those with a condition first, and the cap over them."""
        if rule.type == "recurring":
            yield self._recurring(rule)
        elif rule.every:
            yield self._weekly(rule)
        else:
            yield from self._usual(rule)

    def _recurring(self, rule: Rule) -> LimitText:
        """A report of the office itself: on the day the text gives, or on the office's own where that is earlier."""
        often = f"{EVERY.get(rule.every or '', '')}一次"
        own = self.office.routines.get(rule.id)
        limit = next(iter(rule.limits(self.now.date())), None)
        if limit is not None and limit.period is not None:
            note = f"办公室自己定的是{_after(parse(own))}，先到的为准" if own else ""
            return LimitText("", f"{often}，{_after(limit.period)}", note=note)
        if own is None:
            return LimitText("", often, note="条文没有写日子，办公室也没有定")
        return LimitText("", f"{often}，{_after(parse(own))}", note="日子由办公室自己定")

    def _weekly(self, rule: Rule) -> LimitText:
        """One in each calendar week, due on its last worked day after today."""
        today = self.now.date()
        day = today
        while (due := last_worked_day_of_week(day, self.calendar)) is None or due <= today:
            day += timedelta(days=7)
        start = starts_words(rule, None, self.names)
        doubt = self.calendar.uncertain_between(due, end_of_week(due))
        lacks = self.calendar.lacking(due, end_of_week(due))
        return LimitText("", "每周一次，最迟在这一周最后一个工作日", start, due, doubt, lacks=lacks)

    def _usual(self, rule: Rule) -> Iterator[LimitText]:
        """What is stated goes first; then what the office set; then what the rulebook says."""
        year = self.now.year
        limits = rule.limits(self.now.date())
        own = self.office.limits.get(rule.id) if rule.stated else None
        of_round = self.office.rounds.get(year, {}).get(rule.id)
        own = of_round or own
        if rule.stated:
            name = self.names.field(rule.stated)
            none = "" if own or limits else "；没有写明的，不设期限"
            text = f"以写明的“{name}”为准{none}"
            yield LimitText("" if none else f"写明了“{name}”的", text, starts_words(rule, None, self.names))
        other = "没有写明的" if rule.stated else ""
        if own:
            note = f"{year}年这一轮另定的日子" if of_round else "办公室定的默认期限"
            yield self._text(rule, other, Limit((), own, parse(own)), note)
            limits = ()
        for limit in limits:
            when = condition_words(limit.when, self.names)
            if not when and len(limits) > 1:
                when = "其他情况"
            yield self._text(rule, "，".join(filter(None, (other, when))), limit)
        if rule.cap is not None:
            yield self._text(rule, "无论哪种情况，最长", rule.cap)

    def _text(self, rule: Rule, when: str, limit: Limit, note: str = "") -> LimitText:
        start = starts_words(rule, limit.starts, self.names)
        period = limit.period
        if period is None:
            return LimitText(when, "条文没有写明天数", start)
        if period.before:
            return LimitText(when, period.words, start, note=f"要等{start}定了才能算", back=True)
        if rule.scope == "round" or (rule.round_only and period.month_day):
            return self._of_a_round(rule, when, period, note)
        # As if it began today; for minutes and hours, when the office opens.
        begin = datetime.combine(self.now, opening(self.office)) if period.is_clock else self.now.date()
        end = deadline(begin, period, self.calendar, (), self.office.hours or None)
        aim = self._text(rule, "", Limit((), limit.target, parse(limit.target))) if limit.target else None
        start = "" if period.month_day else start
        lacks = self._lacks(begin, period, end)
        return LimitText(when, period.words, start, end.at, end.provisional, end.raw, note, aim, lacks=lacks)

    def _of_a_round(self, rule: Rule, when: str, period: Period, note: str) -> LimitText:
        """A date of the round's own year; other periods run from the day its last item was met."""
        today = self.now.date()
        if not period.month_day:
            end = deadline(today, period, self.calendar, (), self.office.hours or None)
            start = f"最后一件{starts_words(rule, None, self.names)}"
            lacks = self._lacks(today, period, end)
            return LimitText(when, period.words, start, end.at, end.provisional, end.raw, note, lacks=lacks)
        day = date(today.year, *period.month_day)
        if day < today:
            passed = f"{today.year}年的是{day}，已经过了；今天才起算的，没有日子可用"
            return LimitText(when, period.words, note="；".join(filter(None, (note, passed))))
        return LimitText(when, period.words, due=day, note=note)

    def _lacks(self, begin: date | datetime, period: Period, end: Deadline) -> tuple[MissingNotice, ...]:
        if not end.provisional:
            return ()
        return self.calendar.lacking(*counted_span(begin, period, end.at, end.raw))


def opening(office: Office) -> time:
    """Return when the office opens: minutes and hours are counted from there in examples."""
    return time.fromisoformat(min(office.hours or HOURS)[0])


def _after(period: Period) -> str:
    """Return a period after the end of the reporting period: 期满后15个工作日内, 期满后的1月31日前."""
    return f"期满后的{period.words}" if period.month_day else f"期满后{period.words}内"


def lead_words(limit: LimitText) -> str:
    """Return what stands before a limit: 从“交办”起 (5个工作日), 召开日期 (至少2个工作日之前), “登记”的 (当日)."""
    if limit.back:
        return limit.starts
    if limit.due is None or not limit.starts:
        return ""
    return f"{limit.starts}的" if limit.within == SAME_DAY else f"从{limit.starts}起"
