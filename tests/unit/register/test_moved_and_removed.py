"""What decisions took away and what a change of law does, in words and numbers; the order of what is owed."""

# ruff: noqa: E501 — a row of a table is one line

from __future__ import annotations

import stat
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from made_duties import made_duty

from duban.cases.office import Office, Unit
from duban.engine.lateness import Lateness
from duban.engine.lateness_decision import LatenessDecision, Paper
from duban.register import scan as scan_module
from duban.register.decision_words import amount_words, decision_lines, lost_words
from duban.register.decisions import Decided, LostDuty, classes_of, routine_decisions, with_classes
from duban.register.due_list import ROUTINE, Wanted, urgency
from duban.register.law_effects import duty_effects, file_effects
from duban.register.law_rows import NONE, SEVERAL, DutyRow, FileRows
from duban.register.load_office import load
from duban.register.reading_cache import Kept, save
from duban.register.reading_cache import load as load_cache
from duban.register.removed_counts import (
    RemovedCount,
    RemovedInMonth,
    by_month,
    by_registrar,
    by_unit,
    days_lost,
    summed,
)
from duban.register.routine_files import read_routine, routine_in
from duban.register.scan import Scan, misplaced, scan

ROOT = Path(__file__).parents[3]
NINE = Lateness("open_late", 9)
NOT = Lateness("not_late")


def lost(after=None, before=NINE, later=NOT, duty=None):
    return LostDuty(duty or made_duty(due=date(2026, 7, 8)), after, before, later)


HERE = made_duty(due=date(2026, 7, 20))

# fmt: off
LOST = [
    (lost(), "原来晚 9 天，这一项没有了"),
    (lost(HERE), "原来晚 9 天，不再逾期"),
    (lost(HERE, later=Lateness("closed_late", 2)), "原来晚 9 天，改为晚 2 天"),
    (lost(HERE, later=Lateness("released_late", 2)), "原来晚 9 天，不再要办，当时已晚 2 天"),
    (lost(made_duty(unit="区教体局"), later=NINE), "原来晚 9 天，改由区教体局办"),
    (lost(HERE, NOT), "到期日由 2026-07-08 改为 2026-07-20"),
    (lost(None, NOT), "原来应于 2026-07-08，这一项没有了"),
    (lost(HERE, Lateness("open_late", 45, True)), "原来晚 45 分钟，不再逾期"),
]
# fmt: on


@pytest.mark.parametrize(("one", "words"), LOST)
def test_what_became_of_a_duty_in_words(one, words):
    assert lost_words(one) == words


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (Lateness("open_late", 1440, True), "1440 分钟"),
        (Lateness("open_late", 1441, True), "2 天"),
        (Lateness("open_late", 1), "1 天"),
        (Lateness("open_late", 2880, True), "2 天"),
    ],
)
def test_minutes_are_told_as_days_from_the_second_day_on(late, words):
    assert amount_words(late) == words


def decided(
    *duties, day=date(2026, 7, 17), kind="登记差错", entry=8, case="letter-2026-0001", restricted=False
):
    decision = LatenessDecision(kind, Paper("12号", "", "2026-07-08"), "区长", registrar="督查室")
    return Decided(case, entry, day, decision, duties, "x", "", restricted)


def test_the_decisions_on_a_duty_are_told_each_in_one_sentence():
    other = lost(duty=made_duty(case="letter-2026-0009"))
    found = [decided(other, lost()), decided(lost(HERE), kind="经批准消除", entry=9, restricted=True)]
    assert list(decision_lines(found, "letter-2026-0001/dwk.x/2")) == [
        "登记差错：原来晚 9 天，这一项没有了（第8条，2026-07-17，12号，2026-07-08，区长决定）",
        "经批准消除：2026-07-17（第9条）",
    ]
    assert classes_of(found) == {
        "letter-2026-0009/dwk.x/2": "登记差错",
        "letter-2026-0001/dwk.x/2": "经批准消除",
    }
    assert [duty.decision for duty in with_classes([HERE, made_duty(origin="3")], classes_of(found))] == [
        "经批准消除",
        "",
    ]
    assert with_classes([HERE], {}) == [HERE]


@pytest.mark.parametrize(
    ("one", "days"),
    [
        (lost(), 9),
        (lost(HERE, later=Lateness("closed_late", 2)), 7),
        (lost(HERE, later=Lateness("open_late", 12)), 0),
        (lost(HERE, later=Lateness("released_late", 2)), 9),
        (lost(HERE, Lateness("open_late", 1441, True)), 2),
        (lost(HERE, NOT), 0),
    ],
)
def test_how_many_days_nobody_owes_any_more(one, days):
    assert days_lost(one) == days


