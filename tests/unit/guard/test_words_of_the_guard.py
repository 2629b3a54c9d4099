"""What the guard says of lost lateness, late records, sealed blocks, mergers and conflicts: the whole sentence."""

# ruff: noqa: E501 — a message is one line, as a clerk reads it

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace

import pytest

from duban.cases.case import Entry
from duban.checks.check_case import CheckedFile
from duban.engine.lateness import Lateness, Loss, MovedLater
from duban.guard.compare_values import Addition
from duban.guard.copied_seals import NewSeal, copied_seals, new_seals
from duban.guard.entry_timing import Grace, timing_violations
from duban.guard.fact_words import correction_advice, field_title, unit_hint
from duban.guard.lateness_words import Cause, later_text, loss_text, loss_words, moved_words, reminder_text
from duban.guard.merge_conflicts import _explain_case, conflict_findings
from duban.guard.mergers import merger_violations
from duban.guard.sealed_blocks import block_fault
from duban.yamlfile.read_yaml import read_yaml

PATH, NUMBER = "cases/letters/2026/letter-2026-0004.yml", "letter-2026-0004"
DAY = date(2026, 7, 8)


def duty(due=DAY, unit="执法局", title="办结", waived=None, provisional=False):
    rule = SimpleNamespace(title=title, scope="assignment", type="duty", counts_back=False)
    return SimpleNamespace(
        unit=unit, due=due, rule=rule, title=title, seq=1, waived=waived, provisional=provisional, clocks=(),
        id=f"x/{title}/2", case="x", role="lead", own=False, started=DAY, met=None, origin="2", concerns="", name="", time=1,
    )  # fmt: skip


OPEN = Lateness("open_late", 9)


def loss(after=None, later=None, earlier=OPEN, **fields):
    return Loss(duty(**fields), after, earlier, later)


# fmt: off
LOSSES = [
    (loss(), "由逾期 9 天变为没有这一项"),
    (loss(duty(), None), "由逾期 9 天变为没有这一项"),
    (loss(duty(), Lateness("closed_late", 8)), "由逾期 9 天变为逾期 8 天办结"),
    (loss(duty(), Lateness("released_late", 8)), "由逾期 9 天变为逾期 8 天后不用办"),
    (loss(duty(), Lateness("not_late")), "由逾期 9 天变为没有逾期"),
    (loss(duty(waived=DAY), Lateness("not_late")), "由逾期 9 天变为不用办、不算逾期"),
    (loss(duty(waived=DAY), Lateness("released_late", 1)), "由逾期 9 天变为逾期 1 天后不用办"),
    (loss(duty(unit="住建局"), Lateness("open_late", 9)), "由逾期 9 天变为由住建局承担、逾期 9 天"),
    (loss(duty(), Lateness("open_late", 45, True), Lateness("open_late", 90, True)), "由逾期 90 分钟变为逾期 45 分钟"),
]
# fmt: on


@pytest.mark.parametrize(("lost", "words"), LOSSES)
def test_lateness_that_goes_is_told_before_and_after(lost, words):
    assert loss_words(lost) == f"执法局“办结”应于 2026-07-08，{words}"


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (duty(due=date(2026, 7, 20)), "执法局“办结”由 2026-07-08 变为 2026-07-20"),
        (duty(due=None), "执法局“办结”由 2026-07-08 变为没有期限"),
        (None, "执法局“办结”由 2026-07-08 变为没有这一项"),
    ],
)
def test_a_due_day_that_moves_is_told_before_and_after(after, words):
    assert moved_words(MovedLater(duty(), after)) == words


DECIDED = "由督查室记，写 reason 和 lateness_decision（类别、依据的材料、决定的职务），再由第二人运行 duban approve 确认"
SEALED = (
    "由督查室记，只写 lateness_decision（类别、依据的材料、决定的职务），理由和说明留在书面材料里，"
    "再由第二人运行 duban approve 确认"
)


def test_of_many_losses_three_are_told_and_all_are_counted():
    one = "执法局“办结”应于 2026-07-08，由逾期 9 天变为没有这一项"
    other = f"照实按逾期办理；确实要消除的，{DECIDED}"
    assert loss_text([loss()] * 3, Cause.OTHER) == f"记了这一条，逾期就少了：{one}；{one}；{one}。{other}"
    assert loss_text([loss()] * 4, Cause.OTHER) == (
        f"记了这一条，逾期就少了：{one}；{one}；{one}；等 4 项。{other}"
    )
    assert reminder_text([loss()], "按当天算") == f"{one}：按当天算"
    moved = later_text([MovedLater(duty(), None)], Cause.END, is_restricted=True)
    assert moved == (
        "记了这一条，到期日就晚了：执法局“办结”由 2026-07-08 变为没有这一项。"
        f"先办结、答复，再结束这一件；确实要这样结束的，{SEALED}"
    )


