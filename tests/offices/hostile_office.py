"""An office that holds hostile texts, and the real command run in it."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hostile_texts import HOSTILE, acting

from duban.cli import main
from duban.privacy.public_case import PublicCase, digest

RULES = Path(__file__).parents[2] / "rules"
TODAY = ("--today", "2026-07-31")
OFFICE = {
    "district": "石嘴山市大武口区", "region": "640202", "name": "大武口区人民政府督查室",
    "site": {"name": "示例", "domain": "example.invalid", "code": "0000000000", "host": "示例", "operator": "示例",
             "icp": "示例", "police": "示例", "contact": "示例"},
    "sample": {"today": "2026-07-31"},
    "adopted": [{"rulebook": "dwk.mailbox", "from": "2025-12-01", "decision": "示例"}],
    "posts": {"督查室": "区政府督查室", "文书室": "区政府督查室"},
    "units": [{"code": code, "name": code, "contact": "办公室", "leader": "主任", "section": "综合股"}
              for code in ("区政府督查室", "区住建局")],
    "members": [{"login": "chen", "unit": "区政府督查室", "roles": ["督查室"], "name": "王芳"}],
    "reminders": {"escalate": [{"days": 3, "role": "督查室"}]},
}  # fmt: skip
LETTER = {
    "title": "路灯不亮", "channel": "区长信箱-网上", "category": "求助", "received": "2026-07-06", "consent": "同意公开",
    "text": "路灯不亮。", "note": "备注", "lookup": "x",
    "timeline": [
        {"at": "2026-07-06", "event": "登记", "by": "区政府督查室", "matter": "生产生活困难"},
        {"at": "2026-07-06", "event": "交办", "by": "区政府督查室", "to": "区住建局", "co_units": ["区教体局"],
         "handler": "李明", "grade": "复杂", "note": "备注", "limit": "5 working days"},
        {"at": "2026-07-08", "event": "更正", "by": "区政府督查室", "corrects": "1", "reason": "写错", "papers": ["文件"]},
        {"at": "2026-07-10", "event": "答复", "by": "区住建局", "answer": "a1", "instead": "3"},
    ],
    "answers": [{"id": "a1", "unit": "区住建局", "finding": "属实", "text": "已修好。", "outcome": "办结"}],
    "publication": [{"answer": "a1", "title": "路灯", "letter": "路灯。", "text": "已修。"}],
}  # fmt: skip
_PLAIN = {key: LETTER[key] for key in ("channel", "category", "received", "consent")}
ROUTINE = {
    "duty": "dwk.mailbox.circular", "year": "2026",
    "entries": [{"period": "2026-Q1", "at": "2026-04-15", "by": "区政府督查室", "document_number": "大政督通〔2026〕4号",
                 "text": "一季度。", "note": "备注"}],
}  # fmt: skip


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def found(root: Path, office: dict) -> None:
    """Write an office, and of the law only what its letters need: a run then takes half the time."""
    write(root, "office.yml", document(office))
    shutil.copytree(RULES / "calendar", root / "rules/calendar")
    for name in ("vocabulary.yml", "dawukou/mailbox.yml"):
        write(root, f"rules/{name}", (RULES / name).read_text(encoding="utf-8"))


class Home:
    """An office in a folder, and the real command run in it."""

    def __init__(self, root: Path, capfdbinary) -> None:
        self.root, self._captured = root, capfdbinary
        found(root, OFFICE)

    def write(self, path: str, text: str) -> None:
        write(self.root, path, text)

    def letter(self, running: int, value: dict) -> None:
        self.write(f"cases/letters/2026/letter-2026-{running:04}.yml", document(value))

    def run(self, *words: str) -> bytes:
        """Return what a command prints, standard error first, which must act on nobody."""
        return self.printed(self.left, *words, "--root", str(self.root))

    def printed(self, act: Callable[..., object], *given: object) -> bytes:
        """Return what a call prints, as `run` does."""
        self._captured.readouterr()
        act(*given)
        out, err = self._captured.readouterr()
        assert acting(err.decode()) == set()
        return err + out

    @staticmethod
    def left(*words: str) -> None:
        with pytest.raises(SystemExit):
            main(words)

    def text(self, *words: str) -> str:
        return self.run(*words).decode()


def office_of(root: Path, letter: Callable[[str, str, str], dict]) -> Path:
    """Write an office with a unit and a letter for each text."""
    office = copy.deepcopy(OFFICE)
    for index, text in enumerate(HOSTILE):
        code = re.sub(r"\s|\ufeff", "", text)[:36] + str(index)
        name = " ".join(text.split())[:60]
        unit = {"code": code, "name": name, "contact": "办公室", "leader": "主任", "section": "综合股"}
        office["units"].append(unit)
        number = f"letter-2026-{index + 1:04}"
        write(root, f"cases/letters/2026/{number}.yml", document(letter(number, text, code)))
    found(root, office)
    return root


def late(text: str, unit: str) -> dict:
    """Return a letter with a text in its title and wherever a unit writes freely."""
    title = text.replace("\n", "\x85").strip()[:80]
    timeline = [copy.deepcopy(LETTER["timeline"][0]),
                {"at": "2026-07-06", "event": "交办", "by": "区政府督查室", "to": unit, "handler": title[:20], "grade": "复杂",
                 "note": text[:500]}]  # fmt: skip
    return {**_PLAIN, "title": title, "text": text, "note": text[:500], "timeline": timeline}


def public(number: str, text: str, unit: str, published: str = "") -> dict:
    """Return a letter with a text in all that is published of its answer; or inside, where others are `published`."""
    letter, words = late(text, unit), published or text
    shown = {"title": late(words, unit)["title"], "letter": words, "text": words}
    facts = PublicCase(number, "a1", "letter", _PLAIN["channel"], category=_PLAIN["category"], unit=unit,
                       received=date(2026, 7, 6), answered=date(2026, 7, 9), released=date(2026, 7, 10), **shown)  # fmt: skip
    office, answer = {"by": "区政府督查室"}, {"answer": "a1"}
    letter["timeline"] += [
        {"at": "2026-07-08", "event": "报送", "by": unit},
        {"at": "2026-07-09", "event": "审核通过", **office, "to": unit},
        {"at": "2026-07-09", "event": "答复", "by": unit, **answer},
        {"at": "2026-07-10", "event": "公开", **office, **answer, "digest": digest(facts)},
    ]
    answers = [{"id": "a1", "unit": unit, "finding": "属实", "text": text}]
    return {**letter, "answers": answers, "publication": [{**answer, **shown}]}


def quoted(text: str) -> str:
    """Return a text in double quotes as YAML reads it; whatever is not ASCII or Chinese is an escape."""
    return '"' + re.sub(r'[^ -~\u4e00-\u9fff]|["\\]', lambda found: f"\\U{ord(found[0]):08x}", text) + '"'


def flow(value: object) -> str:
    """Return a value as YAML on one line, every text in double quotes."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {flow(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, str):
        return quoted(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def document(value: dict[str, object]) -> str:
    """Return a mapping as a YAML file: one key a line, entries of a timeline one a line."""
    lines = []
    for key, inner in value.items():
        if isinstance(inner, list) and inner:
            lines += [f"{key}:", *(f"- {flow(one)}" for one in inner)]
        else:
            lines.append(f"{key}: {flow(inner)}")
    return "\n".join(lines) + "\n"


def leaves(value: object, where: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the path of every text in a value."""
    if isinstance(value, dict):
        return [path for key, inner in value.items() for path in leaves(inner, (*where, key))]
    if isinstance(value, list):
        return [path for index, inner in enumerate(value) for path in leaves(inner, (*where, index))]
    return [where] if isinstance(value, str) else []


def put(value: dict, where: tuple[str | int, ...], text: str) -> None:
    """Set the text at a path."""
    for step in where[:-1]:
        value = value[step]
    value[where[-1]] = text


def spread(value: dict, shift: int, step: int = 1) -> dict:
    """Return a value with a hostile text in every field, or in every third from `shift`; each field has another."""
    hostile = copy.deepcopy(value)
    for index, where in enumerate(leaves(value)):
        if (index + shift) % step == 0:
            put(hostile, where, HOSTILE[(index + shift) % len(HOSTILE)])
    return hostile
