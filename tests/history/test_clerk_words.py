"""What a clerk reads of a refused change: one line for one thing, in the words of his files, and a way out."""

import json
import subprocess
from pathlib import Path

import pytest
from arrivals import LETTER
from honest_cases import DESK, SINCE, TODAY
from scenario import ASSIGNED, BASE, INSTRUCTION, MEETING, OVERDUE, PROPOSAL, RESTRICTED, Register
from steps import edit, on, put, record, whole

from duban.cases.schemas import Schemas
from duban.guard.fact_words import correction_advice

SECRET_INSTRUCTION = """\
title: 涉密批示件
received: 2026-07-14
leader: 区长
confidential: true
carrier: 呈批件
timeline:
- at: 2026-07-15
  event: 登记
  by: 区政府办文书室
"""
ANALYSIS = "cases/routines/2026/dwk.mailbox.analysis.yml"
SECOND_QUARTER = """\
duty: dwk.mailbox.analysis
year: 2026
entries:
- {period: 2026-Q2, at: 2026-07-16, by: 区政府督查室}
"""
CLASSIFIED = "cases/instructions/2026/instruction-2026-0002.yml"


@pytest.fixture
def read(register, judged):
    """Return the lines a clerk reads after doing steps to a register: the findings, then what sums up."""

    def lines(*steps, today: str = TODAY, actor: str = "desk") -> list[str]:
        for step in steps:
            step(register)
        register.commit()
        _, out, err = judged(register, *BASE, "--today", today, "--actor", actor)
        assert err == ""
        return out.splitlines()

    return lines


def findings(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("cases/")]


# What is sealed or secret is never written in plaintext


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("category: 举报", "category: 投诉"),
        ("title: 受限事项", "title: 某局乱收费"),
        ("consent: 未表态", "note: 另有录音\nconsent: 未表态"),
    ],
    ids=["category", "title", "note"],
)
def test_what_is_wrong_in_a_restricted_letter_is_not_to_be_written_into_a_correction(read, old, new):
    lines = [line for line in read(edit(RESTRICTED, (old, new))) if "[guard.header]" in line]
    assert len(lines) == 1 and "恢复原样；这一件是受限事项或者涉密件，内容不写进更正" in lines[0]
    assert "set:" not in lines[0] and "reason" not in lines[0]


def test_a_restricted_letter_that_arrived_on_another_day_is_corrected_as_the_message_says(read, register):
    (line,) = findings(read(edit(RESTRICTED, ("received: 2026-07-14T20:05", "received: 2026-07-15T08:05"))))
    assert "日期记错了的，在最后加一条更正，只写 corrects: 0，set: {received: 对的日期}，不写别的" in line
    register.git("checkout", "--quiet", "main", "--", RESTRICTED)
    fix = record(RESTRICTED, TODAY, "更正", DESK, corrects="0", set="{received: 2026-07-15T08:05}")
    assert not [line for line in findings(read(fix)) if " 错误 " in line]


def test_the_title_of_a_secret_instruction_is_not_to_be_written_into_a_correction(read):
    merged = on("main", put(CLASSIFIED, SECRET_INSTRUCTION))
    lines = read(
        merged,
        lambda register: register.git("merge", "--quiet", "main"),
        edit(CLASSIFIED, ("title: 涉密批示件", "title: 关于某项目的批示")),
    )
    (line,) = [line for line in lines if "[guard.header]" in line]
    assert "内容不写进更正" in line and "set:" not in line


def test_a_late_entry_in_a_restricted_letter_says_why_it_is_late_and_nothing_else(read):
    (line,) = findings(read(record(RESTRICTED, SINCE, "签收", "区住建局"), today="2026-07-29"))
    assert "说明为什么现在才记（受限事项、涉密件只写晚记的原因，不写内容）" in line


def test_a_decision_in_a_restricted_letter_leaves_its_reason_on_the_paper(read):
    (line,) = findings(
        read(record(RESTRICTED, "2026-07-29", "答复", "区住建局", late_entry="补记。"), today="2026-08-20")
    )
    assert "只写 lateness_decision（类别、依据的材料、决定的职务），理由和说明留在书面材料里" in line
    assert "reason" not in line


def test_the_contacts_of_proposers_are_copied_sealed_into_a_correction(read):
    (line,) = findings(read(edit(PROPOSAL, ("代表丁某", "代表丙某"))))
    assert "封存的联系方式照抄 digest 和 box，不写明文" in line


def test_no_field_that_a_restricted_letter_must_not_show_is_offered_for_a_correction():
    """Whatever `set` the guard proposes for a restricted or secret case, the schemas accept there."""
    known = Schemas(Path(__file__).parents[2] / "schemas")
    for kind in ("letter", "instruction", "task", "meeting", "topic", "item", "document", "bulletin"):
        offered = {name for name in known.shapes(kind) if "set:" in correction_advice(name, True)}
        assert offered <= {"received", "held"}, (kind, offered)


# One thing is one line, in Chinese


