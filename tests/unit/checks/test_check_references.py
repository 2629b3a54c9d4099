"""What points to nothing, comes too early or stands twice in one case file."""

from types import SimpleNamespace
from typing import ClassVar

import pytest

from duban.cases.office import office_from
from duban.checks.check_references import reference_violations as faults

PATH = "cases/letters/2026/letter-2026-0007.yml"
OFFICE = office_from({
    "name": "某室", "district": "某区", "region": "640202",
    "units": [
        {"code": "督查室", "name": "督查室"},
        {"code": "住建局", "name": "住建局"},
        {"code": "执法局", "name": "执法局"},
        {"code": "城管局", "name": "城管局", "to": "2025-12-31", "succeeded_by": ["执法局"]},
        {"code": "新设局", "name": "新设局", "from": "2026-06-01"},
    ],
    "posts": {"文书": "督查室", "督查": "督查室", "热线": "执法局"},
})  # fmt: skip
POSTS = {
    "批办": frozenset({"督查", "无人"}),
    "归档": frozenset({"热线", "督查"}),
    "复核": frozenset({"无人"}),
}

ORDER = "经过按日期先后写；事后补记的加在最后，at 写今天，late_entry 写明是哪天的事；要算在那一天的，再加一条更正。"


class Words:
    """Event words of a made-up register."""

    events: ClassVar = {
        word: SimpleNamespace(by_anyone=word == "备注", posts=POSTS.get(word, frozenset()))
        for word in (
            "登记",
            "交办",
            "退办",
            "答复",
            "更正",
            "备注",
            "延期",
            "并案",
            "召开",
            "批办",
            "归档",
            "复核",
        )
    }

    def doing(self, effect):
        return {"answers": frozenset({"答复"}), "convenes": frozenset({"召开"})}.get(effect, frozenset())


def letter(*entries, **header):
    first = {"at": "2026-02-10", "event": "登记", "by": "督查室"}
    return {"received": "2026-02-10", "timeline": [first, *entries], **header}


def entry(at="2026-02-11", event="交办", by="督查室", **fields):
    return {"at": at, "event": event, "by": by, **fields}


def answered(*more):
    return letter(
        entry(to="住建局"), entry("2026-02-12", "答复", "住建局", answer="a1"), *more,
        answers=[{"id": "a1", "unit": "住建局", "text": "x"}],
    )  # fmt: skip


SOUND = [
    letter(),
    answered(),
    letter(entry(to="住建局", co_units=["执法局"])),
    letter(entry(parts=["住建局", "执法局"])),
    letter(entry(by="文书")),
    letter(entry(event="备注", by="来信人")),
    letter(entry(limit="2026-02-11", asked="2026-02-11")),
    letter(entry(at="2026-06-01", to="新设局")),
    letter(entry(), entry(event="退办", by="住建局"), entry(instead=3, to="执法局")),
    letter(entry(event="更正", corrects=0)),
    letter(entry(event="延期", asked="2026-02-11", consented="2026-02-20", until="2026-03-02")),
    letter(entry(at="2026-02-10T09:00"), entry(at="2026-02-10")),
    letter(received="2026-02-10T09:12"),
    {"received": "2026-02-10", "sealed": {}, "timeline": [{"at": "2026-02-10", "event": "登记"}]},
    answered() | {"publication": [{"answer": "a1", "letter": "x", "text": "x"}]},
    letter(occurred="2026-02-10", known="2026-02-10"),
    letter(entry(at="2026-02-09"), occurred="2026-02-09", timeline=[entry(at="2026-02-09")]),
    letter(entry(at="2026-02-12", event="召开"), held="2026-02-12", limit="2026-02-12"),
    letter(entry(at="2026-02-11T09:00", limit="2026-02-11T09:00")),
    letter(entry(event="批办"), entry(event="归档"), entry(event="复核", by="住建局")),
    letter(entry(to="住建局"), entry(to="住建局", co_units=["执法局"])),
    letter(to="住建局", held="2026-02-10", co_units=["执法局"], unit="住建局"),
    {
        "received": "2026-02-10",
        "to": "住建局",
        "held": "2026-02-10",
        "timeline": [entry(instead=0, event="交办")],
    },
    {"topics": [{}, {}], "items": [{"topic": 2}, {"topic": "3"}]},
    letter(entry(event="并案", into="letter-2026-0008")),
    answered() | {"publication": [{"answer": "a1"}, {"answer": "a1", "replaces": 1}]},
    letter(entry(at="1026-02-10")),  # its year is told by another check
]