def test_decisions_are_counted_by_month_unit_and_registrar():
    other = made_duty(unit="区教体局", case="letter-2026-0002")
    found = [
        decided(lost(), lost(HERE)),
        decided(lost(duty=other), entry=9, kind="经批准消除"),
        decided(lost(duty=other), day=date(2025, 12, 31), case="letter-2025-0009"),
        decided(lost(), restricted=True, case="letter-2026-0005"),
        decided(),
    ]
    assert by_unit(found) == [
        RemovedCount(2026, "区住建局", 1, 2, 18),
        RemovedCount(2026, "", 1, 1, 9),
        RemovedCount(2026, "区教体局", 1, 1, 9),
        RemovedCount(2025, "区教体局", 1, 1, 9),
    ]
    assert by_registrar(found) == [
        RemovedCount(2026, "督查室", 2, 3, 27),
        RemovedCount(2026, "", 1, 1, 9),
        RemovedCount(2025, "督查室", 1, 1, 9),
    ]
    months = by_month(found)
    assert months == [
        RemovedInMonth("2026-07", "", "登记差错", 1),
        RemovedInMonth("2026-07", "区住建局", "登记差错", 2),
        RemovedInMonth("2026-07", "区教体局", "经批准消除", 1),
        RemovedInMonth("2025-12", "区教体局", "登记差错", 1),
    ]
    assert summed([*months, months[1]])[1] == RemovedInMonth("2026-07", "区住建局", "登记差错", 4)


MONTHLY = "cases/routines/2026/dwk.inst.monthly.yml"
REPORTS = """\
duty: dwk.inst.monthly
year: 2026
entries:
- {period: 2026-05, at: 2026-06-01, by: 区政府督查室}
- period: 2026-06
  at: 2026-07-05
  by: 区政府督查室
  late_entry: 漏记
  reason: 7月5日已经报送。
  lateness_decision:
    class: 登记差错
    paper: {kind: 送达回执, date: 2026-07-05}
    post: 区政府督查室主任
    statement: 区政府督查室：7月5日已经报送。
    registrar: 区政府督查室
    decided: 2026-07-20
"""


@pytest.fixture(scope="module")
def context():
    return load(ROOT).sound()


def in_folder(context, root, text):
    """Return a context whose root has one routine file."""
    path = root / MONTHLY
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return SimpleNamespace(
        root=root, adopted=context.adopted, office=context.office, calendar=context.calendar
    )


def test_a_decision_on_a_recurring_report_is_what_its_entry_took_away(context, tmp_path):
    issued = routine_in(context, MONTHLY, REPORTS.encode(), datetime(2026, 7, 31)).reports
    here = in_folder(context, tmp_path, REPORTS)
    [found] = routine_decisions(here, [MONTHLY], issued, ())
    assert (found.case, found.entry, found.day, found.reason) == (
        "dwk.inst.monthly",
        2,
        date(2026, 7, 20),
        "7月5日已经报送。",
    )
    assert list(decision_lines([found], "dwk.inst.monthly/dwk.inst.monthly/2026-06")) == [
        "登记差错：原来晚 13 天，不再逾期（第2条，2026-07-20，送达回执，2026-07-05，区政府督查室主任决定）"
    ]
    assert list(routine_decisions(here, [MONTHLY], issued[:1], ())) == []  # the report has a fault


@pytest.mark.parametrize(("old", "new"), [("lateness_decision:", "x:"), ("class: 登记差错", "class: [")])
def test_a_routine_file_without_a_decision_that_can_be_read_has_none(context, tmp_path, old, new):
    issued = routine_in(context, MONTHLY, REPORTS.encode(), datetime(2026, 7, 31)).reports
    here = in_folder(context, tmp_path, REPORTS.replace(old, new))
    assert list(routine_decisions(here, [MONTHLY], issued, ())) == []


def test_a_routine_file_that_is_gone_and_units_nobody_knows_are_told(context):
    gone = read_routine(SimpleNamespace(root=Path("/nowhere")), MONTHLY, datetime(2026, 7, 31))
    assert (gone.reports, [finding.message for finding in gone.findings]) == ([], ["打不开，请检查权限。"])
    text = REPORTS.replace("by: 区政府督查室}", "by: 气象台}")
    found = routine_in(context, MONTHLY, text.encode(), datetime(2026, 7, 31))
    assert [(finding.line, finding.rule, finding.message) for finding in found.findings] == [
        (4, "reference.unit", "office.yml 里没有“气象台”这个单位")
    ]
    assert [report.period for report in found.reports] == ["2026-06"]


