"""Who may record what: each member of an office before each kind of thing a change can add."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from office_of_members import LETTER, OFFICE, PATH, additions, cases_of, members

from duban.cases.office import Member
from duban.guard.compare_values import Addition
from duban.guard.permission import refusal_reason
from duban.guard.recorded_change import PermissionContext
from duban.register.load_office import load
from duban.register.scan import scan
from duban.yamlfile.read_yaml import read_yaml

ROOT = Path(__file__).resolve().parents[3]
COLUMNS = ("supervision", "register", "office", "housing", "education", "leader", "keys", "law", "bot")

HELD = LETTER
ANSWERED = (
    HELD
    + """\
- {at: 2026-07-07, event: 签收, by: 区住建局}
- {at: 2026-07-13, event: 报送, by: 区住建局}
- {at: 2026-07-14, event: 审核通过, by: 区政府督查室, to: 区住建局}
- {at: 2026-07-14, event: 答复, by: 区住建局, answer: a1}
"""
)
ANSWER = "answers:\n- {id: a1, unit: 区住建局, text: 已修复。}\n"
INHERITED = HELD.replace("to: 区住建局", "to: 区工商联络办").replace("2026-07-06", "2026-06-22")
SEALED = """\
title: 受限事项
channel: 区长信箱-网上
category: 投诉
received: 2026-07-06
consent: 未表态
restricted: true
timeline:
- {at: 2026-07-06, event: 登记, by: 区政府督查室}
- {at: 2026-07-06, event: 交办, by: 区政府督查室, grade: 复杂}
"""
MEETING = """\
title: 第1次常务会议
received: 2026-07-06
held: 2026-07-20
meeting: 常务会议
place: 会议室
chair: 区长
attending: [区教体局]
timeline:
- {at: 2026-07-06, event: 登记, by: 区政府办公室}
"""
TOPICS = """\
topics:
- title: 关于人行道改造的请示
  unit: 区住建局
  leader: 副区长
  timeline:
  - {at: 2026-07-08, event: 提出, by: 区住建局}
