"""`duban release`: an entry at the end of the timeline, its digest, and what it refuses."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from duban.checks.check_case import check_file
from duban.cli.release import release
from duban.findings.finding import ERROR, Unusable
from duban.privacy.public_case import public_cases
from duban.register.load_cases import find_case
from duban.register.load_office import load

ROOT = Path(__file__).parents[3]
NUMBER = "letter-2026-0900"
CASE = """\
title: 公园北门路灯不亮
channel: 区长信箱-网上
category: 求助
received: 2026-11-02
consent: 同意公开
text: |
  公园北门的路灯不亮。
timeline:
- at: 2026-11-02
  event: 登记
  by: 区政府督查室
  matter: 生产生活困难
- at: 2026-11-02
  event: 交办
  by: 区政府督查室
  to: 区住建局
  handler: 周明
- at: 2026-11-05
  event: 报送
  by: 区住建局
- at: 2026-11-06
  event: 审核通过
  by: 区政府督查室
  to: 区住建局
- at: 2026-11-06
  event: 答复
  by: 区住建局
  answer: a1
TAILanswers:
- id: a1
  unit: 区住建局
  finding: 属实
  text: |
    灯已修好。
publication:
- answer: a1
  letter: |
    路灯不亮。
  text: |
    灯已修好。
"""
LATER = """\
# 来信人评价
- at: 2026-11-20
  event: 满意
  by: 来信人
  of_answer: a1
"""


@pytest.fixture
def office(tmp_path):
    shutil.copy(ROOT / "office.yml", tmp_path)
    (tmp_path / "cases/letters/2026").mkdir(parents=True)
    return tmp_path


def write(office, text=CASE, tail=""):
    path = office / f"cases/letters/2026/{NUMBER}.yml"
    path.write_bytes(text.replace("TAIL", tail).encode())
    return path


def run(office, *more):
    arguments = [NUMBER, "a1", "--root", str(office), "--today", "2026-11-20", *more]
    return CliRunner().invoke(release, arguments, catch_exceptions=False)


def test_the_entry_comes_last_and_the_answer_is_public(office):
    path = write(office)
    assert run(office).exit_code == 0
    found = find_case(load(office), NUMBER)
    last = found.case.timeline[-1]
    assert (last.number, last.event, str(last.day), last.by) == (6, "公开", "2026-11-20", "区政府督查室")
    assert [one.answer for one in public_cases(found.history, load(office).vocabulary)] == ["a1"]
    old, new = CASE.replace("TAIL", ""), path.read_text()
    assert new.startswith(old.split("answers:")[0]) and new.endswith("answers:" + old.split("answers:")[1])


def test_a_comment_between_entries_does_not_end_the_timeline(office):
    write(office, tail=LATER)
    run(office)
    events = [entry.event for entry in find_case(load(office), NUMBER).filed.timeline]
    assert events == ["登记", "交办", "报送", "审核通过", "答复", "满意", "公开"]


def test_one_changed_character_takes_the_page_off(office):
    path = write(office)
    run(office)
    path.write_text(path.read_text().replace("    路灯不亮。", "    路灯不亮！"))
    found = find_case(load(office), NUMBER)
    assert public_cases(found.history, load(office).vocabulary) == []


DIGEST = "42037b07a26fc8070a83b99524dd883ffad61bf2b58a48e383d7a9f28d937217"
DIGEST_OF_A_FILE_WITHOUT_ITS_LAST_LINE_END = (
    "4c67e0fe189e449032b52a0ecf076c0de207d8a6e87db00f51e03c2dcee2f710"
)


@pytest.mark.parametrize("text", [CASE, CASE.rstrip("\n")], ids=["with", "without"])
def test_the_digest_is_the_same_with_and_without_the_last_line_end(office, text):
    path = write(office, text)
    run(office)
    assert f"  digest: {DIGEST}\n" in path.read_text()


LINE_ENDS = {
    "as it was": ("灯已修好。\n$", "灯已修好。\n"),
    "an editor drops the last line end": ("灯已修好。\n$", "灯已修好。"),
    "the text on one line": ("\\|\n    灯已修好。\n$", "灯已修好。\n"),
    "another block sign": ("letter: \\|\n", "letter: |-\n"),
}


def test_line_ends_behind_a_released_text_take_no_page_off(office):
    path = write(office)
    run(office)
    released, context = path.read_text(), load(office)
    for digest in (DIGEST, DIGEST_OF_A_FILE_WITHOUT_ITS_LAST_LINE_END):
        for name, (pattern, written) in LINE_ENDS.items():
            text, count = re.subn(pattern.replace("$", r"\Z"), written, released.replace(DIGEST, digest))
            path.write_text(text)
            history = find_case(context, NUMBER).history
            findings = check_file(context, str(path.relative_to(office)), path.read_bytes()).findings
            assert count == 1
            assert [public.answer for public in public_cases(history, context.vocabulary)] == ["a1"], name
            assert [finding.rule for finding in findings if finding.level == ERROR] == [], name


def test_a_text_released_with_empty_lines_behind_it_stays_released(office):
    path = write(office, CASE.replace("  letter: |\n    路灯不亮。\n", "  letter: |+\n    路灯不亮。\n\n\n"))
    run(office)
    context = load(office)
    history = find_case(context, NUMBER).history
    assert [public.letter for public in public_cases(history, context.vocabulary)] == ["路灯不亮。\n\n\n"]
    assert path.read_text().endswith("灯已修好。\n")


def test_windows_line_ends_stay(office):
    path = write(office, CASE.replace("TAIL", "").replace("\n", "\r\n"))
    run(office)
    data = path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")


@pytest.mark.parametrize(
    ("text", "more", "said"),
    [
        (CASE, ["--by", "区住建局\n  note: x"], "没有“区住建局\n  note: x”这个单位"),
        (CASE.replace("publication:", "note: 无\npublication:").split("publication:")[0], [], "不能公开"),
        (CASE.replace("同意公开", "不同意公开"), [], "不能公开"),
        (CASE.replace("    路灯不亮。", "").replace("  letter: |\n", ""), [], "letter"),
    ],
    ids=["a unit that carries a line break", "no publication", "no consent", "no letter"],
)
def test_refused_and_the_file_as_it_was(office, text, more, said):
    path = write(office, text)
    before = path.read_bytes()
    with pytest.raises(Unusable, match=said):
        run(office, *more)
    assert path.read_bytes() == before


def test_twice_is_refused(office):
    write(office)
    run(office)
    with pytest.raises(Unusable, match="已经公开"):
        run(office)


def test_a_note_that_keeps_its_blank_lines_is_not_touched(office):
    tail = "- at: 2026-11-09\n  event: 备注\n  by: 区政府督查室\n  text: |+\n    保留空行\n\n\n"
    path = write(office, tail=tail)
    before = path.read_bytes()
    with pytest.raises(Unusable, match="手工"):
        run(office)
    assert path.read_bytes() == before


def test_a_leftover_of_an_interrupted_run_is_no_obstacle(office):
    path = write(office)
    path.with_name(f".{path.name}.tmp").touch()
    assert run(office).exit_code == 0