def row(
    unit="区住建局",
    state="not_late",
    amount=0,
    by_minute=False,
    status="running",
    started="2026-07-06",
    due="2026-07-20",
):
    return DutyRow("letter-2026-0001/dwk.x/2", unit, state, amount, by_minute, status, started, due)


LATE = {"state": "open_late", "amount": 9, "status": "overdue", "due": "2026-07-08"}
SOON = {"status": "due_soon", "due": "2026-07-18"}
OFFICE = Office(
    "", "", "", {"区住建局": Unit("区住建局", "", succeeded_by=("承接局",)), "承接局": Unit("承接局", "")}
)
NOW = datetime(2026, 7, 17, 12, 0)
ID = "letter-2026-0001/dwk.x/2"

# fmt: off
EFFECTS = [
    (row(**LATE), None, ("lost", f"{ID} open_late 9d > gone", "区住建局逾期 9 天，改后没有这一项", False)),
    (row(**LATE), row(), ("lost", f"{ID} open_late 9d > not_late 0d", "区住建局逾期 9 天，改后没有逾期", False)),
    (row(**LATE), row(**{**LATE, "amount": 8}), ("lost", f"{ID} open_late 9d > open_late 8d", "区住建局逾期 9 天，改后区住建局逾期 8 天", False)),
    (row(**LATE), row(**LATE, unit="别局"), ("lost", f"{ID} open_late 9d 区住建局 > open_late 9d 别局", "区住建局逾期 9 天，改后别局逾期 9 天", False)),
    (row(**{**LATE, "amount": 45, "by_minute": True}), None, ("lost", f"{ID} open_late 45min > gone", "区住建局逾期 45 分钟，改后没有这一项", False)),
    (row(**LATE), row(**LATE, unit="承接局"), None),
    (row(**LATE), row(**{**LATE, "amount": 10}), None),
    (row(), None, ("vanished", f"{ID} running 2026-07-20 > gone", "（应于 2026-07-20）", False)),
    (row(due=""), None, ("vanished", f"{ID} running - > gone", "（应于 无期限）", False)),
    (row(due="2026-07-20T09:00"), row(status="waived"), ("vanished", f"{ID} running 2026-07-20T09:00 > waived", "（应于 2026-07-20）", False)),
    (row(status="met"), None, None),
    (row(), row(due="2026-07-21"), ("moved", f"{ID} 2026-07-20 > 2026-07-21", "由 2026-07-20 到 2026-07-21", False)),
    (row(**SOON), row(), ("moved", f"{ID} 2026-07-18 > 2026-07-20", "由 2026-07-18 到 2026-07-20", True)),
    (row(), row(due=""), ("moved", f"{ID} 2026-07-20 > -", "由 2026-07-20 到 无期限", False)),
    (row(due="2026-07-20T09:00"), row(due="2026-07-20T09:01"), ("moved", f"{ID} 2026-07-20T09:00 > 2026-07-20T09:01", "由 2026-07-20 09:00 到 2026-07-20 09:01", False)),
    (row(due="2026-07-20T09:00"), row(due="2026-07-20"), None),
    (row(), row(due="2026-07-19"), None),
    (row(), row(), None),
    (row(due=""), row(), None),
    (row(started="2026-07-17"), row(started="2026-07-17", due="2026-07-21"), None),
    (row(started="2026-07-17T08:00", due="2026-07-17T09:00"), row(due="2026-07-17T10:00"), ("moved", f"{ID} 2026-07-17T09:00 > 2026-07-17T10:00", "由 2026-07-17 09:00 到 2026-07-17 10:00", False)),
    (row(started="2026-07-16"), row(due="2026-07-21"), ("moved", f"{ID} 2026-07-20 > 2026-07-21", "由 2026-07-20 到 2026-07-21", False)),
]
# fmt: on


@pytest.mark.parametrize(("before", "after", "effect"), EFFECTS)
def test_what_a_change_of_law_does_to_one_duty(before, after, effect):
    found = list(duty_effects([before], [after] if after else [], OFFICE, NOW))
    assert [(each.kind, each.line, each.words, each.was_soon) for each in found] == (
        [effect] if effect else []
    )
    assert all((each.case, each.key) == ("letter-2026-0001", (each.kind, ID)) for each in found)


