"""Files read in this process or in others, offices that are none, and rounds: what is said where something lacks."""

# ruff: noqa: E501 — a row of a table is one line

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from made_duties import made_rule

from duban.cases.case import Answer, Entry, case_from
from duban.cases.case_history import Assignment
from duban.cases.office import Office, Unit
from duban.checks.check_case import CheckedFile
from duban.engine.case_view import CaseView
from duban.engine.obligations import Report, RoundItem, obligations
from duban.engine.refusal_words import later_words, not_assigned_words, way_to
from duban.findings.finding import Finding, Unusable
from duban.law.deadlines import parse
from duban.law.rule_parts import Dated, Limit
from duban.register import bulk_reading
from duban.register.bulk_reading import BulkReader
from duban.register.forked_workers import in_workers
from duban.register.load_office import load

FOUND = Finding("a.yml", 1, 1, "x", "error", "某事")


def check(path, data):
    return CheckedFile((FOUND,), ("last:x:y",), {"text": data.decode()}, None, "2026-07-17")


def test_a_file_is_read_once_more_only_where_it_changed(tmp_path):
    (tmp_path / "a.yml").write_text("一")
    (tmp_path / "b.yml").write_text("二")
    asked = []

    def counting(path, data):
        asked.append(path)
        return check(path, data)

    reader = BulkReader(tmp_path, counting, "key", tmp_path / "cache")
    files = ["b.yml", "a.yml", "gone.yml"]
    first = reader.read(files)
    assert [(reading.path, reading.payload) for reading in first] == [
        ("b.yml", '{"text":"二"}'.encode()),
        ("a.yml", '{"text":"一"}'.encode()),
        ("gone.yml", None),
    ]
    assert first[2].findings[0].message == "打不开，请检查文件是否还在、权限是否正确。"
    assert (first[0].findings, first[0].links, first[0].settled) == ((FOUND,), ("last:x:y",), "2026-07-17")
    (tmp_path / "a.yml").write_text("三")
    again = reader.read(files)
    assert asked == ["b.yml", "a.yml", "a.yml"]
    assert [reading.payload for reading in again[:2]] == ['{"text":"二"}'.encode(), '{"text":"三"}'.encode()]
    results = reader.read(files, lambda file: (file.path, file.payload.decode(), file.settled))
    assert [reading.result for reading in results] == [
        ("b.yml", '{"text":"二"}', "2026-07-17"),
        ("a.yml", '{"text":"三"}', "2026-07-17"),
        None,
    ]
    assert asked == ["b.yml", "a.yml", "a.yml"]


def test_one_file_is_read_here_and_now(tmp_path, monkeypatch):
    reader = BulkReader(tmp_path, check, "key")
    (tmp_path / "a.yml").write_text("一")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.yml").symlink_to("a.yml")
    assert reader.read_one("a.yml").payload == '{"text":"一"}'.encode()
    refused = {
        "gone.yml": "打不开，请检查文件是否还在、权限是否正确。",
        "link.yml": "打不开，请检查文件是否还在、权限是否正确。",
        "folder": "这里不是普通文件，不会被读取。",
    }
    for path, message in refused.items():
        reading = reader.read_one(path)
        assert (reading.blob, reading.payload, reading.links) == ("", None, ())
        assert [finding.message for finding in reading.findings] == [message]

    def broken(handle, size):
        raise OSError

    monkeypatch.setattr(bulk_reading.os, "read", broken)
    assert [finding.message for finding in reader.read_one("a.yml").findings] == [
        "读到一半出错，请检查磁盘。"
    ]


def test_work_is_done_in_its_order_and_told_as_it_goes():
    for jobs in (1, 2):
        told = []
        done = in_workers(list, 401, jobs, lambda count, total, told=told: told.append((count, total)))
        assert done == list(range(401))
        assert told == [(400, 401), (401, 401)]
        assert in_workers(list, 2, jobs) == [0, 1]


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (lambda path: path.mkdir(), "{path} 不是普通文件"),
        (lambda path: None, "{root} 里没有 office.yml；请到办公室的目录里运行，或用 --root 写明目录"),
    ],
)
def test_an_office_that_is_none_is_told_in_one_line(tmp_path, make, line):
    make(tmp_path / "office.yml")
    with pytest.raises(Unusable) as raised:
        load(tmp_path)
    assert str(raised.value) == line.format(path=tmp_path / "office.yml", root=tmp_path)