CALENDAR = SimpleNamespace(worked_between=lambda first, last: max((last - first).days + 1, 0))
"""A calendar in which every day is worked."""

NOW = datetime(2026, 7, 17, 12, 0)
GRACE = Grace(3, CALENDAR, NOW)


def entry(at, kind="entry", is_restricted=False, **fields):
    return Addition(PATH, NUMBER, kind, ("timeline", 7), {"at": at, **fields}, is_restricted)


def timed(addition, grace=GRACE):
    return [
        (violation.where[2:], violation.rule, violation.message)
        for violation in timing_violations([addition], grace)
    ]


def ahead(text):
    return f"日期 {text} 在现在（2026-07-17 12:00）之后；还没有发生的事不能记"


LATE = "这是 4 个工作日以前的事，超过 3 个工作日的要写 late_entry，说明为什么现在才记"
IMPORTED = "；从旧系统、旧台账转来的写 imported: {from: 旧台账的名称, at: 2026-07-17}"

# fmt: off
TIMES = [
    (entry("2026-07-18"), [(("at",), "guard.future", ahead("2026-07-18"))]),
    (entry("2026-07-17T12:01"), [(("at",), "guard.future", ahead("2026-07-17T12:01"))]),
    (entry("2026-07-17", set={"at": "2026-07-18", "received": "2026-07-19", "to": "x"}), [(("set", "at"), "guard.future", ahead("2026-07-18")), (("set", "received"), "guard.future", ahead("2026-07-19"))]),
    (entry("2026-07-18", kind="report"), [(("at",), "guard.future", ahead("2026-07-18"))]),
    (entry("2026-07-13"), [(("at",), "guard.late-entry", LATE + IMPORTED)]),
    (entry("2026-07-13", is_restricted=True), [(("at",), "guard.late-entry", LATE + "（受限事项、涉密件只写晚记的原因，不写内容）" + IMPORTED)]),
    (entry("2026-07-13", kind="report"), [(("at",), "guard.late-entry", LATE)]),
    (entry("2026-07-13", kind="answer"), []),
    (entry("2026-07-13", late_entry="x"), []),
    (entry("2026-07-13", imported={}), []),
    (entry("2026-07-13", lateness_decision={}), []),
    (entry("2026-07-14"), []),
    (entry("2026-07-17T12:00"), []),
    (entry("昨天"), []),
    (entry(None), []),
    (entry("2026-07-17", set="x"), []),
    (Addition(PATH, NUMBER, "case", (), {"received": "2026-07-18"}), [((), "guard.future", ahead("2026-07-18"))]),
    (Addition(PATH, NUMBER, "case", (), {"received": "2020-07-18"}), []),
    (Addition(PATH, NUMBER, "part", (), {"received": "2026-07-18"}), []),
]
# fmt: on


@pytest.mark.parametrize(("addition", "found"), TIMES)
def test_an_entry_is_neither_of_a_day_to_come_nor_of_long_ago_without_a_word(addition, found):
    assert timed(addition) == found


def test_the_days_an_office_allows_and_the_first_push_count():
    assert timed(entry("2026-07-12"), replace(GRACE, days=5)) == []
    assert timed(entry("2026-07-16"), replace(GRACE, days=0)) != []
    pushed = replace(GRACE, pushed_at=lambda addition: datetime(2026, 7, 16, 8, 0))
    assert timed(entry("2026-07-13"), pushed) == []
    later = replace(GRACE, pushed_at=lambda addition: datetime(2026, 7, 20, 8, 0))
    assert later.recorded(entry("2026-07-13")) == date(2026, 7, 17)
    assert GRACE.text(date(2026, 7, 14), entry("2026-07-14")) == (
        "这是 2026-07-14 的事，今天才记，在 3 个工作日以内，按当天算；请核对日期"
    )
    assert pushed.text(date(2026, 7, 14), entry("2026-07-14")) == (
        "这是 2026-07-14 的事，2026-07-16 推送，在 3 个工作日以内，按当天算；请核对日期"
    )
    context = SimpleNamespace(office=SimpleNamespace(late_entry_days=0), calendar=CALENDAR)
    assert Grace.of(context, NOW).days == 0
    context.office.late_entry_days = None
    assert Grace.of(context, NOW).days == 3