@pytest.mark.parametrize("value", SOUND, ids=range(len(SOUND)))
def test_nothing_is_found_in_what_is_sound(value):
    assert list(faults(PATH, value, OFFICE, Words())) == []


FAULTY = [
    (letter(received="2025-12-31"), ("received",), "year",
     "来件日期是 2025 年，件号 letter-2026-0007 却是 2026 年。两个年份要一致。"),
    (letter(entry(at="2026-02-09")), ("timeline", 1, "at"), "before-arrival",
     "2026-02-09 早于来件日期 2026-02-10。请核对这两个日期。"),
    (letter(entry(at="2026-02-10T08:00"), received="2026-02-10T09:12"), ("timeline", 1, "at"), "before-arrival",
     "2026-02-10T08:00 早于来件日期 2026-02-10T09:12。请核对这两个日期。"),
    (letter(entry(at="2026-03-01"), entry(at="2026-02-20")), ("timeline", 2, "at"), "order",
     f"2026-02-20 早于上面第 2 条的 2026-03-01。{ORDER}"),
    (letter(entry(at="2026-02-11T10:00"), entry(at="2026-02-11T09:00")), ("timeline", 2, "at"), "order",
     f"2026-02-11T09:00 早于上面第 2 条的 2026-02-11T10:00。{ORDER}"),
    (letter(entry(to="住健局")), ("timeline", 1, "to"), "unit",
     "office.yml 里没有单位“住健局”。是不是想写“住建局”？"),
    (letter(entry(co_units=["住建局，执法局"])), ("timeline", 1, "co_units", 0), "unit",
     "office.yml 里没有单位“住建局，执法局”。几个单位写成列表，用半角逗号隔开：[住建局, 执法局]。"),
    (letter(entry(parts=["住建局", "气象台"])), ("timeline", 1, "parts", 1), "unit",
     "office.yml 里没有单位“气象台”。请写 units 里的代号，或先在那里加上它。"),
    (letter(entry(by="李明")), ("timeline", 1, "by"), "unit",
     "office.yml 里没有单位“李明”。请写 units 里的代号，或先在那里加上它。"),
    (letter(entry(to="城管局")), ("timeline", 1, "to"), "unit-gone",
     "“城管局”已于 2025-12-31 撤销，2026-02-11 没有这个单位。请写承接单位“执法局”。"),
    (letter(entry(to="新设局")), ("timeline", 1, "to"), "unit-gone",
     "“新设局”2026-06-01 才设立，2026-02-11 还没有这个单位。请核对。"),
    (letter(entry(to="住建局", parts=["执法局"])), ("timeline", 1, "parts"), "to-or-parts",
     "to（承办单位）和 parts（分办单位）只能写一个：一家主办写 to，几家分办写 parts。"),
    (letter(entry(to="住建局", co_units=["执法局", "住建局"])), ("timeline", 1, "co_units", 1), "unit-twice",
     "“住建局”在这一条里写了两次。承办和协办不能是同一个单位。"),
    (letter(entry(instead=2)), ("timeline", 1, "instead"), "entry",
     "instead: 2 指的不是前面的条目。这是第 2 条，只能写 1 到 1。"),
    (letter(entry(of=0)), ("timeline", 1, "of"), "entry", "of: 0 指的不是前面的条目。这是第 2 条，只能写 1 到 1。"),
    (letter(entry(event="更正", corrects=-1)), ("timeline", 1, "corrects"), "entry",
     "corrects: -1 指的不是前面的条目。这是第 2 条，只能写 1 到 1。"),
    (letter(entry(until="2026-02-01")), ("timeline", 1, "until"), "date",
     "2026-02-01 早于这一条的日期 2026-02-11。请核对。"),
    (letter(entry(promised="2026-02-01")), ("timeline", 1, "promised"), "date",
     "2026-02-01 早于这一条的日期 2026-02-11。请核对。"),
    (letter(entry(asked="2026-02-12")), ("timeline", 1, "asked"), "date",
     "申请日期 2026-02-12 晚于这一条的日期 2026-02-11。请核对。"),
    (letter(entry(asked="2026-02-11", consented="2026-02-10")), ("timeline", 1, "consented"), "date",
     "同意日期 2026-02-10 早于申请日期 2026-02-11。请核对。"),
    (letter(entry(event="答复", answer="a1")), ("timeline", 1, "answer"), "answer",
     "answers 里没有 a1。请先在 answers 里写上答复。"),
    (answered(entry("2026-02-13", "备注", of_answer="a2")), ("timeline", 3, "of_answer"), "answer",
     "answers 里没有 a2。现有的是 a1。"),
    (answered(entry("2026-02-13", "答复", answer="a1")), ("timeline", 3, "answer"), "answer-twice",
     "a1 在第 3 条已经答复过。再次答复要另写一份，用新的编号。"),
    (letter(answers=[{"id": "a1", "unit": "住建局", "text": "x"}]), ("answers", 0, "id"), "answer-unused",
     "a1 没有对应的经过。请在 timeline 里加一条，写 event: 答复 和 answer: a1。"),
    (answered() | {"answers": [{"id": "a1", "unit": "住建局"}, {"id": "a1", "unit": "住建局"}]},
     ("answers", 1, "id"), "answer-id", "编号 a1 和第 1 份答复相同。请依次编号，例如 a2。"),
    (answered() | {"answers": [{"id": "a1", "unit": "城管局"}]}, ("answers", 0, "unit"), "unit-gone",
     "“城管局”已于 2025-12-31 撤销，2026-02-12 没有这个单位。请写承接单位“执法局”。"),
    (answered() | {"publication": [{"answer": "a2"}]}, ("publication", 0, "answer"), "answer",
     "answers 里没有 a2。现有的是 a1。"),
    (answered() | {"publication": [{"answer": "a1"}, {"answer": "a1"}]}, ("publication", 1, "answer"), "publication",
     "a1 已经有一份公开稿。一份答复只有一份公开稿。要换公开的内容，先撤回公开，另加的这一份写上 replaces: 1。"),
    (letter(entry(event="并案", into="letter-2026-0007")), ("timeline", 1, "into"), "itself",
     "不能并到自己。请写另一件的件号。"),
    (letter(against="住健局"), ("against",), "unit", "office.yml 里没有单位“住健局”。是不是想写“住建局”？"),
    (letter(entry(at="2026-02-08"), entry(at="2026-02-09")), ("received",), "before-arrival",
     "来件日期 2026-02-10 晚于经过的第 2、3 条，最早的是 2026-02-08。请核对这些日期。"),
    (letter(occurred="2026-02-11", received="2026-02-12"), ("timeline", 0, "at"), "before-arrival",
     "2026-02-10 早于发生时间 2026-02-11。请核对这两个日期。"),
    (letter(entry(at="2026-02-20"), to="住建局", held="2026-02-12"), ("timeline", 0, "at"), "before-arrival",
     "2026-02-10 早于开会的日子 2026-02-12。请核对这两个日期。"),
    (letter(entry(at="2026-03-01"), entry(at="2026-02-20"), entry(at="2026-02-28"), entry(at="2026-03-01")),
     ("timeline", 1, "at"), "order", "2026-03-01 晚于下面的第 3、4 条。经过按日期先后写，请核对这几条的日期。"),
    (letter(occurred="2026-02-10T10:00", received="2026-02-10T09:59", timeline=[]), ("occurred",), "date",
     "发生时间 2026-02-10T10:00 晚于收到时间 2026-02-10T09:59。请核对。"),
    (letter(occurred="2026-02-10", known="2026-02-09"), ("known",), "date",
     "获知时间 2026-02-09 早于发生时间 2026-02-10。请核对。"),
    (letter(held="2026-02-09"), ("held",), "date", "开会的日子 2026-02-09 早于登记日期 2026-02-10。请核对。"),
    (letter(held="2026-02-12", limit="2026-02-11"), ("limit",), "date",
     "办结期限 2026-02-11 早于开会的日子 2026-02-12。请核对。"),
    (letter(entry(event="召开"), held="2026-02-12"), ("timeline", 1, "at"), "held",
     "会议写的是 2026-02-12 开，这里写的是 2026-02-11。改期的，用更正改 held（corrects: 0）。"),
    (letter(entry(at="2026-02-11T09:00", limit="2026-02-11T08:59")), ("timeline", 1, "limit"), "date",
     "2026-02-11T08:59 早于这一条的时间 2026-02-11T09:00。请核对。"),
    (letter(entry(at="2026-02-11T09:00", redo_by="2026-02-10")), ("timeline", 1, "redo_by"), "date",
     "2026-02-10 早于这一条的日期 2026-02-11。请核对。"),
    (letter(entry(co_limit="2026-02-10")), ("timeline", 1, "co_limit"), "date",
     "2026-02-10 早于这一条的日期 2026-02-11。请核对。"),
    (letter(entry(event="批办", by="住建局")), ("timeline", 1, "by"), "by",
     "“批办”是督查的事，by 要写督查室，这里写的是“住建局”。"),
    (letter(entry(event="归档", by="住建局")), ("timeline", 1, "by"), "by",
     "“归档”是热线、督查的事，by 要写督查室（登记这一件的），这里写的是“住建局”。"),
    (letter(entry(event="归档", by="住建局"), timeline=[entry(event="归档", by="住建局")]), ("timeline", 0, "by"), "by",
     "“归档”是热线、督查的事，by 要写执法局、督查室，这里写的是“住建局”。"),
    (letter(to="住建局, 执法局", held="2026-02-10"), ("to",), "unit",
     "office.yml 里没有单位“住建局, 执法局”。"
     "to 只写一个主办单位，协办的写在 co_units: [甲, 乙]；几家分办的，不写 to，写 parts: [甲, 乙]。"),
    (letter(unit="住建局、执法局"), ("unit",), "unit", "office.yml 里没有单位“住建局、执法局”。这里只写一个单位。"),
    (letter(to="住建局", held="2026-02-10", co_units=["执法局", "住建局"]), ("to",), "unit-twice",
     "“住建局”写了两次。承办和协办不能是同一个单位。"),
    (letter(parts=["城管局"], held="2026-02-10"), ("parts", 0), "unit-gone",
     "“城管局”已于 2025-12-31 撤销，2026-02-10 没有这个单位。请写承接单位“执法局”。"),
    ({"topics": [{}], "items": [{"topic": 2}]}, ("items", 0, "topic"), "topic", "没有第 2 个议题，一共 1 个。"),
    (letter(timeline=[entry(at="2026-02-10", of=1)]), ("timeline", 0, "of"), "entry",
     "of: 1 指的不是前面的条目。这是第 1 条，前面没有条目可指。"),
    (letter(entry(instead=0)), ("timeline", 1, "instead"), "entry",
     "instead: 0 指的不是前面的条目。这是第 2 条，只能写 1 到 1。"),
    (letter(entry(corrects=2, event="更正")), ("timeline", 1, "corrects"), "entry",
     "corrects: 2 指的不是前面的条目。这是第 2 条，只能写 1 到 1。"),
    (answered() | {"publication": [{"answer": "a1", "replaces": 1}]}, ("publication", 0, "answer"), "publication",
     "a1 还没有公开稿，没有可以代替的。请删去 replaces。"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "where", "rule", "message"), FAULTY, ids=[row[2] for row in FAULTY])
def test_faults_name_the_value_and_what_to_write(value, where, rule, message):
    (violation,) = faults(PATH, value, OFFICE, Words())
    assert (violation.where, violation.rule, violation.message) == (where, f"reference.{rule}", message)


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"received": 5, "timeline": "x", "answers": {}, "publication": 1},
        {"timeline": [1, None, "x", []], "answers": ["a1"], "publication": ["a1"]},
        {"timeline": [{"at": [], "event": {}, "by": 1, "to": [], "parts": "", "co_units": [1], "of": "2"}]},
        {"timeline": [{"at": "x", "event": [], "answer": [], "into": 1, "asked": {}, "corrects": True}]},
        {"answers": [{"id": [], "unit": {}}], "publication": [{"answer": []}], "against": []},
    ],
)
def test_values_of_the_wrong_form_are_left_to_the_schema(value):
    assert list(faults(PATH, value, OFFICE, Words())) == []