def test_a_case_without_a_rulebook_has_no_book():
    case = case_from(
        "cases/letters/2026/letter-2026-0001.yml",
        {"received": "2026-07-06", "channel": "没有", "timeline": []},
    )
    view = CaseView(case, load(Path(__file__).parents[3]).sound())
    assert not view.has_rulebook
    with pytest.raises(LookupError, match=r"^letter-2026-0001: no rulebook$"):
        _ = view.book


class Book:
    """A rulebook of one rule."""

    def __init__(self, rule):
        self.rules = [rule]


def limit(text):
    return (Dated(date(2022, 4, 12), None, (Limit((), text, None if text == "none" else parse(text)),)),)


OFFICE = Office(
    "", "", "",
    {"甲": Unit("甲", "", until=date(2026, 6, 30), succeeded_by=("乙",)), "乙": Unit("乙", "")},
    rounds={2027: {"dwk.x": "by 04-01"}},
)  # fmt: skip


def owed(calendar, *counted, text="10 working days", at_least=1, reports=(), now=datetime(2026, 7, 21, 8, 0)):
    rule = made_rule(scope="round", within=limit(text) if text else (), at_least=at_least)
    book = Book(rule)
    return [
        (duty.id, duty.unit, duty.started and str(duty.started), str(duty.due), duty.status, duty.name)
        for duty in obligations([book, book], counted, reports, OFFICE, calendar, now)
    ]


def item(assigned="2026-07-01", met="2026-07-06", unit="乙", year=2026):
    return RoundItem(
        "dwk.x", year, unit, date.fromisoformat(assigned), date.fromisoformat(met) if met else None
    )


def test_a_round_is_owed_once_all_its_items_are_done_from_the_last_on(calendar):
    both = (item(), item(met="2026-07-07"))
    name = "dwk.x/dwk.x/2026@乙"
    assert owed(calendar, *both) == [(name, "乙", "2026-07-07", "2026-07-21", "due_soon", "2026")]
    assert owed(calendar, *both, item(met=None)) == [(name, "乙", None, "None", "not_started", "2026")]
    assert owed(calendar, *both, at_least=3) == []
    assert owed(calendar, *both, at_least=2) == owed(calendar, *both)
    done = (Report("dwk.x", "2026", date(2026, 7, 20), "乙"),)
    assert owed(calendar, *both, reports=done)[0][4] == "met"
    other = (Report("dwk.x", "2026", date(2026, 7, 20), "丙"),)
    assert owed(calendar, *both, reports=other)[0][4] == "due_soon"


def test_whoever_has_taken_the_work_over_owes_the_round_of_the_first(calendar):
    found = owed(calendar, item(assigned="2026-05-01", unit="甲"), item())
    assert found == [("dwk.x/dwk.x/2026@甲", "乙", "2026-07-06", "2026-07-20", "overdue", "2026")]


def test_a_date_of_the_year_is_that_of_the_round_and_none_that_had_passed(calendar):
    name = "dwk.x/dwk.x/2026@乙"
    dated = owed(calendar, item(met=None), text="by 09-10")
    assert dated == [(name, "乙", "2026-07-01", "2026-09-10", "running", "2026")]
    passed = owed(calendar, item(met=None), text="by 06-30")
    assert passed == [(name, "乙", "2026-07-01", "None", "running", "2026")]
    assert owed(calendar, item(), text="none")[0][3:5] == ("None", "running")
    assert owed(calendar, item(), text="")[0][3:5] == ("None", "running")
    own = owed(calendar, item(assigned="2027-01-05", met=None, year=2027), now=datetime(2027, 1, 6))
    assert [row[3] for row in own] == ["2027-04-01"]