# fmt: off
ADVICE = [
    (("title", False), "记错了就在最后加一条更正，corrects: 0，set: {title: 对的内容}，reason 写理由"),
    (("title", False, True), "记错了就在这一项的经过最后加一条更正，corrects: 0，set: {title: 对的内容}，reason 写理由"),
    (("proposers", False), "记错了就在最后加一条更正，corrects: 0，set: {proposers: 对的内容}，reason 写理由；封存的联系方式照抄 digest 和 box，不写明文"),
    (("received", True), "日期记错了的，在最后加一条更正，只写 corrects: 0，set: {received: 对的日期}，不写别的"),
    (("held", True, True), "日期记错了的，在这一项的经过最后加一条更正，只写 corrects: 0，set: {held: 对的日期}，不写别的"),
    (("title", True), "这一件是受限事项或者涉密件，内容不写进更正；对的内容留在卷宗里"),
]
# fmt: on


@pytest.mark.parametrize(("asked", "words"), ADVICE)
def test_how_a_fact_of_arrival_is_set_right(asked, words):
    assert correction_advice(*asked) == words


def test_a_field_is_called_by_its_title_in_the_list_it_stands_in():
    titles = {"title": "标题", "items.title": "事项", "proposers.contact": "联系方式"}
    assert field_title(titles, (), "title") == "“标题”（title）"
    assert field_title(titles, ("items", 0), "title") == "“事项”（title）"
    assert field_title(titles, ("items", 0), "x") == "“x”（x）"
    assert field_title(titles, (), "proposers.1.contact") == "第2位“联系方式”（proposers.1.contact）"


def test_whoever_takes_a_case_from_a_unit_by_a_correction_is_told_of_the_assignment():
    hint = "；这是更正第2条的单位引起的：原来的单位已经记过事的，不更正单位，另记一条交办，instead 写 2"
    for name in ("to", "co_units", "parts"):
        assert unit_hint([{}, {"set": "x"}, {"corrects": 2, "set": {name: "x"}}]) == hint
    assert unit_hint([{"corrects": 2, "set": {"at": "x"}}]) == ""


LOCK = {
    "digest": "a" * 64,
    "box": "-----BEGIN AGE ENCRYPTED FILE-----\nx\n-----END AGE ENCRYPTED FILE-----\n",
}
ONLY = "封存以后只能换收件人重新封，不能换、不能删、不能后加"

# fmt: off
BLOCKS = [
    ({}, {"writer": LOCK}, f"封存的甲是后加的：收到时就要封存，{ONLY}；后来才到的材料留在卷宗里，在经过里记一条备注"),
    ({"writer": LOCK}, {}, f"封存的甲删掉了：{ONLY}"),
    ({"writer": LOCK}, {"writer": {"name": "x"}}, "封存的甲换成了明文：不要推送；已经推上去的，告诉管理员清除"),
    ({"writer": LOCK}, {"writer": {**LOCK, "digest": "b" * 64}}, f"封存的甲换了内容（digest 不一样）：{ONLY}；只要换收件人的，由保管密钥的人运行 duban seal --again，digest 不变"),
    ({"writer": {"name": "x"}}, {"writer": {"name": "y"}}, f"封存的甲换了内容（digest 不一样）：{ONLY}；只要换收件人的，由保管密钥的人运行 duban seal --again，digest 不变"),
    ({"writer": LOCK, "original": {**LOCK, "box": LOCK["box"] + "z"}}, {"writer": {**LOCK, "box": LOCK["box"] + "z"}}, "封存的甲换成了 original 的密文，打开来不是这一项的内容"),
    ({"writer": LOCK}, {"writer": {**LOCK, "box": LOCK["box"] + "z"}}, None),
]
# fmt: on


@pytest.mark.parametrize(("before", "after", "fault"), BLOCKS)
def test_a_sealed_block_is_only_sealed_anew(before, after, fault):
    assert block_fault("writer", before, after, "甲") == fault


LINE = "YWdlLWVuY3J5cHRpb24ub3JnL3Yx" + "A" * 36


def copies(*seals, homes=(), gone=()):
    asked = []

    def lines_with(tree, folder, texts):
        asked.append((tree, folder, list(texts)))
        return homes

    store = SimpleNamespace(prefix="offices/x/", lines_with=lines_with)
    found = [
        (path, violation.where, violation.message)
        for path, violation in copied_seals(store, "t1", seals, frozenset(gone))
    ]
    return found, asked


def seal(path, name, *marks):
    return NewSeal(path, name, (name,), frozenset(marks))


