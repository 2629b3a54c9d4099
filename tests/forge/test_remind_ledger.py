"""Who may send today's message, step by step, where one run overtakes another; and how a message is cut."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

import pytest
from forge_server import REPOSITORY, TOKEN

from duban.forge.forge_access import Access, forge_of
from duban.forge.http_client import Patience
from duban.notify.daily_digest import digest
from duban.notify.reminders import PRESSING, news
from duban.notify.sent_log import FileSentLog, ForgeSentLog
from duban.register.due_list import Wanted, due
from duban.register.load_office import load

NOW = datetime(2026, 7, 21, 8, 30)
DAY = NOW.date()


@pytest.fixture(params=["forge", "files"])
def ledgers(request, forge, tmp_path):
    """Three runs' views of one ledger."""
    if request.param == "files":
        return [FileSentLog(tmp_path / "messages") for _ in range(3)]
    access = Access(forge.flavour, forge.url, REPOSITORY, TOKEN)
    return [ForgeSentLog(forge_of(access, Patience(lambda seconds: None)), f"{n:016x}") for n in range(3)]


def test_of_several_claims_the_first_counts(ledgers):
    one, two, three = ledgers
    assert [ledger.pending(DAY) for ledger in ledgers] == [False] * 3
    assert [ledger.claim(DAY) for ledger in (two, one, three)] == [True, False, False]
    assert [ledger.pending(DAY) for ledger in ledgers] == [True] * 3
    assert [ledger.pending(date(2026, 7, 22)) for ledger in ledgers] == [False] * 3


def test_a_claim_after_the_day_was_confirmed_is_none(ledgers):
    """The other run claims, sends, confirms and tidies up between our look and our claim."""
    one, two, _ = ledgers
    assert two.last() is None and not two.pending(DAY)
    assert one.claim(DAY)
    one.confirm(NOW)
    assert not two.claim(DAY)
    two.tidy(DAY)
    assert (two.last(), two.pending(DAY)) == (NOW, False)


def test_confirming_removes_claims_up_to_the_day_and_no_later_ones(ledgers):
    one, two, three = ledgers
    for day in (20, 21, 22):
        assert one.claim(date(2026, 7, day))
    two.confirm(NOW)
    assert [three.pending(date(2026, 7, day)) for day in (20, 21, 22)] == [False, False, True]
    assert three.last() == NOW


def test_a_spoilt_file_is_no_message(tmp_path):
    (tmp_path / "last").write_text("2026-99-99T08:30\n")
    assert FileSentLog(tmp_path).last() is None
    (tmp_path / "last").write_text("")
    assert FileSentLog(tmp_path).last() is None


def test_a_cut_message_has_no_heading_without_anything_under_it(home):
    for number in range(10, 30):
        home.put(number, ("区民政局", "区教体局", "区住建局")[number % 3], "2026-07-06")
    context = load(home.root).sound()
    owed = due(context, NOW, Wanted(PRESSING)).duties
    told = news(owed, [], context.office, context.calendar, NOW, None)
    whole = digest(told, NOW, context.calendar, 100_000).text
    assert whole.count("letter-2026-") == 23
    for room in range(400, len(whole.encode()) + 20, 7):
        text = digest(told, NOW, context.calendar, room).text
        lines = text.split("\n")
        assert len(text.encode()) <= room
        assert not [a for a, b in pairwise(lines) if a.startswith("【") and not b]
        left = 23 - text.count("letter-2026-")
        assert text == whole if left == 0 else lines[-2:] == ["", f"另有 {left} 项，见各单位的提醒单。"]


@pytest.mark.parametrize(
    ("numbers", "head"),
    [
        ([3], "到今天为止：新将到期 1 项。"),
        ([1], "到今天为止：新逾期 1 项。"),
        ([1, 2, 3], "到今天为止：升级 1 项，新逾期 1 项，新将到期 1 项。"),
    ],
)
def test_a_message_begins_with_what_there_is_and_nothing_else(home, numbers, head):
    context = load(home.root).sound()
    cases = [f"letter-2026-{number:04}" for number in numbers]
    owed = [duty for duty in due(context, NOW, Wanted(PRESSING)).duties if duty.case in cases]
    fresh = news(owed, [], context.office, context.calendar, NOW, None)
    assert digest(fresh, NOW, context.calendar, 100_000).text.split("\n")[0] == head