"""
ITEMS = TOPICS + "items:\n- {title: 改造人行道, topic: 1, to: 区住建局, timeline: []}\n"
TASK = """\
title: 督查人行道改造
received: 2026-06-01
source: 区政府决策部署
text: 查进度。
timeline:
- {at: 2026-06-01, event: 立项, by: 区政府督查室, text: 分解任务。}
- {at: 2026-06-01, event: 交办, by: 区政府督查室, to: 区住建局, limit: 2026-07-20}
- {at: 2026-06-20, event: 督查, by: 区政府督查室, method: 实地督查}
- {at: 2026-06-28, event: 督查结论, by: 区政府督查室, conclusion: 进度偏慢。, persons: [王芳]}
- {at: 2026-07-01, event: 申请复核, by: 区住建局, reason: 情况有出入。}
"""
PATHS = {
    SEALED: "cases/letters/2026/letter-2026-0002.yml",
    MEETING: "cases/meetings/2026/meeting-2026-0001.yml",
    TASK: "cases/tasks/2026/task-2026-0001.yml",
}


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    root = tmp_path_factory.mktemp("office")
    (root / "office.yml").write_text(OFFICE + "recording: forge\n" + members(), encoding="utf-8")
    return load(root).sound()


def added_to(context, old: str, new: str, path: str, recorded=frozenset()):
    """Return what a file gains, and what it is judged on."""
    values = [read_yaml(text.encode(), path).value if text else None for text in (old, new)]
    assert values[1] is not None, read_yaml(new.encode(), path).findings
    added = additions(path, *values)
    cases = {}
    if "/routines/" not in path:
        cases = cases_of(context, path, values[1])
    ground = PermissionContext(context, lambda _, number: cases.get(number), lambda path, where: recorded)
    return added, ground


def refusal(added: Addition, member: Member, ground: PermissionContext) -> tuple[str, str] | None:
    """Return the id of the check that refuses an addition, and its message."""
    found = refusal_reason(added, member, ground)
    return None if found is None else (found[0].id, found[1])


def ruled(context, added: Addition, ground: PermissionContext, login: str) -> str:
    """Return the end of the rule that refuses it, ok where none does."""
    member = next(one for one in context.office.members if one.login == login)
    found = refusal(added, member, ground)
    return "ok" if found is None else found[0].removeprefix("who.")


def row(context, old: str, new: str, path: str = PATH) -> str:
    """Return what each column is told about the last thing added."""
    added, ground = added_to(context, old, new, path)
    return " ".join(ruled(context, added[-1], ground, login) for login in COLUMNS)


# Columns:                supervision register office housing education leader keys law bot
ENTRIES = [
    # a unit's own assignment
    (HELD, "event: 签收, by: 区住建局", "ok unit unit ok unit unit role role bot"),
    (HELD, "event: 签收, by: 区教体局", "ok unit unit unit assignment unit role role bot"),
    (HELD, "event: 走访, by: 区住建局", "ok unit unit ok unit unit role role bot"),
    (HELD, "event: 报送, by: 区住建局", "ok unit unit ok unit unit role role bot"),
    (HELD, "event: 退办, by: 区住建局, reason: 不归我, suggests: 区教体局", "ok unit unit ok unit unit role role bot"),
    (HELD, "event: 延期, by: 区住建局, reason: 雨季, until: 2026-07-30", "ok unit unit ok unit unit role role bot"),
    (HELD, "event: 延期, by: 区教体局, to: 区住建局, reason: 雨季", "ok unit unit unit assignment unit role role bot"),
    (HELD, "event: 答复, by: 区教体局, to: 区住建局, answer: a1", "ok unit unit unit assignment unit role role bot"),
    (HELD, "event: 签收", "ok unit unit unit unit unit role role bot"),
    (HELD, "event: 签收, by: 别的单位", "ok unit unit unit unit unit role role bot"),
    # by a post rather than its unit
    (HELD, "event: 汇总, by: 督查室", "ok ok posts posts posts posts role role bot"),
    # work taken over
    (INHERITED, "event: 签收, by: 区教体局", "ok unit unit unit ok unit role role bot"),
    (INHERITED, "event: 签收, by: 区工商联络办", "ok unit unit unit ok unit role role bot"),
    (INHERITED, "event: 签收, by: 区住建局", "ok unit unit assignment unit unit role role bot"),
    # whose act it is
    (HELD, "event: 交办, by: 区政府督查室, to: 区教体局", "ok ok unit posts posts unit role role bot"),
    (HELD, "event: 交办, by: 区政府办公室, to: 区教体局", "ok unit ok posts posts ok role role bot"),
    (HELD, "event: 交办, by: 区住建局, to: 区教体局", "ok unit unit posts posts unit role role bot"),
    (HELD, "event: 审核通过, by: 区政府督查室, to: 区住建局", "ok ok unit posts posts unit role role bot"),
    (HELD, "event: 审核通过, by: 区住建局, to: 区住建局", "ok unit unit posts posts unit role role bot"),
    (HELD, "event: 退回重办, by: 区政府督查室, to: 区住建局, reason: 不实, redo_by: 2026-07-20",
     "ok ok unit posts posts unit role role bot"),
    (HELD, "event: 维持交办, by: 区政府督查室, to: 区住建局, of: 2, reason: 归", "ok ok posts posts posts posts role role bot"),
    (HELD, "event: 不予受理, by: 区政府督查室, ground: 诉讼, told: 电话", "ok ok posts posts posts posts role role bot"),
    (HELD, "event: 终止, by: 区政府办公室, reason: 不办了, approved_by: 区长", "ok unit ok posts posts ok role role bot"),
    (HELD, "event: 退文, by: 区政府办公室, reason: 不合格", "ok posts ok posts posts ok role role bot"),
    (HELD, "event: 编发, by: 区住建局", "ok posts unit posts posts unit role role bot"),
    (HELD, "event: 更正, by: 区政府督查室, corrects: 1, set: {matter: 咨询}, reason: 记错",
     "ok ok posts posts posts posts role role bot"),
    # a correction that makes something else of an entry
    (HELD, "event: 更正, by: 区政府督查室, corrects: 1, set: {event: 公开}, reason: 记错",
     "ok release posts posts posts posts role role bot"),
    (HELD, "event: 更正, by: 区政府督查室, corrects: 1, set: {set: {consented_by: 区长}}, reason: 记错",
     "paper consent consent consent consent posts role role bot"),
    (HELD, "event: 更正, by: 区政府督查室, corrects: 1, set: {consented_by: 区长, note: 批件}, reason: 记错",
     "ok consent consent consent consent posts role role bot"),
    # release
    (ANSWERED, "event: 公开, by: 区政府督查室, answer: a1, digest: 00",
     "ok release release release release release role role bot"),
    (ANSWERED, "event: 公开, by: 区住建局, answer: a1, digest: 00", "ok release release release release release role role bot"),
    (ANSWERED, "event: 撤回公开, by: 区住建局, answer: a1, reason: 错",
     "ok release release release release release role role bot"),
    # about the whole case, no post's act
    (HELD, "event: 批示, by: 区政府办公室, leader: 区长, opinion_form: 圈阅", "ok unit ok unit unit ok role role bot"),
    (HELD, "event: 批示, by: 区住建局, leader: 区长, opinion_form: 圈阅", "ok unit unit assignment unit unit role role bot"),
    (HELD, "event: 预警, by: 区住建局, reason: 雨季, addressee: 区长", "ok unit unit ok unit unit role role bot"),
    (HELD, "event: 预警, by: 区教体局, reason: 雨季, addressee: 区长", "ok unit unit unit assignment unit role role bot"),
    (HELD, "event: 回避, by: 区住建局, person: 某人, reason: 亲属", "ok unit unit assignment unit unit role role bot"),
    # what somebody else said, or noted
    (HELD, "event: 备注, by: 区住建局, text: 记", "ok unit unit ok unit unit role role bot"),
    (HELD, "event: 备注, by: 区教体局, text: 记", "ok unit unit unit assignment unit role role bot"),
    (HELD, "event: 备注, by: 来信人, text: 记", "ok ok ok ok assignment ok role role bot"),
    (HELD, "event: 批办, by: 副区长, text: 请办", "ok ok ok assignment assignment ok role role bot"),
    (HELD, "event: 批办, by: 区教体局, text: 请办", "ok unit unit unit assignment unit role role bot"),
    (ANSWERED + ANSWER, "event: 满意, by: 来信人, of_answer: a1", "ok ok ok ok assignment ok role role bot"),
    (ANSWERED + ANSWER, "event: 不满意, by: 来信人, of_answer: a2", "ok ok ok assignment assignment ok role role bot"),
    (ANSWERED + ANSWER, "event: 满意, by: 区住建局, of_answer: a1", "ok unit unit ok unit unit role role bot"),
    # reminders
    (HELD, "event: 催办, by: 区政府督查室, to: 区住建局", "ok ok unit unit unit unit role role ok"),
    (HELD, "event: 催办, by: 区政府办公室, to: 区住建局", "ok unit ok unit unit ok role role unit"),
    (HELD, "event: 催办, by: 区住建局, to: 区住建局", "ok unit unit assignment unit unit role role unit"),
    (HELD, "event: 催办, by: 区政府督查室, to: 区住建局, imported: {from: 台账, at: 2026-07-10}",
     "ok imported imported imported imported imported role role bot"),
    (HELD, "event: 催办, by: 区政府督查室, to: 区住建局, consented_by: 区长",
     "paper consent consent consent consent unit role role bot"),
    # consent
    (HELD, "event: 延期, by: 区住建局, reason: 雨季, consented: 2026-07-09",
     "paper consent consent consent consent ok role role bot"),
    (HELD, "event: 延期, by: 区住建局, reason: 雨季, consented_by: 区长, papers: [申请表]",
     "ok consent consent consent consent ok role role bot"),
    (HELD, "event: 延期, by: 区住建局, reason: 雨季, consented_by: 区长, document_number: 1号",
     "ok consent consent consent consent ok role role bot"),
    (HELD, "event: 延期, by: 区住建局, reason: 雨季, consented_by: 区长, original: true",
     "ok consent consent consent consent ok role role bot"),
    (HELD, "event: 延期, by: 区住建局, reason: 雨季, consented_by: 区长, original: false",
     "paper consent consent consent consent ok role role bot"),
    (HELD, "event: 延期, by: 区住建局, reason: 雨季, consented_by: 区长, note: 申请表在卷",
     "ok consent consent consent consent ok role role bot"),
    (HELD, "event: 交办, by: 区政府督查室, to: 区教体局, consented_by: 区长",
     "paper consent consent consent consent unit role role bot"),
    # history, and what is recorded late
    (HELD, "event: 签收, by: 区住建局, imported: {from: 台账, at: 2026-07-10}",
     "ok imported imported imported imported imported role role bot"),
    (HELD, "event: 签收, by: 区住建局, late_entry: 停机", "ok unit unit ok unit unit role role bot"),
    # unknown words
    (HELD, "event: 没有的词, by: 区住建局", "ok event event event event event role role bot"),
    # nothing but bare words
    (SEALED, "event: 报送, by: 区政府督查室", "ok assignment unit unit unit unit role role bot"),
    (SEALED, "event: 报送, by: 区住建局", "ok unit unit assignment unit unit role role bot"),
    # meetings
    (MEETING, "event: 通知, by: 区政府办公室, time: 九点, place: 会议室, agenda: [一]",
     "ok unit ok unit unit ok role role bot"),
    (MEETING, "event: 请假, by: 区教体局, reason: 出差, person: 某人", "ok unit unit unit ok unit role role bot"),
    (MEETING, "event: 请假, by: 区住建局, reason: 出差, person: 某人", "ok unit unit assignment unit unit role role bot"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "line", "expected"), ENTRIES, ids=[line for _, line, _ in ENTRIES])
def test_entries(context, old, line, expected):
    head, _, answers = old.partition("answers:")
    new = head + f"- {{at: 2026-07-15, {line}}}\n" + (f"answers:{answers}" if answers else "")
    assert row(context, old, new, PATHS.get(old, PATH)) == expected


THINGS = [
    ("case", "", HELD, PATH, "ok ok ok case case ok role role bot"),
    ("case", "", MEETING, PATHS[MEETING], "ok ok ok case case ok role role bot"),
    ("case", "", HELD.replace("text:", "imported: {from: 台账, at: 2026-07-10}\ntext:"), PATH,
     "ok imported imported imported imported imported role role bot"),
    ("part", MEETING, MEETING + TOPICS, PATHS[MEETING], "ok ok ok case case ok role role bot"),
    ("part", MEETING + TOPICS, MEETING + ITEMS, PATHS[MEETING], "ok ok ok case case ok role role bot"),
    ("answer", ANSWERED, ANSWERED + ANSWER, PATH, "ok answer answer ok answer answer role role bot"),
    ("answer", ANSWERED, ANSWERED + ANSWER.replace("区住建局", "区工商联络办"), PATH,
     "ok answer answer answer ok answer role role bot"),
    ("publication", ANSWERED + ANSWER, ANSWERED + ANSWER + "publication:\n- {answer: a1, letter: 信, text: 答}\n",
     PATH, "ok answer answer ok answer answer role role bot"),
    ("publication", ANSWERED + ANSWER, ANSWERED + ANSWER + "publication:\n- {answer: a9, letter: 信, text: 答}\n",
     PATH, "ok answer answer answer answer answer role role bot"),
    ("report", "duty: dwk.inst.monthly\nyear: 2026\nentries: []\n",
     "duty: dwk.inst.monthly\nyear: 2026\nentries:\n- {period: 2026-06, at: 2026-07-03, by: 区政府督查室}\n",
     "cases/routines/2026/dwk.inst.monthly.yml", "ok ok unit unit unit unit role role bot"),
    ("report", "duty: dwk.inst.archive\nyear: 2026\nentries: []\n",
     "duty: dwk.inst.archive\nyear: 2026\nentries:\n- {period: 2026-06, at: 2026-07-03, by: 区政府办公室}\n",
     "cases/routines/2026/dwk.inst.archive.yml", "ok unit ok unit unit ok role role bot"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "old", "new", "path", "expected"), THINGS)
def test_other_things(context, what, old, new, path, expected):
    added, ground = added_to(context, old, new, path)
    one = next(one for one in added if one.kind == what)
    assert " ".join(ruled(context, one, ground, login) for login in COLUMNS) == expected


def test_sealing_anew(context):
    added, ground = added_to(
        context, HELD, HELD + "- {at: 2026-07-15, event: 备注, by: 区住建局, text: 记}\n", PATH
    )
    seal = replace(added[0], kind="seal", where=("writer",), value={"field": "writer"})
    told = " ".join(ruled(context, seal, ground, login) for login in COLUMNS)
    assert told == "seal seal seal seal seal seal ok seal bot"


PARTS = [
    ("topics", "event: 提交, by: 区住建局", "ok unit unit ok unit unit role role bot"),
    ("topics", "event: 提交, by: 区教体局", "ok unit unit unit ok unit role role bot"),  # attends the meeting
    ("topics", "event: 列入, by: 区政府办公室", "ok posts ok posts posts ok role role bot"),
    ("topics", "event: 审议, by: 区政府办公室, decision: 通过", "ok unit ok unit unit ok role role bot"),
    ("topics", "event: 审议, by: 区住建局, decision: 通过", "ok unit unit assignment unit unit role role bot"),
    ("topics", "event: 撤回议题, by: 区住建局, reason: 再议", "ok unit unit ok unit unit role role bot"),
    ("topics", "event: 撤回议题, by: 区政府办公室, reason: 再议", "ok unit assignment unit unit assignment role role bot"),
    ("items", "event: 签收, by: 区住建局", "ok unit unit ok unit unit role role bot"),
    ("items", "event: 签收, by: 区教体局", "ok unit unit unit assignment unit role role bot"),
    ("items", "event: 印发, by: 区政府办公室, document_number: 1号", "ok unit ok unit unit ok role role bot"),
    ("items", "event: 解读, by: 区住建局", "ok unit unit ok unit unit role role bot"),
    ("items", "event: 销号, by: 区政府督查室", "ok ok unit posts posts unit role role bot"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "line", "expected"), PARTS)
def test_entries_of_parts(context, part, line, expected):
    old = MEETING + (TOPICS if part == "topics" else ITEMS)
    entry = f"{{at: 2026-07-15, {line}}}"
    new = old + f"  - {entry}\n" if part == "topics" else old.replace("timeline: []", f"timeline: [{entry}]")
    assert row(context, old, new, PATHS[MEETING]) == expected


VISIT = "- {at: 2026-07-16, event: 走访, by: 区住建局}\n"
NOTE = "- {at: 2026-07-16, event: 备注, by: 区住建局, text: 记}\n"


def away(person: str, field: str = "person") -> str:
    return f"- {{at: 2026-07-15, event: 回避, by: 区政府督查室, {field}: {person}, reason: 亲属}}\n"


@pytest.mark.parametrize(
    ("before", "line", "login", "expected"),
    [
        (away("李明"), VISIT, "housing", "recused"),
        (away("housing"), VISIT, "housing", "recused"),
        (away("经办人员 李明"), VISIT, "housing", "recused"),
        (away("张三、李明"), VISIT, "housing", "recused"),
        (away("李明明"), VISIT, "housing", "ok"),
        (away("住建局"), VISIT, "housing", "ok"),
        (away("李明"), NOTE, "housing", "ok"),
        (away("王芳"), VISIT, "supervision", "recused"),
        (away("王芳"), VISIT, "review", "ok"),
        (away("王芳"), "- {at: 2026-07-16, event: 更正, by: 区政府督查室, corrects: 3, set: {person: 赵磊}, reason: 错}\n",
         "supervision", "recused"),
        # whose stepping back was recorded by mistake, and corrected
        (away("王芳") + "- {at: 2026-07-15, event: 更正, by: 区政府督查室, corrects: 3, set: {person: 赵磊}, reason: 错}\n",
         VISIT, "supervision", "ok"),
        (away("王芳") + "- {at: 2026-07-15, event: 更正, by: 区政府督查室, corrects: 3, set: {person: 赵磊}, reason: 错}\n",
         VISIT, "review", "recused"),
    ],
)  # fmt: skip
def test_whoever_stepped_back_keeps_away(context, before, line, login, expected):
    added, ground = added_to(context, HELD + before, HELD + before + line, PATH)
    assert ruled(context, added[-1], ground, login) == expected


def test_stepping_back_holds_from_its_own_entry_on(context):
    added, ground = added_to(context, HELD, HELD + NOTE + away("王芳") + VISIT, PATH)
    assert [ruled(context, one, ground, "supervision") for one in added] == ["ok", "ok", "recused"]


def test_who_stepped_back_writes_no_answer_either(context):
    old = ANSWERED.replace("- {at: 2026-07-13", away("李明").replace("07-15", "07-08") + "- {at: 2026-07-13")
    added, ground = added_to(context, old, old + ANSWER, PATH)
    assert [ruled(context, added[0], ground, login) for login in ("housing", "supervision")] == [
        "recused",
        "ok",
    ]


def test_stepping_back_from_a_meeting_holds_for_its_topics(context):
    old = MEETING + away("李明").replace("区政府督查室", "区政府办公室") + TOPICS
    added, ground = added_to(
        context, old, old + "  - {at: 2026-07-15, event: 提交, by: 区住建局}\n", PATHS[MEETING]
    )
    assert ruled(context, added[0], ground, "housing") == "recused"


DECISION = "- {at: 2026-07-15, event: 复核决定, by: 区政府办公室, result: 维持, persons: [沈岚]}\n"
FIXED = "- {at: 2026-07-02, event: 更正, by: 区政府督查室, corrects: 4, set: {persons: [赵磊]}, reason: 错}\n"


@pytest.mark.parametrize(
    ("before", "recorded", "expected"),
    [
        ("", set(), "review ok ok ok"),
        ("", {"review"}, "review review ok ok"),  # whose signature the conclusion carries
        ("", {"OFFICE"}, "review ok review ok"),
        (FIXED, set(), "review review ok ok"),  # as recorded, and as corrected
    ],
)
def test_who_decided_first_does_not_decide_the_review(context, before, recorded, expected):
    added, ground = added_to(
        context, TASK + before, TASK + before + DECISION, PATHS[TASK], frozenset(recorded)
    )
    told = [
        ruled(context, added[0], ground, login) for login in ("supervision", "review", "office", "leader")
    ]
    assert " ".join(told) == expected


def test_the_place_of_the_decision_is_asked_for(context):
    asked = []
    added, ground = added_to(context, TASK, TASK + DECISION, PATHS[TASK])
    ground = replace(ground, recorded_by=lambda path, where: asked.append((path, where)) or frozenset())
    ruled(context, added[0], ground, "office")
    assert asked == [(PATHS[TASK], ("timeline", 3))]


def test_nobody_outside_the_list_records(context):
    added, ground = added_to(context, HELD, HELD + NOTE, PATH)
    gone = next(one for one in context.office.members if one.login == "gone")
    assert refusal(added[0], gone, ground) == (
        "who.member", "“gone”已于 2026-06-30 离任，不能再记；请由现在的经办人员来记",
    )  # fmt: skip
    assert refusal(added[0], Member("stranger", "区住建局", ("承办",)), ground)[0] == "who.member"


def test_where_no_law_judges_a_case_only_the_desk_records(context):
    added, ground = added_to(context, HELD, HELD + NOTE + VISIT, PATH)
    ground = replace(ground, case_of=lambda path, number: None)
    assert [[ruled(context, one, ground, login) for login in ("supervision", "housing")] for one in added] == [
        ["ok", "assignment"], ["ok", "assignment"],
    ]  # fmt: skip


def test_where_the_office_names_none_of_the_posts_only_the_desk_records(context):
    office = replace(context.office, posts={})
    bare = replace(context, office=office)
    line = "- {at: 2026-07-15, event: 交办, by: 区住建局, to: 区教体局}\n"
    assert row(bare, HELD, HELD + line) == "ok posts posts posts posts posts role role bot"


@pytest.mark.parametrize(
    ("line", "login", "told"),
    [
        ("event: 签收, by: 区住建局", "education",
         "by 写的是“区住建局”，“education”是区教体局的，只能记本单位的事；请由区住建局的人员或者有“督查室”身份的人员来记"),
        ("event: 签收", "housing",
         "没有写 by，“housing”是区住建局的，只能记本单位的事；请由经办单位的人员或者有“督查室”身份的人员来记"),
        ("event: 终止, by: 区住建局, reason: 甲, approved_by: 乙", "housing",
         "“终止”是办公室、督查室的事，“housing”所在的区住建局不担任；请由区政府办公室、区政府督查室、有“督查室”身份的人员来记"),
        ("event: 公开, by: 区住建局, answer: a1, digest: 00", "housing", "“公开”只能由有“督查室”身份的人员来记"),
        ("event: 延期, by: 区住建局, reason: 甲, consented_by: 区长", "housing",
         "写明同意的（consented、consented_by）要由有“领导”身份的人员来记，或者由有“督查室”身份的人员凭材料来记；“housing”都不是"),
        ("event: 签收, by: 区政府督查室", "bot", "“bot”是机器人，只能记“催办”；这里请由人员来记"),
        ("event: 签收, by: 区政府督查室", "law",
         "“law”的身份（规则）不能记事项；请由经办单位的人员或者有“督查室”身份的人员来记"),
    ],
)  # fmt: skip
def test_messages_say_who_may(context, line, login, told):
    added, ground = added_to(context, HELD, HELD + f"- {{at: 2026-07-15, {line}}}\n", PATH)
    member = next(one for one in context.office.members if one.login == login)
    assert refusal(added[0], member, ground)[1] == told


# --- the register of the sample, as a clerk of each entry's own unit would record it

ONLY_AT_THE_DESK = {
    "who.release": {"公开", "撤回公开"},
    "who.consent": {"延期", "退办", "列入", "请假"},
    "who.imported": {"登记", "交办", "走访", None},
    "who.assignment": {
        "报送",
        "答复",
        "合法性审核",
    },  # for a unit that is sealed; by a unit that only gives its opinion
}


def test_the_sample_could_have_been_recorded_by_its_units():
    context = load(ROOT)
    clerks = {
        code: Member(f"clerk-{place}", code, ("承办",)) for place, code in enumerate(context.office.units)
    }
    context = replace(context, office=replace(context.office, members=tuple(clerks.values())))
    allowed, refused = Counter(), {}
    for path in scan(ROOT).files:
        value = read_yaml((ROOT / path).read_bytes(), path).value
        cases = cases_of(context, path, value)
        ground = PermissionContext(
            context, lambda _, number, known=cases: known.get(number), lambda *_: frozenset()
        )
        for one in additions(path, None, value):
            clerk = clerks.get(_acting(one, cases))
            found = refusal(one, clerk, ground) if clerk else None
            if found:
                refused.setdefault(found[0], set()).add(one.value.get("event"))
            else:
                allowed[one.kind] += clerk is not None
    assert {rule: words <= ONLY_AT_THE_DESK[rule] for rule, words in refused.items()} == {
        rule: True for rule in ONLY_AT_THE_DESK
    }, refused
    assert allowed["entry"] > 1200 and min(allowed.values()) > 20, allowed


def _acting(added: Addition, cases) -> str:
    """Return the unit that would have recorded it."""
    first = next(iter(cases.values()))
    answers = {one.id: one.unit for case in cases.values() for one in case.filed.answers}
    if added.kind in ("case", "part"):
        return first.filed.timeline[0].by
    if added.kind == "publication" or added.value.get("by") not in first.case.header.get("units", ()):
        named = added.value.get("answer" if added.kind == "publication" else "of_answer")
        if named in answers and added.value.get("event") not in ("反馈", "续复"):
            return answers[named]
    return added.value.get("by") or added.value.get("unit") or ""