def entry(event="签收", **fields):
    return Entry(5, date(2026, 7, 8), None, event, "甲局", fields)


def held(unit, role="lead"):
    return Assignment(unit, role, entry("交办"), 1, 1, "承办")


def event(whose="by", roles=("lead", "part")):
    return SimpleNamespace(whose=whose, roles=frozenset(roles))


A1, A2 = Answer("a1", "甲局", "", {}), Answer("a2", "甲局", "", {})
OF = {"of_answer": "a9"}

# fmt: off
UNASSIGNED = [
    (entry(), event(), "甲局", (), (), "第5条：甲局没有承办这一件，不能记“签收”；这一件还没有交办"),
    (entry(), event("unit"), "", (), (), "第5条：这里没有承办这一件，不能记“签收”；这一件还没有交办"),
    (entry(), event(), "丙局", (held("甲局"), held("乙局", "part"), held("甲局")), (), "第5条：丙局没有承办这一件，不能记“签收”；承办的是：甲局、乙局"),
    (entry(), event(roles=("part", "co")), "甲局", (held("甲局"),), (), "第5条：“签收”由分办单位、协办单位来记，这一件交办的时候没有写分办单位、协办单位（交办那一条的 parts、co_units）"),
    (entry(), event("to"), "", (held("甲局"),), (), "第5条：“签收”没有写是哪个单位的，请补上 to: 甲局"),
    (entry(), event("to"), "", (held("甲局"), held("乙局")), (), "第5条：“签收”没有写是哪个单位的，请补上 to: …（写其中一个：甲局、乙局）"),
    (entry(), event(), "", (held("甲局"),), (), "第5条：这里没有承办这一件，不能记“签收”；承办的是：甲局"),
    (entry(), event("answer"), "", (held("甲局"),), (A1, A2), "第5条：“签收”没有写是对哪一份答复的，请补上 of_answer: a2"),
    (entry(), event("answer"), "", (), (), "第5条：“签收”没有写是对哪一份答复的，请补上 of_answer: a1"),
    (entry(**OF), event("answer"), "", (), (A1, A2), "第5条：“签收”说的答复 a9 找不到；answers 里有：a1、a2"),
    (entry(**OF), event("answer"), "", (), (), "第5条：“签收”说的答复 a9 找不到；answers 里没有读得懂的答复，先把它写好、改对"),
]
# fmt: on


@pytest.mark.parametrize(("made", "word", "unit", "assignments", "answers", "message"), UNASSIGNED)
def test_why_an_entry_finds_no_assignment(made, word, unit, assignments, answers, message):
    assert not_assigned_words(made, word, unit, assignments, answers) == message


STATES = {
    name: SimpleNamespace(on=on)
    for name, on in {
        "待办": {"备注": "待办", "交办": "办理中", "并案": "没有的"},
        "办理中": {"报送": "待审", "延期": "办理中"},
        "待审": {"退回": "办理中", "答复": "已答复"},
        "已答复": {},
    }.items()
}


@pytest.mark.parametrize(
    ("word", "now", "words"),
    [
        ("答复", "待办", "要先记“交办”“报送”，再记“答复”。"),
        ("报送", "待办", "要先记“交办”，再记“报送”。"),
        ("交办", "待办", ""),
        ("归档", "待办", ""),
        ("答复", "已答复", ""),
        ("退回", "办理中", "要先记“报送”，再记“退回”。"),
    ],
)
def test_the_way_to_an_event_is_the_shortest(word, now, words):
    assert way_to(word, now, STATES) == words


def test_what_a_word_means_that_cannot_be_recorded_yet():
    known = {"归档", "督查归档", "答复"}
    synonyms = {"结案": ("归档", "没有"), "别的": ("没有",)}
    assert later_words("结案", known, synonyms) == "“结案”在这里叫“归档”，现在还不能记。"
    assert later_words("归", known, synonyms) == "是不是想写“归档”或者“督查归档”？现在还不能记。"
    assert later_words("别的", known, synonyms) == ""
