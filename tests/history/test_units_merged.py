"""A unit that is merged into another takes its late yearly report with it: told on the day it is decided, not the next."""

import shutil
from pathlib import Path

from scenario import Register
from steps import edit

ZHANYI = Path(__file__).parents[1] / "offices" / "zhanyi"
UNIT = "- code: 盘江镇\n"
LATE = "zy.prop.contacts/zy.prop.contacts/2026@盘江镇"


def founded(tmp_path) -> Register:
    root = Path(shutil.copytree(ZHANYI, tmp_path / "office"))
    register = Register(root, None, "")
    register.git("init", "--quiet", "--initial-branch=main")
    register.commit("开册")
    register.git("checkout", "--quiet", "-b", "change")
    return register


def ended(day: str):
    return edit("office.yml", (UNIT, f"{UNIT}  to: {day}\n  succeeded_by: [西平街道]\n"))


def test_the_last_day_is_today(tmp_path, errors):
    register = founded(tmp_path)
    ended("2026-12-24")(register)
    register.commit("撤并")
    (found,) = errors(register, "--base", "main")
    assert found["rule"] == "guard.law-lateness"
    assert "zy.prop.contacts“" in found["message"] and "（2026-12-25 起）盘江镇逾期" in found["message"]


def test_the_last_day_is_months_away(tmp_path, errors):
    register = founded(tmp_path)
    ended("2027-03-31")(register)
    register.commit("撤并")
    (found,) = errors(register, "--base", "main")
    assert "（2027-04-01 起）盘江镇逾期" in found["message"]


def test_whoever_owes_no_late_report_is_merged_by_one_hand(tmp_path, errors):
    register = founded(tmp_path)
    edit(
        "office.yml",
        ("- code: 西平街道\n", "- code: 西平街道\n  to: 2026-12-24\n  succeeded_by: [花山街道]\n"),
    )(register)
    register.commit("撤并")
    assert errors(register, "--base", "main") == []
