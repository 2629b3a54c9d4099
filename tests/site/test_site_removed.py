"""The page of lateness that a decision took away, and what case pages, lists and the public site say of it.

The letters came on Monday 2026-08-03 and are 复杂: 10 working days end on 2026-08-17. The days are counted by hand.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml
from sites import district, pages_of

from duban.engine.lateness_decision import NAMESPACE, signed_payload
from duban.git.ssh_keygen import sign
from duban.privacy.public_case import digest, public_view
from duban.register.load_cases import find_case
from duban.register.load_office import load
from duban.yamlfile.read_yaml import read_yaml

SLIP, MERGED = "letter-2026-0001", "letter-2026-0002"
BEGUN = """\
title: 某街人行道地砖破损
channel: 区长信箱-网上
category: 求助
received: 2026-08-03
consent: 不同意公开
text: 某街人行道地砖破损。
timeline:
- {at: 2026-08-03, event: 登记, by: 区政府督查室, matter: 生产生活困难}
- {at: 2026-08-03, event: 交办, by: 区政府督查室, to: 区教体局, handler: 李明, grade: 复杂}
"""
RESULT = """\
- {at: 2026-08-13, event: 报送, by: 区教体局}
- {at: 2026-08-13, event: 审核通过, by: 区政府督查室, to: 区教体局}
- {at: 2026-08-20, event: 答复, by: 区教体局, answer: a1}
"""
CORRECTED = """\
- at: 2026-08-24
  event: 更正
  by: 区政府督查室
  corrects: 5
  set: {at: 2026-08-14}
  reason: 答复日期录成了补登的日期。
  lateness_decision:
    class: 登记差错
    paper: {kind: 送达回执, date: 2026-08-14}
    post: 区政府督查室主任
    statement: 区教体局：8月14日已送达，回执8月20日转到督查室。
    registrar: 区政府督查室
"""
INTO = """\
- at: 2026-08-24
  event: 并案
  by: 区政府督查室
  into: letter-2026-0001
  reason: 同一处路面。
  lateness_decision:
    class: 经批准消除
    paper: {number: 石区督〔2026〕12号}
    post: 区政府督查室主任
  approval: {break_glass: 没有第二人在岗}
"""
ANSWERS = "answers:\n- {id: a1, unit: 区教体局, finding: 属实, text: 已经修好。}\n"


def confirmed(entry: str, folder: Path) -> str:
    """Return an entry of SLIP as YAML, confirmed by a second person with a key made for it."""
    key = folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    (value,) = read_yaml(f"timeline:\n{entry}".encode(), "entry").value["timeline"]
    losses = [f"{SLIP}/dwk.mailbox.handle/2 closed_late 3d > not_late 0d"]
    value["approval"] = {"by": "zhao", "base": "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", "losses": losses}
    value["approval"]["signature"] = sign(signed_payload(SLIP, value), str(key), NAMESPACE)
    return yaml.safe_dump([value], allow_unicode=True, sort_keys=False)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A letter whose answer was dated 3 days late by mistake; one merged when it was 7 days late."""
    root = district("dawukou", tmp_path_factory.mktemp("removed") / "office")
    folder = root / "cases" / "letters" / "2026"
    folder.mkdir(parents=True)
    slip = confirmed(CORRECTED, tmp_path_factory.mktemp("keys"))
    (folder / f"{SLIP}.yml").write_text(BEGUN + RESULT + slip + ANSWERS, encoding="utf-8")
    (folder / f"{MERGED}.yml").write_text(BEGUN + INTO, encoding="utf-8")
    return pages_of(root, datetime(2026, 9, 1, 9))


def section(page: str, heading: str) -> str:
    """Return what stands under a heading of the second level, down to the next."""
    (found,) = (part for part in page.split("\n## ") if part.startswith(heading))
    return found


def rows(text: str) -> list[list[str]]:
    """Return the rows of the tables in a text, their cells without HTML."""
    lines = [line for line in text.splitlines() if line.startswith("<tr><td")]
    return [
        [re.sub("<[^>]+>", "", cell.replace("<br>", " ")) for cell in line.split("</td>")[:-1]]
        for line in lines
    ]


def test_a_slip_is_listed_with_its_statement_and_counted_by_who_registered(pages: dict[str, str]) -> None:
    units, registrars, listed = rows(section(pages["removed.md"], "登记差错（1 件）"))
    assert units == ["2026年", "区教体局", "1", "1", "3"]
    assert registrars == ["2026年", "区政府督查室", "1", "1", "3"]
    assert listed == [
        "2026-08-24",
        "letter-2026-0001 第6条",
        "区教体局 办结并答复来信人：原来晚 3 天，不再逾期（信箱办法第二十一条、信箱办法第二十二条）",
        "答复日期录成了补登的日期。",
        "送达回执，2026-08-14",
        "区政府督查室主任",
        "区政府督查室",
        "区教体局：8月14日已送达，回执8月20日转到督查室。",
    ]


