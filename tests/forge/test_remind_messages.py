"""One message a working-day morning: what it says, when it is sent, and that it is sent once."""

from __future__ import annotations

import json
import shutil

import pytest
from forge_server import THEM, Receiver

SECRET = "hook-of-the-test"
PENDING = "消息：今天已有一次没有得到确认，不知道有没有发到，不再发；下一个工作日的消息会包括这一次的内容\n"

FIRST = """\
到今天为止：升级 1 项，新逾期 1 项，新将到期 1 项。

【升级】逾期满 3 个工作日，告诉督查室：
区教体局 letter-2026-0002 办结并答复来信人：已逾期，应于 2026-07-14，晚 7 天（5 个工作日）

【区住建局】
letter-2026-0001 办结并答复来信人：已逾期，应于 2026-07-20，晚 1 天（1 个工作日）
letter-2026-0003 办结并答复来信人：将到期，应于 2026-07-22，还有 1 个工作日"""
THURSDAY = """\
2026-07-21 08:30 以来：升级 1 项，新逾期 1 项，新将到期 1 项。

【升级】逾期满 3 个工作日，告诉督查室：
区住建局 letter-2026-0001 办结并答复来信人：已逾期，应于 2026-07-20，晚 3 天（3 个工作日）

【区住建局】
letter-2026-0003 办结并答复来信人：已逾期，应于 2026-07-22，晚 1 天（1 个工作日）

【区民政局】
letter-2026-0004 办结并答复来信人：将到期，应于 2026-07-24，还有 1 个工作日"""


def test_what_the_messages_say(forge, home, receiver):
    assert home.run()[0] == 0
    assert [(one["title"], one["message"]) for one in receiver.got] == [("督办提醒 2026-07-21", FIRST)]
    home.put(4, "区民政局", "2026-07-10")
    assert home.run(today="2026-07-23T08:30")[0] == 0
    assert [(one["title"], one["message"]) for one in receiver.got[1:]] == [("督办提醒 2026-07-23", THURSDAY)]


WINTER = """\
到今天为止：升级 1 项，新逾期 1 项。
没有录入2027年的国务院放假通知（已录入的是2018年至2026年）：标【暂定】的日期、逾期天数，录入以后可能变动。

【升级】逾期满 10 个工作日，告诉领导：
区教体局 letter-2026-0002 办结并答复来信人：已逾期，应于 2026-12-14，晚 22 天（15 个工作日【暂定】）

【区住建局】
letter-2026-0001 办结并答复来信人：已逾期，应于 2027-01-04【暂定】，晚 1 天【暂定】（1 个工作日）"""


def test_what_a_message_says_in_a_year_without_its_notice(forge, home, receiver):
    """From 21 December: 22–25 (4), 28–31 (8), 4, 5 January; at the latest 15 working days from receipt, 14 December."""
    home.put(1, "区住建局", "2026-12-18")  # 21–25 (5), 28–31 (9), 4 January
    home.put(2, "区教体局", "2026-11-30")  # 1–4 (4), 7–11 (9), 14; late: 15–18, 21–25, 28–31, 4, 5
    home.put(3, "区住建局", "2026-07-08", "2026-07-09")
    home.run(today="2027-01-05T08:30")
    assert [one["message"] for one in receiver.got] == [WINTER]


def test_a_day_without_news_is_recorded_and_no_message_sent(forge, home, receiver):
    home.run()
    status, out, _ = home.run(today="2026-07-22T08:31")
    assert status == 0 and "消息：没有新变黄、变红的，不发\n" in out
    assert len(receiver.got) == 1
    (ledger,) = (one for one in forge.issues if "duban:messages" in one["body"])
    assert (ledger["title"], ledger["body"]) == (
        "督办消息记录",
        "<!-- duban:messages -->\n<!-- duban:sent:2026-07-22T08:31 -->\n"
        "2026-07-22 08:31 以前的变化都已经发过消息。这里由程序更新，请不要改。\n",
    )
    made = len(forge.writes)
    home.run(today="2026-07-22T09:00")
    assert forge.writes[made:] == []


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-07-25", "2026-07-25 不上班（周末）：提醒单不动，消息不发。\n"),
        ("2026-07-26", "2026-07-26 不上班（周末）：提醒单不动，消息不发。\n"),
        ("2026-10-01", "2026-10-01 不上班（国庆节）：提醒单不动，消息不发。\n"),
        ("2026-02-17", "2026-02-17 不上班（春节）：提醒单不动，消息不发。\n"),
        ("2026-10-10", None),  # a Saturday worked in exchange
        ("2026-09-20", None),
    ],
)
def test_only_on_days_that_are_worked(github, home, receiver, day, said):
    status, out, err = home.run(today=day)
    assert (status, err) == (0, "")
    if said:
        assert out.endswith(said) and (github.log, receiver.got) == ([], [])
        assert home.run("--dry-run", today=day)[1].endswith(said) and github.log == []
    else:
        assert len(receiver.got) == 1 and github.units()


