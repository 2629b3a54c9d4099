"""The message of a morning: at most one a working day, everything since the last that was confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from duban.notify.digest_text import Message
from duban.notify.sent_log import SentLog

Compose = Callable[[datetime | None], Message | None]
"""Makes the message of what is new since a moment; None where nothing is."""


@dataclass(frozen=True, slots=True)
class DigestOutcome:
    """What became of the message: sent, failed, already, pending, nothing, or would (in a dry run).

    `last` is the moment of the last confirmed message before this run, `message` what was or would be
    sent.
    """

    what: str
    last: datetime | None
    message: Message | None = None


def send_digest(
    log: SentLog, now: datetime, compose: Compose, send: Callable[[Message], bool] | None
) -> DigestOutcome:
    """Send the message of the day of `now`, which is a working day; `send` says whether all have taken it.

    `send` None is a dry run: nothing is claimed, sent or recorded.
    """
    day, last = now.date(), log.last()
    if last is not None and last.date() >= day:
        if send is not None:
            log.tidy(last.date())
        return DigestOutcome("already", last)
    if log.pending(day):
        return DigestOutcome("pending", last)
    message = compose(last)
    if message is None:
        if send is not None:
            log.confirm(now)
        return DigestOutcome("nothing", last)
    if send is None:
        return DigestOutcome("would", last, message)
    if not log.claim(day):
        return DigestOutcome("pending", last)
    if not send(message):
        return DigestOutcome("failed", last, message)
    log.confirm(now)
    return DigestOutcome("sent", last, message)