def copied(name, other):
    return (
        f"封存的 {name} 是从 {other} 抄来的，打开来不是这一项的内容；"
        "请删去，由保管密钥的人用 duban seal 把这一件自己的内容封存进来"
    )


def test_a_sealed_block_of_another_file_or_field_is_a_copy():
    mine, other = "cases/a/letter-2026-0001.yml", "cases/a/letter-2026-0002.yml"
    home = [(f"offices/x/{other}", f"    {LINE}")]
    found, asked = copies(seal(mine, "writer", LINE), homes=home)
    assert found == [(mine, ("writer",), copied("writer", "letter-2026-0002"))]
    assert asked == [("t1", "offices/x/cases", [LINE])]
    assert copies(seal(mine, "writer", LINE), homes=home, gone=[other])[0] == []
    assert copies(seal(other, "writer", LINE), homes=home)[0] == []
    twice = copies(seal(mine, "writer", LINE), seal(mine, "original", LINE))[0]
    assert twice == [(mine, ("original",), copied("original", "本件的 writer"))]
    both = copies(seal(mine, "writer", LINE), seal(other, "writer", LINE))[0]
    assert both == [(other, ("writer",), copied("writer", "letter-2026-0001"))]
    assert copies(seal(mine, "writer"), homes=home) == ([], [])


@pytest.mark.parametrize(("count", "texts"), [(20, 20), (21, ["digest", "YWdlLWVuY3J5cHRpb24ub3JnL3Yx"])])
def test_many_marks_are_looked_for_by_what_their_lines_begin_with(count, texts):
    marks = [f"{number:064x}" for number in range(count)]
    [(_, _, asked)] = copies(seal("cases/a/letter-2026-0001.yml", "writer", *marks))[1]
    assert asked == (marks if isinstance(texts, int) else texts)


def test_only_what_is_new_of_a_block_is_looked_for():
    box = f"-----BEGIN AGE ENCRYPTED FILE-----\n{LINE}\n-----END AGE ENCRYPTED FILE-----\n"
    old = {"received": "2026-01-01", "writer": {"digest": "a" * 64, "box": box}}
    other = {"digest": "a" * 64, "box": box.replace("AAAA", "BBBB")}
    [new] = new_seals(PATH, old, {**old, "writer": other})
    assert (new.path, new.name, new.where) == (PATH, "writer", ("writer",))
    assert new.marks == {LINE.replace("AAAA", "BBBB")}
    [first] = new_seals(PATH, None, old)
    assert first.marks == {"a" * 64, LINE}
    assert list(new_seals(PATH, old, old)) == []


def file(received="2026-07-01", number=NUMBER, links=(), entries=(), has_rulebook=True, final=False):
    case = SimpleNamespace(received=date.fromisoformat(received), timeline=entries)
    vocabulary = SimpleNamespace(doing=lambda effect: {"并案"} if effect == "ends" else set())
    view = SimpleNamespace(
        case=case, filed=case, number=number, has_rulebook=has_rulebook,
        history=SimpleNamespace(final=final), context=SimpleNamespace(vocabulary=vocabulary),
    )  # fmt: skip
    return CheckedFile((), tuple(links), {}, view)


def merger(into="letter-2026-0009", event="并案", **fields):
    """A case whose first entry merges it into another."""
    made = Entry(1, DAY, None, event, "甲", {"into": into, **fields})
    return file(links=(f"into:timeline.0.into:{into}",), entries=(made,))


def merged(target, checked=None, earlier=()):
    found = merger_violations(PATH, checked or merger(), earlier, lambda number: target)
    return [(violation.where, violation.rule, violation.message) for violation in found]


AFTER = (
    "letter-2026-0009 是 2026-07-02 收到的，这一件 2026-07-01 就收到了：后收到的并到先收到的，期限从先收到的算；"
    "请在 letter-2026-0009 里记并案，写 into: letter-2026-0004"
)

# fmt: off
MERGERS = [
    (None, merger(), "要并入的 letter-2026-0009 不在登记册里，请核对件号"),
    (file(), merger("proposal-2026-0009"), "proposal-2026-0009 不是同一类，不能并过去；请写同一类里正在办的那一件"),
    (file(links=("into:timeline.1.into:letter-2026-0010", "into:timeline.2.into:letter-2026-0011", "last:x:y")), merger(), "letter-2026-0009 自己也并入了 letter-2026-0011，请直接写最后并入的那一件"),
    (file(final=True), merger(), "letter-2026-0009 已经办结，不能再并过去；请写正在办的那一件，或者单独办理"),
    (file("2026-07-02"), merger(), AFTER),
]
# fmt: on