def test_a_topic_and_an_item_are_named_by_their_titles_in_chinese(read):
    lines = findings(
        read(edit(MEETING, ("amount: 860000", "amount: 86000"), ("limit: 2026-07-31", "limit: 2026-08-31")))
    )
    assert ["改了“金额”（amount）" in lines[0], "改了“办结期限”（limit）" in lines[1]] == [True, True]
    assert all("记错了就在这一项的经过最后加一条更正" in line for line in lines)


def test_a_correction_that_takes_a_case_from_a_unit_which_has_acted_says_what_to_do_instead(read):
    fix = record(PROPOSAL, TODAY, "更正", DESK, corrects="2", set="{co_units: [区教体局]}", reason="写错。")
    (line,) = findings(read(fix))
    assert "原来的单位已经记过事的，不更正单位，另记一条交办，instead 写 2 [lifecycle.unit]" in line


def test_an_item_that_is_gone_is_one_line_though_all_after_it_move_up(read):
    def without_first(text: str) -> str:
        return text[: text.index("- title: 拨付排水")] + text[text.index("- title: 增加两条") :]

    lines = read(whole(MEETING, without_first))
    assert [line.split(" ", 1)[1] for line in findings(lines)] == [
        "错误 少了第1项：议题和议定事项不能删，只能往后加 [guard.part]"
    ]
    assert "这次改动涉及 1 件：1 处错误，0 处提醒，还不能合并。" in lines


def test_an_item_put_in_front_is_one_line(read):
    new = "items:\n- {title: 另一件, to: 区住建局, limit: 2026-07-31, timeline: []}\n"
    (line,) = findings(read(edit(MEETING, ("items:\n", new))))
    assert "第1项前面插进了别的，或者换了位置：议题和议定事项只能往后加" in line


@pytest.mark.parametrize("path", [OVERDUE, ASSIGNED], ids=["plain", "sealed"])
def test_a_file_exchanged_for_another_case_is_one_line_with_the_way_back(read, register, path):
    (line,) = findings(read(put(path, LETTER)))
    assert line.startswith(f"{path}:1:1 错误 这个文件换成了另一件：")
    register.git("update-ref", "refs/remotes/origin/main", "main")
    command = line.partition("恢复原来的：")[2].partition("；")[0].split()
    subprocess.run(command, cwd=register.root, check=True, capture_output=True, env=register.environment)
    assert findings(read()) == []


def test_for_machines_everything_that_is_wrong_with_an_exchanged_file_is_there(register, errors):
    put(ASSIGNED, LETTER)(register)
    register.commit()
    rules = {finding["rule"] for finding in errors(register, *BASE)}
    assert rules == {"guard.header", "guard.lookup", "guard.sealed", "guard.timeline"}


# What stood there before is not repeated


def test_a_reminder_of_before_is_not_repeated_but_counted(read, register, judged):
    _, out, _ = judged(register, MEETING, "--today", TODAY, "--format", "json")
    before = [finding["message"] for finding in json.loads(out)["findings"] if finding["level"] != "error"]
    lines = read(record(MEETING, TODAY, "备注", DESK, text="电话问过进度。"))
    assert before and not any(message in line for message in before for line in lines)
    assert f"原有提醒 {len(before)} 条，不重复；要看的运行 duban check 文件。" in lines


# What a change is about


def test_a_change_of_a_routine_is_about_a_routine(read):
    lines = read(put(ANALYSIS, SECOND_QUARTER))
    assert lines[0] == "这次改动涉及定期工作 1 份，没有发现问题。"


def test_a_change_of_a_case_and_a_routine_counts_both(read):
    lines = read(put(ANALYSIS, SECOND_QUARTER), record(INSTRUCTION, TODAY, "备注", DESK, text="已电话告知。"))
    assert any(line.startswith("这次改动涉及 1 件、定期工作 1 份") for line in lines), lines


def test_a_change_of_pages_and_one_of_the_office_say_so(read, register):
    lines = read(put("docs/handbook.md", "# 手册\n"), put("README.md", "# 册\n"))
    assert lines[0] == "这次改动只改了页面、说明（2 个文件），不涉及案件，没有发现问题。"
    register.git("reset", "--quiet", "--hard", "main")
    lines = read(put("Makefile", "check:\n\tduban check --base main\n"))
    assert any(line.startswith("这次改动改了规则、设置或者程序（1 个文件），不涉及案件") for line in lines), (
        lines
    )


# Who may record is asked of the case as it was then


def _holds(register: Register, judged, *steps) -> list[str]:
    for step in steps:
        step(register)
    register.commit()
    _, out, _ = judged(register, *BASE, "--today", TODAY, "--actor", "zhujian")
    return [line for line in out.splitlines() if "[who." in line]


def test_a_holder_is_not_denied_his_act_because_a_correction_in_the_same_change_names_another_unit(
    register, judged
):
    """What the desk does afterwards is the desk's to answer for: only that is refused to the unit's member."""
    refused = _holds(
        register,
        judged,
        record(ASSIGNED, TODAY, "退办", "区住建局", reason="不属本单位。", suggests="区教体局"),
        record(
            ASSIGNED, TODAY, "更正", DESK, corrects="2", set="{to: 区教体局, handler: 孟凡}", reason="写错。"
        ),
    )
    assert [line.rpartition("[")[2] for line in refused] == ["who.posts]"], refused
