"""What the internal site says of what is not simply done or not done, and of what is archived.

The letters came on Monday 2026-08-03 and are 复杂: 10 working days end on 2026-08-17.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from sites import district, pages_of

MERGED, ANSWERED, AFTERWARDS = "letter-2026-0001", "letter-2026-0002", "letter-2026-0003"
FIVE = Path(__file__).parents[1] / "offices"
BEGUN = """\
title: 某街人行道地砖破损
channel: 区长信箱-网上
category: 求助
received: 2026-08-03
consent: 不同意公开
text: 某街人行道地砖破损。
timeline:
- {at: 2026-08-03, event: 登记, by: 区政府督查室, matter: 生产生活困难}
- {at: 2026-08-03, event: 交办, by: 区政府督查室, to: 区教体局, co_units: [区住建局], handler: 李明, grade: 复杂}
"""


def entry(day: str, event: str, by: str = "区政府督查室", **fields: object) -> str:
    rest = "".join(f", {name}: {value}" for name, value in fields.items())
    return f"- {{at: {day}, event: {event}, by: {by}{rest}}}\n"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Two letters of one unit: merged a week late (5 working days); answered in time, archived with the co-unit silent.
    One of another, whose answer was recorded afterwards."""
    root = district("dawukou", tmp_path_factory.mktemp("shown") / "office")
    folder = root / "cases" / "letters" / "2026"
    folder.mkdir(parents=True)
    (folder / f"{MERGED}.yml").write_text(
        BEGUN + entry("2026-08-24", "并案", into=ANSWERED), encoding="utf-8"
    )
    done = (
        entry("2026-08-10", "报送", "区教体局")
        + entry("2026-08-11", "审核通过", to="区教体局")
        + entry("2026-08-12", "答复", "区教体局", answer="a1")
        + entry("2026-08-20", "归档", contents="[来信, 答复]")
        + "answers:\n- {id: a1, unit: 区教体局, finding: 属实, text: 已经修好。}\n"
    )
    (folder / f"{ANSWERED}.yml").write_text(BEGUN + done, encoding="utf-8")
    afterwards = (
        entry("2026-08-10", "报送", "区住建局")
        + entry("2026-08-11", "审核通过", to="区住建局")
        + entry("2026-08-12", "答复", "区住建局", answer="a1", late_entry="系统停机，08-18补登。")
        + "answers:\n- {id: a1, unit: 区住建局, finding: 属实, text: 已经修好。}\n"
    )
    (folder / f"{AFTERWARDS}.yml").write_text(
        BEGUN.replace("区教体局, co_units: [区住建局]", "区住建局") + afterwards, encoding="utf-8"
    )
    return pages_of(root, datetime(2026, 9, 1, 9))


def duty(page: str, title: str) -> str:
    """Return the block of the first duty with this title."""
    (block,) = (part for part in page.split('<div class="duty ') if f"<b>{title}</b>" in part)
    return block


def test_a_waived_duty_keeps_its_lateness(pages: dict[str, str]) -> None:
    block = duty(pages[f"cases/letter/2026/{MERGED}.md"], "办结并答复来信人")
    assert '<span class="light late">不再需要</span>' in block
    assert "区教体局（主办单位）　到期：" in block
    assert "2026-08-17</span>，当时已晚 7 天（5 个工作日）</p>" in block


def test_the_table_of_units_counts_it_and_no_duty_without_a_limit(pages: dict[str, str]) -> None:
    """区教体局: one duty in time (the answer), one late when it was waived; the review it waits for has no limit."""
    (row,) = (line for line in pages["units/index.md"].splitlines() if ">区教体局</a>" in line)
    cells = [cell.rpartition(">")[2] for cell in row.split("</td>")[1:-1]]
    assert cells == ["0", "0", "0", "1", "0", "1", "0", "0", "50%"]


def test_what_is_archived_is_in_nobodys_hands(pages: dict[str, str]) -> None:
    for number in (MERGED, ANSWERED):
        assert "在谁手上" not in pages[f"cases/letter/2026/{number}.md"]
    listed = [
        line for line in pages["kinds/letter/2026-08.md"].splitlines() if MERGED in line or ANSWERED in line
    ]
    assert len(listed) == 2
    assert not [line for line in listed if "区教体局" in line or "区住建局" in line]


def test_silence_is_told_as_silence(tmp_path: Path) -> None:
    root = Path(shutil.copytree(FIVE / "dongqu", tmp_path / "office"))
    page = pages_of(root, datetime(2026, 7, 17, 23, 59))["cases/document/2026/document-2026-0005.md"]
    assert '<span class="light done">期满未反馈，视同无意见</span>' in page
    assert '<span class="light done">按期反馈</span>' in page
    assert "在谁手上" not in page


def test_what_was_recorded_afterwards_says_so_on_the_duty(pages: dict[str, str]) -> None:
    block = duty(pages[f"cases/letter/2026/{AFTERWARDS}.md"], "办结并答复来信人")
    assert '<span class="light done">按期完成（补记）</span>' in block
    assert '<p class="change">第5条“答复”是补记：系统停机，08-18补登</p>' in block


def test_the_table_of_units_counts_what_was_recorded_afterwards(pages: dict[str, str]) -> None:
    (row,) = (line for line in pages["units/index.md"].splitlines() if ">区住建局</a>" in line)
    cells = [cell.rpartition(">")[2] for cell in row.split("</td>")[1:-1]]
    assert cells == ["0", "0", "0", "1（其中补记 1）", "0", "0", "0", "0", "100%"]