@pytest.mark.parametrize(("target", "checked", "message"), MERGERS)
def test_a_case_is_merged_into_an_open_one_of_its_kind_that_came_first(target, checked, message):
    assert merged(target, checked) == [(("timeline", 0, "into"), "register.into", message)]


@pytest.mark.parametrize(
    ("target", "checked"),
    [
        (file(), merger()),
        (file("2026-06-30"), merger()),
        (file("2026-07-02"), merger(event="备注")),  # it does not end there
        (file("2026-07-02"), merger(lateness_decision={})),
        (file(final=True, has_rulebook=False), merger()),
        (CheckedFile((), (), None), merger()),
        (None, merger(NUMBER)),  # into itself: its own check tells
    ],
)
def test_an_honest_merger(target, checked):
    assert merged(target, checked) == []


def test_a_merger_of_before_is_not_asked_about_again():
    assert merged(None, merger(), earlier=("into:timeline.0.into:letter-2026-0009",)) == []


def document(text):
    return read_yaml(text.encode(), PATH)


FIRST = "received: 2026-07-01\ntitle: 甲\ntimeline:\n- at: 2026-07-01\n  event: 登记\n  by: 甲\n"
OTHERS = "- at: 2026-07-02\n  event: 备注\n  by: 乙\n"
OWN = "- at: 2026-07-03\n  event: 走访\n  by: 丙\n"
TAKEN = (
    "件号 letter-2026-0004 主分支上已经登记了另一件；先登记的留着这个号，"
    "请给自己这一件换号：duban renumber letter-2026-0004"
)
SAME = "两边都改了这一件的同一处；主分支上的在前，请先把主分支合并进来，把自己的加在后面再提交"


@pytest.mark.parametrize(
    ("ours", "theirs", "line", "message"),
    [
        (FIRST, FIRST.replace("title: 甲", "title: 乙"), 1, TAKEN),
        (FIRST, FIRST.replace("received: 2026-07-01", "received: 2026-07-02"), 1, TAKEN),
        (FIRST, FIRST.replace("title: 甲", "title: 甲\ntext: x"), 1, TAKEN),
        (
            FIRST + OTHERS, FIRST + OWN, 7,
            "主分支上已经先记了第2条“备注”（乙，2026-07-02），那一条在前；"
            "请先把主分支合并进来，把“走访”排在它后面，再提交",
        ),
        (
            FIRST + OTHERS, FIRST, 1,
            "主分支上已经先记了第2条“备注”（乙，2026-07-02），那一条在前；"
            "请先把主分支合并进来，把自己的内容排在它后面，再提交",
        ),
        (FIRST, FIRST + OWN, 1, SAME),
        (FIRST, FIRST, 1, SAME),
        ("[", FIRST, 1, SAME),
        (FIRST, "[", 1, "主分支上已经先记了第1条“登记”（甲，2026-07-01），那一条在前；请先把主分支合并进来，把自己的内容排在它后面，再提交"),
    ],
)  # fmt: skip
def test_what_collides_in_a_case_is_told_with_who_was_first(ours, theirs, line, message):
    assert _explain_case(PATH, document(ours), document(theirs)) == (line, message)


def test_what_collides_elsewhere_is_told_by_its_path():
    store = SimpleNamespace(
        prefix="offices/x/",
        commit=lambda oid: SimpleNamespace(tree=oid),
        at=lambda tree, path: None if path == f"offices/x/{tree}" else SimpleNamespace(mode=0o120000),
    )
    paths = [
        "",
        "offices/x/ours",
        "offices/x/theirs",
        "offices/x/README.md",
        f"offices/x/{PATH}",
        "offices/x/cases/a.txt",
    ]
    found = conflict_findings(store, "ours", "theirs", paths)
    again = "请先把主分支合并进来"
    both = f"两边都改了这个文件的同一处；{again}，留下两边的内容再提交"
    assert [(finding.path, finding.line, finding.message) for finding in found] == [
        (
            "（文件夹）",
            1,
            f"一边给文件夹改了名，另一边往里放了文件，不知道该放在哪里；{again}，把文件放好再提交",
        ),
        ("ours", 1, f"两边都动了这个文件：主分支上已经没有了，这次却改了；{again}"),
        ("theirs", 1, f"两边都动了这个文件：这次提交删掉了，主分支上却有改动；{again}"),
        ("README.md", 1, both),
        (PATH, 1, SAME),
        ("cases/a.txt", 1, both),
    ]