def test_what_a_change_of_law_does_to_one_file():
    path = "cases/letters/2026/letter-2026-0001.yml"
    before = FileRows((("a.b", 3),), (("letter-2026-0001", "dwk.x"), ("y", NONE), ("z", "dwk.z")))
    after = FileRows(
        (("a.b", 3), ("a.b", 3), ("a.a", 9)),
        (("letter-2026-0001", NONE), ("y", NONE), ("z", SEVERAL), ("new", NONE)),
    )
    found = [
        (each.kind, each.case, each.line, each.words)
        for each in file_effects(path, before, after, OFFICE, NOW)
    ]
    assert found == [
        ("broken", "letter-2026-0001", f"{path}:9 a.a", "第9行（a.a）"),
        ("broken", "letter-2026-0001", f"{path}:3 a.b", "第3行（a.b）"),
        ("unjudged", "letter-2026-0001", f"letter-2026-0001 dwk.x > {NONE}", "（原来是 dwk.x）"),
        ("twice", "z", f"z dwk.z > {SEVERAL}", "（原来是 dwk.z）"),
    ]
    effect = next(iter(file_effects(path, before, after, OFFICE, NOW)))
    assert effect.key == ("broken", f"{path}:9 a.a")
    assert list(file_effects(path, FileRows(None), FileRows(()), OFFICE, NOW)) == []


def test_urgent_cases_stand_on_top_then_late_ones_then_by_due_day():
    duties = [
        made_duty(status="running", urgent=True, case="letter-2026-0001"),
        made_duty(status="overdue", due=date(2026, 7, 8), case="letter-2026-0002"),
        made_duty(status="overdue", due=date(2026, 7, 9), case="letter-2026-0001"),
        made_duty(status="due_soon", case="letter-2026-0003"),
        made_duty(case="meeting-2026-0001#t2"),
        made_duty(case="meeting-2026-0001#3"),
        made_duty(case="meeting-2026-0001#3", rule_id="dwk.y"),
        made_duty(case="meeting-2026-0001#3", rule_id="dwk.y", unit="区教体局"),
        made_duty(case="meeting-2026-0001#3", rule_id="dwk.y", unit="区教体局", seq=2),
        made_duty(case="meeting-2026-0001#3", due=None),
        made_duty(status="open", urgent=True),
        made_duty(status="met", urgent=True, due=date(2026, 1, 1)),
    ]
    expected = [*duties[:6], *sorted(duties[6:9], key=lambda duty: (duty.unit, duty.seq)), *duties[9:]]
    assert sorted(reversed(duties), key=urgency) == expected


@pytest.mark.parametrize(
    ("case", "kinds"),
    [
        ("letter-2026-0001", {"letter"}),
        ("meeting-2026-0001", {"meeting"}),
        ("meeting-2026-0001#t2", {"meeting", "topic"}),
        ("meeting-2026-0001#3", {"meeting", "item"}),
        ("dwk.inst.monthly", {ROUTINE}),
    ],
)
def test_what_is_asked_for_by_kind(case, kinds):
    asked = ("letter", "meeting", "topic", "item", "task", ROUTINE)
    assert {kind for kind in asked if Wanted(kind=kind).meets(made_duty(case=case))} == kinds
    assert Wanted().meets(made_duty(case=case))


def test_what_is_asked_for_by_status_and_unit():
    assert not Wanted().meets(made_duty(status="met"))
    assert Wanted(frozenset({"met"})).meets(made_duty(status="met"))
    assert Wanted(unit="区住建局").meets(made_duty()) and not Wanted(unit="区教体局").meets(made_duty())


NUMBER = "件号 letter-2026-0001 的类别与文件夹 tasks 不符，应放在 cases/letters/2026/。"
KINDS = "cases/ 下只能有这些文件夹：letters、proposals、instructions、meetings、tasks、documents、bulletins、routines。"
NO_FOLDER = "这里只能是文件夹；案件文件放在 cases/<类别>/<年份>/ 里。"