def test_the_message_after_a_weekend_covers_it(forge, home, receiver):
    home.run(today="2026-07-23T08:30")
    home.put(5, "区民政局", "2026-07-10", answered="2026-07-24")  # yellow on Friday, answered on Friday
    home.put(6, "区民政局", "2026-07-10")  # yellow on Friday, late on Saturday
    home.put(7, "区民政局", "2026-07-14")  # due on Tuesday
    for day in ("2026-07-25", "2026-07-26"):
        home.run(today=day)
    assert len(receiver.got) == 1
    home.run(today="2026-07-27T08:30")
    assert receiver.got[1]["message"] == (
        "2026-07-23 08:30 以来：升级 1 项，新逾期 1 项，新将到期 1 项。\n\n"
        "【升级】逾期满 3 个工作日，告诉督查室：\n"
        "区住建局 letter-2026-0003 办结并答复来信人：已逾期，应于 2026-07-22，晚 5 天（3 个工作日）\n\n"
        "【区民政局】\n"
        "letter-2026-0006 办结并答复来信人：已逾期，应于 2026-07-24，晚 3 天（1 个工作日）\n"
        "letter-2026-0007 办结并答复来信人：将到期，应于 2026-07-28，还有 1 个工作日"
    )


def test_a_message_that_was_not_taken_is_not_repeated_the_same_day(forge, home, receiver):
    receiver.status = 500
    status, out, err = home.run()
    assert (status, err) == (
        2,
        "duban：消息没有发到第 1 个（JSON）地址；不知道有没有发到，所以今天不再发，"
        "下一个工作日的消息会包括这一次的内容\n",
    )
    receiver.status = 200
    status, out, _ = home.run()
    assert status == 0 and PENDING in out and len(receiver.got) == 1
    made = len(forge.writes)
    assert home.run()[0] == 0 and forge.writes[made:] == []
    assert home.run(today="2026-07-22T08:30")[0] == 0
    assert len(receiver.got) == 2
    assert receiver.got[1]["message"].startswith("到今天为止：升级 1 项，新逾期 1 项，新将到期 1 项。")
    assert [one for one in forge.comments] == []


def test_of_several_addresses_the_one_that_failed_is_named(forge, home, receiver):
    other = Receiver()
    other.status = 404
    home.environ["DUBAN_MESSAGES"] = f"{receiver.url}\n\n  {other.url}  \n{receiver.url}?format=text\n"
    status, _, err = home.run()
    assert status == 2 and "第 2 个（JSON）地址" in err and "第 1 个" not in err
    assert (len(receiver.got), len(other.got)) == (2, 1)
    other.close()


@pytest.mark.parametrize(
    "bad", ["nonsense", "wecom-robot://key-of-mine", "wecombot://", "https://hook-of-the-test.invalid/x"]
)
def test_an_address_that_is_none_is_refused_without_showing_it(forge, home, receiver, bad):
    home.environ["DUBAN_MESSAGES"] += "\n" + bad
    status, out, err = home.run()
    assert (status, out, err) == (
        2,
        "",
        "duban：DUBAN_MESSAGES 里第 2 个地址不能用；"
        "写成 mailto://、wecombot://、dingtalk://、feishu:// 开头的地址，一行一个\n",
    )
    assert (forge.log, receiver.got) == ([], [])


