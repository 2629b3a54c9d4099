"""Which rulebook judges a case: the one adopted for its kind and channel on the day it arrived."""

from __future__ import annotations

from datetime import date

from duban.cases.case import Case
from duban.cases.schema_violations import guess
from duban.engine.office_context import OfficeContext
from duban.findings import case_checks
from duban.findings.finding import Violation
from duban.law.rulebook import Rulebook


def rulebook_of(case: Case, context: OfficeContext) -> tuple[Rulebook | None, Violation | None]:
    """Return the one rulebook that judges a case (corrections applied); a violation where none does, or several."""
    day = _arrival(case, context)
    found = context.find(case.kind, case.channel, day)
    if len(found) == 1:
        return found[0], None
    if not found and (no_channel := channel_fault(case.kind, case.channel, context)):
        return None, no_channel
    what = case.channel or context.schemas.title(case.kind)
    if found:
        names = "、".join(book.id for book in found)
        message = f"{day} 的“{what}”有几本规则书都管：{names}；请在 office.yml 的 adopted 里只留一本"
    elif context.unsound:
        message = (
            f"{day} 的“{what}”没有规则书管：采用的 {'、'.join(context.unsound)} 有错误，没有用上；先改它"
        )
    else:
        message = (
            f"{day} 的“{what}”没有哪本规则书管；请看{'渠道（channel）和' if case.channel else ''}收件日期对不对，"
            "或在 office.yml 的 adopted 里写明采用哪本、从哪天起"
        )
    where = ("channel",) if case.channel else ("title",)
    check = case_checks.SEVERAL_RULEBOOKS if found else case_checks.NO_RULEBOOK
    return None, check.violation(where, message)


def channel_fault(kind: str, channel: str, context: OfficeContext) -> Violation | None:
    """Return that no rulebook declares a channel, with those there are for the kind; None where one does, or where
    a rulebook with errors may."""
    channels = context.channels(kind)
    if not channel or not channels or channel in channels or context.unsound:
        return None
    title, near = context.schemas.titles(kind).get("channel", ""), guess(channel, channels)
    message = f"“{title}”（channel）：没有“{channel}”这个写法。{near}规则书写明的有：{'、'.join(channels)}。"
    return case_checks.NO_SUCH_CHANNEL.violation(("channel",), message)


def _arrival(case: Case, context: OfficeContext) -> date:
    for book in context.adopted:
        if book.kind == case.kind and (not book.channels or case.channel in book.channels):
            text = case.header.get(book.arrives)
            if text:
                return date.fromisoformat(text[:10])
    return case.received