# fmt: off
MISPLACED = [
    ("cases", NO_FOLDER),
    ("cases/README.md", None),
    ("cases/.gitkeep", None),
    ("cases/x.txt", NO_FOLDER),
    ("cases/x/2026/letter-2026-0001.yml", KINDS),
    ("cases/letters/.gitkeep", None),
    ("cases/letters/README.md", NO_FOLDER),
    ("cases/letters/26/letter-2026-0001.yml", "这一层只能是四位数的年份文件夹，例如 2026。"),
    ("cases/letters/2026/x/letter-2026-0001.yml", "年份文件夹里只能有案件文件，不能再有文件夹。"),
    ("cases/letters/2026/letter-2026-0001.YML", "扩展名必须是小写的 .yml。"),
    ("cases/letters/2026/yml", "扩展名必须是小写的 .yml。"),
    ("cases/letters/2026/letter-26-1.yml", "文件名应当是件号，例如 letter-2026-0007.yml。"),
    ("cases/tasks/2026/letter-2026-0001.yml", NUMBER),
    ("cases/letters/2025/letter-2026-0001.yml", "件号 letter-2026-0001 的年份与文件夹 2025 不符。"),
    ("cases/routines/2026/Monthly.yml", "文件名应当是规则编号，例如 dwk.inst.monthly.yml。"),
    ("cases/routines/2026/dwk.inst-2.monthly.yml", None),
    ("cases/letters/2026/letter-2026-0001.yml", None),
]
# fmt: on


@pytest.mark.parametrize(("path", "message"), MISPLACED)
def test_what_is_not_expected_at_a_path_is_told(path, message):
    found = misplaced(path)
    assert (found.message if found else None) == message


def test_the_register_is_kept_from_the_year_before_its_earliest_routine_or_case():
    today = date(2026, 7, 17)
    cases = ("cases/letters/2024/letter-2024-0001.yml", "cases/letters/2025/letter-2025-0001.yml")
    assert Scan((), ()).kept_from(today) == date(2025, 12, 31)
    assert Scan(cases, ()).kept_from(today) == date(2023, 12, 31)
    assert Scan(cases, (), ("cases/routines/2026/dwk.x.yml",)).kept_from(today) == date(2025, 12, 31)


def test_a_folder_that_cannot_be_opened_is_told_at_every_depth(tmp_path, monkeypatch):
    folder = tmp_path / "cases/letters/2026"
    folder.mkdir(parents=True)
    real = scan_module.os.scandir

    def closed(at):
        def scandir(path):
            if str(path).endswith(at):
                raise PermissionError
            return real(path)

        return scandir

    for at, path in (("cases", "cases"), ("letters", "cases/letters"), ("2026", "cases/letters/2026")):
        monkeypatch.setattr(scan_module.os, "scandir", closed(at))
        found = [(finding.path, finding.rule, finding.message) for finding in scan(tmp_path).findings]
        assert found == [(path, "repository.unreadable", "打不开，请检查权限。")]


def test_what_was_read_is_kept_for_whoever_read_it_and_nobody_else(tmp_path):
    folder, home = tmp_path / "cache", tmp_path / "home"
    kept = {"a": ("1", Kept((), ("x:y:z",), b"{}", "2026-07-17")), "b": ("2", Kept((), (), None))}
    assert save(folder, "key", kept, home)
    found = load_cache(folder, "key", home)
    assert (len(found), found.knows("a", "1"), found.knows("a", "2"), found.knows("c", "1")) == (
        2,
        True,
        False,
        False,
    )
    assert (found.kept("a", "1"), found.kept("a", "2"), found.kept("b", "2")) == (
        kept["a"][1],
        None,
        kept["b"][1],
    )
    assert dict(found.entries()) == kept
    assert stat.S_IMODE((home / "key").stat().st_mode) == 0o600
    assert len(load_cache(folder, "other key", home)) == 0
    assert len(load_cache(folder, "key", tmp_path / "elsewhere")) == 0
    (home / "key").chmod(0o640)
    assert len(load_cache(folder, "key", home)) == 0
    (home / "key").chmod(0o600)
    assert len(load_cache(folder, "key", home)) == 2
    data = bytearray((folder / "cases.bin").read_bytes())
    data[-1] ^= 1
    (folder / "cases.bin").write_bytes(data)
    assert len(load_cache(folder, "key", home)) == 0
    (folder / "cases.bin").unlink()
    (folder / "cases.bin").symlink_to(home / "key")
    assert len(load_cache(folder, "key", home)) == 0


def test_where_no_key_can_be_kept_nothing_is(tmp_path):
    (tmp_path / "home").write_text("")
    assert save(tmp_path / "cache", "key", {}, tmp_path / "home") is False
    (tmp_path / "folder").write_text("")
    assert save(tmp_path / "folder", "key", {}, tmp_path / "other") is False
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for folder in ("link", "link/inside"):
        assert save(tmp_path / folder, "key", {}, tmp_path / "other") is False