def test_addresses_are_never_shown(forge, home, receiver, caplog):
    home.environ["DUBAN_MESSAGES"] = receiver.url.replace("json://", "json://user-of-test:word-of-test@")
    said = []
    for status in (500, 200):
        receiver.status = status
        for arguments in ([], ["--dry-run"]):
            said += home.run(*arguments, today=f"2026-07-2{status // 250}")[1:]
    assert len(receiver.got) == 2
    said += [one.getMessage() for one in caplog.records]
    assert not [one for one in caplog.records if one.name.startswith("apprise")]
    sent = [json.dumps(one.content, ensure_ascii=False) for one in forge.log]
    for secret in (SECRET, "user-of-test", "word-of-test"):
        assert not [one for one in [*said, *sent] if secret in one]


def test_without_a_forge_the_day_is_kept_in_a_file(home, receiver):
    assert home.run()[0] == 0
    assert (home.root / "build/messages/last").read_text() == "2026-07-21T08:30\n"
    _, out, _ = home.run()
    assert "消息：今天的已经处理过（2026-07-21 08:30），不再发\n" in out and len(receiver.got) == 1
    receiver.status = 500
    assert home.run(today="2026-07-23T08:30")[0] == 2
    assert PENDING in home.run(today="2026-07-23T09:30")[1]
    receiver.status = 200
    assert home.run(today="2026-07-24T08:30")[0] == 0
    assert receiver.got[-1]["message"].startswith("2026-07-21 08:30 以来：升级 1 项，新逾期 1 项。")
    assert [one.name for one in (home.root / "build/messages").iterdir()] == ["last"]


def test_a_day_before_the_last_message(forge, home, receiver):
    home.run(today="2026-07-23T08:30")
    status, out, _ = home.run(today="2026-07-22")
    assert status == 0 and "消息：记录里已经发到 2026-07-23 08:30，在今天之后，不发\n" in out
    assert len(receiver.got) == 1


def test_a_foreign_claim_or_ledger_stops_nothing(forge, home, receiver):
    home.run()
    (ledger,) = (one for one in forge.issues if "duban:messages" in one["body"])
    body = "<!-- duban:sending:2026-07-23:0123456789abcdef -->"
    forge.comments.append({"id": 1, "issue": ledger["number"], "user": {"login": THEM}, "body": body})
    home.run(today="2026-07-23T08:30")
    assert len(receiver.got) == 2
    assert [one["body"] for one in forge.comments] == [body]


def test_two_ledgers_become_one(forge, home, receiver):
    for _ in range(2):
        forge.put_issue("督办消息记录", "<!-- duban:messages -->\n<!-- duban:sent:2026-07-21T08:30 -->\n")
    home.run(today="2026-07-23T08:30")
    ledgers = [one for one in forge.issues if "duban:messages" in one["body"]]
    assert [one["state"] for one in ledgers] == ["open", "closed"]
    assert "2026-07-23T08:30" in ledgers[0]["body"] and len(receiver.got) == 1


def test_a_long_message_fits_the_shortest_channel_and_counts_the_rest(home, receiver):
    for number in range(10, 60):
        home.put(number, "区民政局", "2026-07-06")
    home.environ["DUBAN_MESSAGES"] = receiver.url
    long = home.run("--dry-run")[1].partition("——消息——\n")[2]
    home.environ["DUBAN_MESSAGES"] += "\nwecombot://0123456789abcdef0123456789abcdef"
    text = home.run("--dry-run")[1].partition("——消息——\n")[2].partition("\n\n")[2].strip("\n")
    assert long.count("letter-2026-") == 53 and "另有" not in long
    assert 1600 < len(text.encode()) <= 1948
    lines = text.split("\n")
    told = text.count("letter-2026-")
    assert lines[-1] == f"另有 {53 - told} 项，见各单位的提醒单。"
    assert lines[0].startswith("到今天为止：升级 1 项，新逾期 51 项，新将到期 1 项。")
    assert "letter-2026-0002" in lines[3]


def test_in_the_end_every_part_works_from_a_clean_checkout(forge, home, receiver):
    """A workflow's runner has no build folder: what counts stands on the forge."""
    home.run()
    shutil.rmtree(home.root / "build")
    made = len(forge.writes)
    assert home.run()[0] == 0
    assert forge.writes[made:] == [] and len(receiver.got) == 1
