"""A real office in a folder, to run the real command in."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from separate import Run

from duban.cli import forge_commands, main

OFFICE = Path(__file__).parent / "office.yml"
RULES = Path(__file__).parents[2] / "rules"
LAW = ("vocabulary.yml", "calendar", "dawukou/mailbox.yml", "dawukou/board.yml")
TITLE, TEXT, NAME = "路灯不亮老人摔伤", "楼道口的路灯已经三个月不亮", "李拥军"
"""What must never leave the office."""

LETTER = """\
title: {title}
channel: 区长信箱-网上
category: 求助
received: {day}
consent: 同意公开
text: {text}
timeline:
- at: {day}
  event: 登记
  by: 区政府督查室
  matter: 生产生活困难
- at: {day}
  event: 交办
  by: 区政府督查室
  to: {unit}
  handler: {name}
  grade: 复杂
"""
ANSWER = """\
- at: {day}
  event: 报送
  by: {unit}
- at: {day}
  event: 审核通过
  by: 区政府督查室
  to: {unit}
- at: {day}
  event: 答复
  by: {unit}
  answer: a1
answers:
- id: a1
  unit: {unit}
  finding: 属实
  text: {text}
"""


class Home:
    """An office. Letters are due ten working days after they came: 07-06 → 07-20, 07-08 → 07-22."""

    def __init__(self, root: Path, capsys, monkeypatch) -> None:
        self.root, self.capsys, self.monkeypatch = root, capsys, monkeypatch
        self.environ: dict[str, str] = {}
        self.slept: list[float] = []
        self._runs = 0
        (root / "cases").mkdir(parents=True)
        (root / "office.yml").write_bytes(OFFICE.read_bytes())
        for part in LAW:  # only what these letters need: a run then takes half the time
            place = root / "rules" / part
            place.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (RULES / part).is_dir() else shutil.copy)(RULES / part, place)
        monkeypatch.setattr(forge_commands, "sleep", self.slept.append)

    def put(self, number: int, unit: str, day: str, answered: str = "") -> None:
        """Write letter-2026-NNNN, received and assigned on a day, perhaps answered on another."""
        words = {"title": TITLE, "text": TEXT, "name": NAME, "unit": unit}
        text = LETTER.format(day=day, **words) + (ANSWER.format(day=answered, **words) if answered else "")
        path = self.root / f"cases/letters/2026/letter-2026-{number:04}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def office(self, old: str, new: str) -> None:
        """Change office.yml in one place."""
        text = (self.root / "office.yml").read_text(encoding="utf-8")
        assert text.count(old) == 1
        (self.root / "office.yml").write_text(text.replace(old, new), encoding="utf-8")

    def run(self, *arguments: str, today: str = "2026-07-21T08:30") -> tuple[int, str, str]:
        """Run `duban remind` here: exit status, what it printed, what it complained of."""
        for name in [*os.environ]:
            if name.startswith(("GITHUB_", "DUBAN_", "GITEA_", "FORGEJO_")):
                self.monkeypatch.delenv(name)
        for name, value in self.environ.items():
            self.monkeypatch.setenv(name, value)
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(["remind", "--root", str(self.root), "--today", today, *arguments])
        out, err = self.capsys.readouterr()
        return left.value.code, out, err

    def start(self, *arguments: str, today: str = "2026-07-21T08:30") -> Run:
        """Start `duban remind` in a process of its own."""
        self._runs += 1
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_CACHE_HOME") if name in os.environ}
        call = ["remind", "--root", str(self.root), "--today", today, *arguments]
        return Run(call, kept | self.environ, self.root / f"run-{self._runs}.txt")
