"""What is reminded of, whom else it reaches, and in which words: literal duties on a morning of July 2026."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from made_duties import made_clock, made_duty

from duban.cases.office import Escalation, Member, Office, Unit
from duban.notify.daily_digest import Message, digest, send_digest
from duban.notify.reminders import (
    Escalated,
    News,
    by_unit,
    days_words,
    each_duty_once,
    escalations,
    news,
    pressing,
    units_with_role,
    without_escalated,
)
from duban.notify.sent_log import FileSentLog
from duban.notify.unit_calendars import calendar_of, calendars
from duban.notify.unit_issues import closed_body, count_words, marker_of, unit_issues

NOW = datetime(2026, 7, 21, 8, 30)  # a Tuesday
OVERDUE = {"status": "overdue", "days_left": -1, "late_days": 1}
SOON = {"status": "due_soon", "due": date(2026, 7, 22), "days_left": 1, "clocks": (made_clock(),)}


def late(number=1, due=date(2026, 7, 20), **fields):
    days = (NOW.date() - due).days
    return made_duty(case=f"letter-2026-000{number}", due=due, **{**OVERDUE, "late_days": days, **fields})


def soon(number=2, **fields):
    return made_duty(case=f"letter-2026-000{number}", **{**SOON, **fields})


@pytest.mark.parametrize(
    ("duty", "words"),
    [
        (made_duty(status="overdue", due=datetime(2026, 7, 21, 8, 0), days_left=-30), "今天过的时限"),
        (
            made_duty(status="overdue", due=datetime(2026, 7, 20, 8, 0), days_left=-30, late_days=1),
            "晚 1 天（1 个工作日）",
        ),
        (made_duty(status="due_soon", due=datetime(2026, 7, 21, 18, 0), days_left=570), "今天到期"),
        (made_duty(status="due_soon", due=datetime(2026, 7, 22, 0, 1), days_left=931), "明天到期"),
        (made_duty(status="due_soon", due=datetime(2026, 7, 23, 9, 0), days_left=2910), "还有 2 天"),
        (soon(), "还有 1 个工作日"),
        (soon(clocks=()), "还有 1 天"),
        (late(due=date(2026, 7, 17)), "晚 4 天（2 个工作日）"),
    ],
)
def test_a_day_has_the_same_words_however_its_limit_counts(calendar, duty, words):
    assert days_words(duty, NOW, calendar) == words


def test_only_what_is_due_soon_or_late_presses_unit_by_unit():
    states = ("running", "due_soon", "overdue", "met", "met_late", "waived", "open", "not_started")
    assert [duty.status for duty in pressing(made_duty(status=status) for status in states)] == [
        "due_soon",
        "overdue",
    ]
    duties = [late(1, unit="乙"), late(2, unit="丙"), late(3, unit="乙")]
    assert list(by_unit(duties).items()) == [("丙", duties[1:2]), ("乙", [duties[0], duties[2]])]


PEOPLE = (
    Member("a", "区政府办公室", ("领导",)),
    Member("b", "督查室", ("督查室", "领导")),
    Member("c", "督查室", ("领导",)),
    Member("d", "区教体局", ("领导",), left=date(2026, 7, 21)),
    Member("e", "区住建局", ("领导",), left=date(2026, 7, 22)),
    Member("f", "旧局", ("领导",)),
)
UNITS = {
    "督查室": Unit("督查室", "督查室"),
    "旧局": Unit("旧局", "", until=date(2025, 12, 31), succeeded_by=("新局",)),
    "新局": Unit("新局", ""),
}


def office(*steps, region="640202"):
    escalate = tuple(Escalation(days, role) for days, role in steps)
    return Office("督查室", "", region, UNITS, members=PEOPLE, escalate=escalate)


def test_whoever_has_a_role_and_is_there_hears_of_it_heirs_for_abolished_units():
    expected = ("区政府办公室", "督查室", "区住建局", "新局")
    assert units_with_role(office(), "领导", date(2026, 7, 21)) == expected
    assert units_with_role(office(), "承办", date(2026, 7, 21)) == ()


def test_each_step_has_what_is_late_by_so_many_working_days_the_latest_first(calendar):
    duties = [late(1), late(2, due=date(2026, 7, 16)), late(3, due=date(2026, 7, 17)), soon(4)]
    found = escalations(duties, office((1, "领导"), (3, "督查室"), (2, "无")), calendar, NOW)
    assert [(step.step.days, [duty.case[-1] for duty in step.duties], step.units) for step in found] == [
        (3, ["2"], ("督查室",)),
        (2, ["2", "3"], ()),
        (1, ["1", "2", "3"], ("区政府办公室", "督查室", "区住建局", "新局")),
    ]


def test_new_is_what_has_another_light_and_what_reached_a_step(calendar):
    since = datetime(2026, 7, 20, 8, 30)
    before = [soon(1), late(2), soon(3), late(4, due=date(2026, 7, 17))]
    now = [late(1), late(2), soon(3), late(4, due=date(2026, 7, 17)), soon(5)]
    here = office((1, "督查室"))
    found = news(now, before, here, calendar, NOW, since)
    assert [duty.case[-1] for duty in found.turned] == ["1", "5"]
    assert [[duty.case[-1] for duty in step.duties] for step in found.raised] == [["1", "2"]]
    assert bool(found)
    first = news(now, [], here, calendar, NOW, None)
    assert [duty.case[-1] for duty in first.turned] == ["1", "2", "3", "4", "5"]
    assert [[duty.case[-1] for duty in step.duties] for step in first.raised] == [["1", "2", "4"]]
    same = news(before, before, here, calendar, since, since)
    assert not same
    assert bool(News(None, (step((late(),)),), ())) and not News(None, (step(()),), ())


def step(duties, days=3, role="督查室", units=("督查室",)):
    return Escalated(Escalation(days, role), tuple(duties), units)


def test_a_duty_stands_in_the_first_step_that_has_it():
    one, two, three = late(1), late(2), late(3)
    steps = [step([one]), step([one, two]), step([two, three], days=1), step([three], days=0)]
    found = each_duty_once(steps, listed=[two])
    assert [escalated.duties for escalated in found] == [(one,), (three,)]
    assert without_escalated([one, two, three], steps[:1]) == [two, three]
    again = late(1, seq=2)
    assert without_escalated([one, again], steps[:1]) == [again]


FOOT = "这张提醒单由程序在工作日早上更新，办完自动关闭；请不要在这里写案件的内容。"
HEADS = "| 状态 | 件号 | 事项 | 应于 | 期限 | 依据 |\n| --- | --- | --- | --- | --- | --- |\n"
ARTICLE = "《办法》第一条"


def test_the_reminder_of_a_unit_in_full(calendar):
    duties = [
        late(1, rule_title="办|结*", urgent=True),
        soon(2, name="二月", provisional=True, clocks=(made_clock(provisional=True),)),
        made_duty(case="letter-2026-0009"),
    ]
    raised = step([late(3, unit=""), late(1, rule_title="办|结*")], role="督@查")
    found = unit_issues(duties, [step([], units=("区住建局",)), raised], NOW, calendar)
    assert list(found) == ["区住建局", "督查室"]
    own, above = found["区住建局"], found["督查室"]
    assert (own.marker, own.title) == ("unit:区住建局", "督办提醒：区住建局")
    assert own.body == (
        "<!-- duban:unit:区住建局 -->\n截至 2026-07-21，逾期 1 项，将到期 1 项。\n\n"
        f"{HEADS}"
        f"| 已逾期【急】 | `letter-2026-0001` | 办&#124;结&#42; | 2026-07-20 | 晚 1 天（1 个工作日） | {ARTICLE} |\n"
        f"| 将到期 | `letter-2026-0002` | 办结（二月） | 2026-07-22【暂定】 | 还有 1 个工作日 | {ARTICLE} |\n"
        f"\n{FOOT}\n"
    )
    assert above.body == (
        "<!-- duban:unit:督查室 -->\n截至 2026-07-21，别的单位升级上来的 2 项。\n\n"
        "### 升级：逾期满 3 个工作日（告诉督&#64;查）\n\n"
        "| 状态 | 单位 | 件号 | 事项 | 应于 | 期限 | 依据 |\n| --- | --- | --- | --- | --- | --- | --- |\n"
        f"| 已逾期 | 没有写明单位 | `letter-2026-0003` | 办结 | 2026-07-20 | 晚 1 天（1 个工作日） | {ARTICLE} |\n"
        f"| 已逾期 | 区住建局 | `letter-2026-0001` | 办&#124;结&#42; | 2026-07-20 | 晚 1 天（1 个工作日） | {ARTICLE} |\n"
        f"\n{FOOT}\n"
    )


def test_a_reminder_too_long_for_a_forge_counts_what_it_leaves_out(calendar):
    article = "《办法》" + "第一条" * 1000
    duties = [made_duty(case=f"letter-2026-{number:04}", **OVERDUE) for number in range(1, 40)]
    for duty in duties:
        object.__setattr__(duty.rule, "citation", article)
    body = unit_issues(duties, [], NOW, calendar)["区住建局"].body
    shown = len(re.findall("^.*letter-2026", body, re.MULTILINE))
    assert shown == 19
    assert f"\n\n另有 {39 - shown} 项没有列出，运行 duban due 看全部。\n\n{FOOT}\n" in body
    assert len(body) <= 60_000 and "截至 2026-07-21，逾期 39 项。" in body
    duties = duties[:shown]
    assert "没有列出" not in unit_issues(duties, [], NOW, calendar)["区住建局"].body


def test_what_is_nobody_s_is_called_so_and_markers_end_no_comment(calendar):
    assert unit_issues([late(unit="")], [], NOW, calendar)[""].title == "督办提醒：没有写明单位"
    assert [marker_of(unit) for unit in ("", "区住建局", "a-->b")] == [
        "unit:%",
        "unit:区住建局",
        "unit:a%2D%2D%3Eb",
    ]
    assert unit_issues([], [step([])], NOW, calendar) == {}
    closed = f"<!-- duban:unit:甲 -->\n截至 2026-07-21，没有将到期和逾期的事项。\n\n{FOOT}\n"
    assert closed_body("unit:甲", NOW) == closed


@pytest.mark.parametrize(
    ("own", "above", "words"),
    [
        ([late(), soon()], [step([late()])], "逾期 1 项，将到期 1 项，别的单位升级上来的 1 项"),
        ([late(), late(2)], [], "逾期 2 项"),
        ([soon()], [], "将到期 1 项"),
        ([], [step([late(), late(2)]), step([late(3)])], "别的单位升级上来的 3 项"),
    ],
)
def test_how_much_there_is_in_words(own, above, words):
    assert count_words(own, above) == words


def told(calendar, turned=(), raised=(), since=datetime(2026, 7, 20, 8, 30), room=30_000):
    return digest(News(since, tuple(raised), tuple(turned)), NOW, calendar, room)


def test_the_message_of_a_morning_in_full(calendar):
    raised, turned = late(3, unit="甲[局]", urgent=True), [late(1), soon(2), soon(4, unit="")]
    found = told(calendar, [*turned, raised], [step([raised], role="@督查")])
    assert found.title == "督办提醒 2026-07-21"
    assert found.text.split("\n") == [
        "2026-07-20 08:30 以来：升级 1 项，新逾期 1 项，新将到期 2 项。",
        "",
        "【升级】逾期满 3 个工作日，告诉＠督查：",
        "甲［局］ letter-2026-0003 办结：已逾期【急】，应于 2026-07-20，晚 1 天（1 个工作日）",
        "",
        "【没有写明单位】",
        "letter-2026-0004 办结：将到期，应于 2026-07-22，还有 1 个工作日",
        "",
        "【区住建局】",
        "letter-2026-0001 办结：已逾期，应于 2026-07-20，晚 1 天（1 个工作日）",
        "letter-2026-0002 办结：将到期，应于 2026-07-22，还有 1 个工作日",
    ]
    assert told(calendar, [soon()], since=None).text.startswith("到今天为止：新将到期 1 项。\n")
    assert told(calendar, [late()]).text.startswith("2026-07-20 08:30 以来：新逾期 1 项。\n")


def test_a_message_takes_no_more_room_than_there_is_and_counts_the_rest(calendar):
    duties = [late(number) for number in range(1, 7)] + [late(7, unit="甲")]
    whole = told(calendar, duties).text
    size = len(whole.encode())
    assert told(calendar, duties, room=size).text == whole
    cut = told(calendar, duties, room=size - 1).text
    assert len(cut.encode()) <= size - 1
    assert cut.endswith("\n\n另有 2 项，见各单位的提醒单。") and "letter-2026-0005" in cut
    assert "letter-2026-0006" not in cut
    line = "letter-2026-0001 办结：已逾期，应于 2026-07-20，晚 1 天（1 个工作日）"
    head, rest = "2026-07-20 08:30 以来：新逾期 7 项。", "另有 {} 项，见各单位的提醒单。"
    room = 100 + len(f"{head}\n\n【区住建局】\n{line}\n".encode())
    one = [head, "", "【区住建局】", line, "", rest.format(6)]
    assert told(calendar, duties, room=room).text.split("\n") == one
    none = [head, "", rest.format(7)]  # no heading without anything under it
    assert told(calendar, duties, room=room - 1).text.split("\n") == none


MESSAGE = Message("督办提醒", "x")


def sent(log, *, now=NOW, message=MESSAGE, takes=True, dry=False):
    asked = []

    def compose(since):
        asked.append(since)
        return message

    outcome = send_digest(log, now, compose, None if dry else lambda _: takes)
    return outcome.what, outcome.last, outcome.message, asked


def test_one_message_a_day_and_the_next_reports_since_the_last_confirmed(tmp_path):
    log = FileSentLog(tmp_path / "messages")
    assert sent(log, dry=True) == ("would", None, MESSAGE, [None])
    assert not (tmp_path / "messages").exists()
    assert sent(log) == ("sent", None, MESSAGE, [None])
    assert sent(log) == ("already", NOW, None, [])
    assert sent(log, dry=True) == ("already", NOW, None, [])
    later = datetime(2026, 7, 22, 8, 31)
    assert sent(log, now=later, takes=False) == ("failed", NOW, MESSAGE, [NOW])
    assert log.last() == NOW and log.pending(date(2026, 7, 22))
    assert sent(log, now=later) == ("pending", NOW, None, [])
    third = datetime(2026, 7, 23, 8, 30)
    assert sent(log, now=third, message=None, dry=True) == ("nothing", NOW, None, [NOW])
    assert log.last() == NOW
    assert sent(log, now=third, message=None) == ("nothing", NOW, None, [NOW])
    assert (log.last(), log.pending(date(2026, 7, 22))) == (third, False)


def test_a_day_is_claimed_by_one_run_and_claims_go_once_it_is_confirmed(tmp_path):
    log = FileSentLog(tmp_path)
    days = [date(2026, 7, day) for day in (20, 21, 22)]
    assert [log.claim(day) for day in (*days, days[1])] == [True, True, True, False]
    assert log.last() is None
    log.confirm(NOW)
    assert [log.pending(day) for day in days] == [False, False, True]
    assert (tmp_path / "last").read_text() == "2026-07-21T08:30\n"
    assert log.claim(days[1]) is False  # confirmed meanwhile
    log.tidy(days[2])
    assert not list(tmp_path.glob("*.claim"))
    for text in ("2026-07-21T08:30", "2026-99-21T08:30\n", "x\n"):
        (tmp_path / "last").write_text(text)
        assert log.last() is None


def events(data: bytes) -> list[dict[str, str]]:
    """Return the events of a calendar, each as its lines by name."""
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and not (name == "DESCRIPTION" and "ALARM" in found[-1]):
            found[-1][name if value != "VALARM" else "ALARM"] = value
    return found


def test_a_calendar_has_an_event_for_each_due_day_and_an_alarm_while_it_is_owed():
    duties = [late(1), made_duty(due=None), made_duty(status="met", met=date(2026, 7, 8), name="二月")]
    found = events(calendar_of(office(), duties, datetime(2026, 7, 21), "2012 至 2026 年的通知"))
    unit = "区住建局".encode().hex()
    assert len(found) == 2
    assert found[0]["UID"] == f"letter-2026-0001.dwk.x.1.{unit}@640202.duban"
    assert found[0]["DTSTAMP"] == "20260720T160000Z"
    assert (found[0]["DTSTART;VALUE=DATE"], found[0]["DTEND;VALUE=DATE"]) == ("20260720", "20260721")
    assert found[0]["SUMMARY"] == "区住建局 letter-2026-0001 办结"
    assert found[0]["DESCRIPTION"] == "依据：《办法》第一条"
    assert (found[0]["TRANSP"], found[0]["TRIGGER"]) == ("TRANSPARENT", "-PT15H")
    assert found[1]["SUMMARY"] == "区住建局 letter-2026-0001 办结（二月）（按期完成）"
    assert "TRIGGER" not in found[1]


def test_every_unit_has_a_calendar_of_its_own_and_an_hour_changes_nothing():
    here = Office("督查室", "", "640202", {"区住建局": Unit("区住建局", ""), "a.b/c": Unit("a.b/c", "")})
    files = calendars(here, [late(1), late(2, unit="别的")], NOW, "通知")
    assert list(files) == ["区住建局.ics", "a%2Eb%2Fc.ics"]
    assert [len(events(data)) for data in files.values()] == [1, 0]
    assert files == calendars(here, [late(1)], datetime(2026, 7, 21, 23, 59), "通知")
    text = files["区住建局.ics"].decode().replace("\r\n ", "")
    assert "X-WR-CALNAME:区住建局督办事项\r\n" in text
    assert "X-WR-CALDESC:工作日按通知计算；标【暂定】的日期，录入新的通知以后可能变动\r\n" in text
    assert "X-WR-TIMEZONE:Asia/Shanghai\r\n" in text
    assert "TZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800\r\n" in text
    assert "X-WR-CALNAME:督查室督办事项\r\n" in calendar_of(here, [], NOW, "通知").decode()
