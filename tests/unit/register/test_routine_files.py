"""What the office itself owes, one file a duty and year: every message about its entries, word for word."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from duban.register.load_office import load
from duban.register.routine_files import routine_in

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 7, 31, 12, 0)
PATH = "cases/routines/2026/dwk.inst.monthly.yml"
FILE = """\
duty: dwk.inst.monthly
year: 2026
entries:
- {period: 2026-06, at: 2026-07-01, by: 区政府督查室}
- {period: 2026-07, at: 2026-07-31, by: 区政府督查室}
"""


@pytest.fixture(scope="module")
def context():
    return load(ROOT).sound()


def found(context, text, path=PATH):
    return [
        (finding.line, finding.message) for finding in routine_in(context, path, text.encode(), NOW).findings
    ]


def test_a_sound_file(context):
    assert found(context, FILE) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("at: 2026-07-01", "at: 2026-08-01", 4,
         "日期 2026-08-01 在今天（2026-07-31）之后；还没有发生的事不能记"),
        ("at: 2026-07-01", "at: 2025-12-31", 4, "2025-12-31 还没有到 2026 年，请核对"),
        ("period: 2026-06", "period: 2026-Q2", 4, "“2026-Q2”不对，这一项要写成 2026-03"),
        ("period: 2026-06", "period: 2026-13", 4,
         "“周期”（period）：周期写成 2026、2026-H1、2026-Q1、2026-03 或者 2026-W07。"),
        ("period: 2026-06", "period: 2025-12", 4, "“2025-12”不对，这一项要写成 2026-03"),
        ("period: 2026-07", "period: 2026-06", 5, "2026-06 写了两次，只留一处"),
        ("2026-07-31, by: 区政府督查室", "2026-07-31, by: 区政府督察室", 5,
         "office.yml 里没有“区政府督察室”这个单位"),
        ("year: 2026", "year: 2025", 2, "年份写的是 2025，文件却在 2026 文件夹里"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_it(context, old, new, line, message):
    told = found(context, FILE.replace(old, new, 1))
    assert told[0] == (line, message)
    assert len(told) == (3 if "year" in old else 1)  # of a wrong year every period is wrong