def test_what_was_approved_stands_apart_and_says_who_let_it_pass(pages: dict[str, str]) -> None:
    units, listed = rows(section(pages["removed.md"], "经批准消除（1 件）"))
    assert units == ["2026年", "区教体局", "1", "1", "7"]
    assert listed[:2] == ["2026-08-24", "letter-2026-0002 第3条"]
    assert listed[2].startswith("区教体局 办结并答复来信人：原来晚 7 天，不再要办，当时已晚 7 天（")
    assert listed[3:] == [
        "同一处路面。",
        "石区督〔2026〕12号",
        "区政府督查室主任 没有第二人确认：没有第二人在岗",
    ]
    assert "有 1 件没有第二人确认，是主机的管理员放行的" in pages["removed.md"]


def test_the_decision_stands_beside_the_duty(pages: dict[str, str]) -> None:
    page = pages[f"cases/letter/2026/{SLIP}.md"]
    (duty,) = (part for part in page.split('<div class="duty ') if "<b>办结并答复来信人</b></p>" in part)
    assert "按期完成（登记差错）</span>" in duty
    said = "登记差错：原来晚 3 天，不再逾期（第6条，2026-08-24，送达回执，2026-08-14，区政府督查室主任决定）"
    assert f'<p class="change">{said}</p>' in duty
    assert len(rows(section(page, "消除的逾期"))) == 1
    assert "消除的逾期" not in pages["routines.md"]


def test_nobody_is_named_and_no_signature_is_shown(pages: dict[str, str]) -> None:
    for text in (pages["removed.md"], pages[f"cases/letter/2026/{SLIP}.md"]):
        assert "zhao" not in text
        assert "SSH" not in text
    assert "第二人确认：已确认" in pages[f"cases/letter/2026/{SLIP}.md"]
    assert "第二人确认：没有，由主机的管理员放行：没有第二人在岗" in pages[f"cases/letter/2026/{MERGED}.md"]


def test_units_are_counted_as_what_was_decided_says(pages: dict[str, str]) -> None:
    """区教体局: the answer in time by a slip that was not its own; the merged one late, whatever was decided."""
    (row,) = (line for line in rows(pages["units/index.md"]) if line[0] == "区教体局")
    assert row == ["区教体局", "0", "0", "0", "0", "0", "1", "1", "0", "50%"]


def test_the_public_is_told_counts_alone(pages: dict[str, str]) -> None:
    assert rows(pages["public/removed.md"]) == [
        ["2026年8月", "大武口区教育体育局", "登记差错", "1 项"],
        ["2026年8月", "大武口区教育体育局", "经批准消除", "1 项"],
    ]
    for inside in ("letter-2026", "石区督", "回执", "主任", "路面", "没有第二人在岗"):
        assert inside not in pages["public/removed.md"]


def test_a_site_without_decisions_has_no_such_page(tmp_path: Path) -> None:
    made = pages_of(district("dawukou", tmp_path / "office"), datetime(2026, 9, 1, 9))
    assert "public/removed.md" not in made
    assert made["removed.md"].count('<p class="quiet">没有。</p>') == 2


def test_a_published_answer_tells_class_and_day(tmp_path: Path) -> None:
    """What was released keeps its digest: the decision came afterwards."""
    root = district("dawukou", tmp_path / "office")
    file = root / "cases" / "letters" / "2026" / f"{SLIP}.yml"
    file.parent.mkdir(parents=True)
    draft = "publication:\n- {answer: a1, letter: 地砖破损。, text: 已经修好。}\n"
    begun = BEGUN.replace("不同意公开", "同意公开").replace("2026-08-20", "2026-08-14") + RESULT
    file.write_text(begun + CORRECTED + ANSWERS + draft, encoding="utf-8")
    context = load(root).sound()
    history = find_case(context, SLIP).history
    public = public_view(history, "a1", date(2026, 8, 26), context.vocabulary)
    assert public is not None
    assert public.removed == ((date(2026, 8, 24), "登记差错"),)
    assert digest(public) == digest(replace(public, removed=()))
    released = f"- {{at: 2026-08-26, event: 公开, by: 区政府督查室, answer: a1, digest: {digest(public)}, approved_by: 主任}}\n"
    file.write_text(begun + CORRECTED + released + ANSWERS + draft, encoding="utf-8")
    page = pages_of(root, datetime(2026, 9, 1, 9))[f"public/replies/2026/{SLIP}-a1.md"]
    link = '<a href="../../removed.html">登记差错（2026年8月24日）</a>'
    assert f"<div><dt>消除的逾期</dt><dd>{link}</dd></div>" in page
    assert "回执" not in page
