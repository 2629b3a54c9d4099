"""Whatever a file says, nothing acts on its reader: 80 hostile texts in every field, over every output in text.

The reader of YAML refuses most of them; `unread` lifts that, so that they reach every list, page and message.
"""

from __future__ import annotations

import copy
import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click
import pytest
from hostile_texts import (
    ALL_CLEAR,
    BIDI,
    CONTROL,
    FORMULAS,
    HOSTILE,
    INVISIBLE,
    LINES,
    MARKUP,
    SURROGATES,
    acting,
    acting_annotations,
    document,
    leaves,
    put,
)

from duban.cli import check_command, cli, main
from duban.cli.command_registry import COMMANDS
from duban.cli.finding_reporters import REPORTER_BY_NAME, report
from duban.privacy.public_case import PublicCase, digest
from duban.register.load_office import load
from duban.register.site_data import everything, released
from duban.site.internal_site import all_duties, internal_pages
from duban.site.public_site import public_pages
from duban.yamlfile import yaml_layout

RULES = Path(__file__).parents[2] / "rules"
TODAY = ("--today", "2026-07-31")
WORD = f"甲\x1b[2J\u202e\n{ALL_CLEAR}\udcff"
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
        return self.printed(self._left, words[0], "--root", str(self.root), *words[1:])

    def printed(self, act: Callable[..., object], *given: object) -> bytes:
        """Return what a call prints, as `run` does."""
        self._captured.readouterr()
        act(*given)
        out, err = self._captured.readouterr()
        assert acting(err.decode()) == set()
        return err + out

    @staticmethod
    def _left(*words: str) -> None:
        with pytest.raises(SystemExit):
            main(words)

    def text(self, *words: str) -> str:
        return self.run(*words).decode()


@pytest.fixture
def home(tmp_path, monkeypatch, capfdbinary):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    root = tmp_path / "office"
    root.mkdir()
    return Home(root, capfdbinary)


@pytest.fixture
def unread(monkeypatch):
    """As if the reader of YAML let every character through."""
    monkeypatch.setattr(yaml_layout, "hidden", lambda value: None)


def spread(value: dict, shift: int, step: int = 1) -> dict:
    """Return a value with a hostile text in every field, or in every third from `shift`; each field has another."""
    hostile = copy.deepcopy(value)
    for index, where in enumerate(leaves(value)):
        if (index + shift) % step == 0:
            put(hostile, where, HOSTILE[(index + shift) % len(HOSTILE)])
    return hostile


def test_there_are_enough_of_them():
    assert len(set(HOSTILE)) == len(HOSTILE) >= 60
    assert all(map(acting, (*CONTROL, *BIDI, *INVISIBLE, *LINES)))


def test_every_text_in_every_field_of_a_case(home, monkeypatch):
    """All fields at once, so that each field has every text; and a third of them, the rest being sound."""
    for shift in range(len(HOSTILE)):
        home.letter(shift + 1, spread(LETTER, shift))
        if shift % 8 == 0:
            home.letter(shift + 201, spread(LETTER, shift, 3))
    for index, where in enumerate(leaves(LETTER)):
        half = copy.deepcopy(LETTER)
        put(half, where, SURROGATES[index % 2])
        home.letter(index + 401, half)
    judged = []
    monkeypatch.setattr(check_command, "report", lambda judgement, form: judged.append(judgement))
    home.run("check", *TODAY)
    monkeypatch.undo()
    shown = {form: home.printed(report, *judged, form).decode() for form in REPORTER_BY_NAME}
    assert shown["text"].count("〈U+001B〉") > 100
    assert [acting(shown[form]) for form in ("text", "json", "sarif")] == [set()] * 3
    assert acting_annotations(shown["github"]) == set()
    assert json.loads(shown["json"])["findings"] == [asdict(finding) for finding in judged[0].findings]


def test_every_text_in_every_field_of_an_office(home):
    for shift in range(len(HOSTILE)):
        home.write("office.yml", document(spread(OFFICE, shift, 1 if shift % 2 else 3)))
        shown = home.text("check", *TODAY)
        assert acting(shown) == set() and "office.yml" in shown


def test_every_text_in_every_field_of_a_routine(home):
    values = [spread(ROUTINE, shift) for shift in range(len(HOSTILE))]
    entries = [entry for value in values for entry in value["entries"]]
    home.write("cases/routines/2026/dwk.mailbox.circular.yml", document({**ROUTINE, "entries": entries}))
    assert acting(home.text("check", *TODAY)) == set()


@pytest.fixture(scope="module")
def called(tmp_path_factory) -> Path:
    """An office whose units, letters and people are called what nobody should be called: each text in a late one."""
    return office_of(tmp_path_factory.mktemp("called"), lambda number, text, code: late(text, code))


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


def public(number: str, text: str, unit: str) -> dict:
    """Return a letter with a text in all that is published of its answer."""
    letter = late(text, unit)
    shown = {"title": letter["title"], "letter": text, "text": text}
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


@pytest.fixture
def told(called, home, unread):
    home.root = called
    return home


def test_lists_in_a_pipe(told):
    """Nothing is refused while the reader lets everything through: each text is in the list."""
    assert acting(told.text("check", *TODAY)) == set()
    shown = told.text("due", *TODAY)
    assert acting(shown) == set() and len(set(re.findall("letter-2026-[0-9]{4}", shown))) == len(HOSTILE)
    assert acting(told.text("due", *TODAY, "--format", "json")) == set()


def test_a_list_on_a_terminal(told, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    shown = told.text("due", *TODAY)
    assert "\x1b[31m" in shown and acting(re.sub(r"\x1b\[[0-9;]*m", "", shown)) == set()


def test_no_cell_of_a_list_is_a_formula(told):
    data = told.run("due", *TODAY, "--format", "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows for cell in row]
    assert not [
        cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@＝＋－＠") and not cell[1:].isdigit()
    ]
    assert {f"'{text}" for text in FORMULAS if text.strip() == text} <= set(cells)
    assert acting("".join(cells).replace("##", "")) == set()


def test_no_cell_of_a_workbook_is_a_formula(told):
    with zipfile.ZipFile(io.BytesIO(told.run("due", *TODAY, "--format", "xlsx"))) as book:
        texts, sheet = (
            book.read(f"xl/{name}.xml").decode() for name in ("sharedStrings", "worksheets/sheet1")
        )
    assert "<f>" not in sheet and "<hyperlink" not in sheet
    assert ">-2+3<" in texts and ">＝1+1<" in texts and "'-2+3" not in texts
    assert acting(texts.replace("##", "")) == set() and "_x00" not in texts


def test_a_calendar(told):
    whole = told.run("due", *TODAY, "--format", "ics").decode().replace("\r\n ", "").replace("\r\n", "\n")
    assert acting(whole.replace("##", "")) == set() and "〈U+001B〉" in whole


@pytest.mark.parametrize("running", (1, 17, 37))
def test_an_explanation(told, running):
    assert acting(told.text("explain", f"letter-2026-{running:04}", *TODAY)) == set()


def test_reminders_and_messages(told):
    shown = told.text("remind", "--dry-run", *TODAY)
    assert acting(shown) == set() and "〈U+001B〉" in shown
    bodies = re.sub("——新建提醒单——\n.*\n", "", shown)
    for sign in ("<script", "<img", "<at ", "@all", "[点](", "![图](", "<!-- duban:change"):
        assert sign not in bodies


def test_both_sites(tmp_path, unread):
    pages = pages_of(office_of(tmp_path, public), datetime(2026, 7, 31, 12))
    shown = "\n".join(pages.values())
    assert sum(path.startswith("public/replies/2026/letter") for path in pages) == len(HOSTILE)
    assert acting(shown) - {ALL_CLEAR} == set()
    assert not [text for text in MARKUP if text in shown]


def pages_of(root: Path, now: datetime) -> dict[str, str]:
    """Return the pages of both sites as Markdown, those of the public one under public/."""
    context = load(root).sound()
    data = everything(context, now)
    pages = dict(internal_pages(context, data, all_duties(context, data, now), now))
    answers = released(context, now)
    pages |= {
        f"public/{path}": text for path, text in public_pages(context, answers.cases, now, answers.removed)
    }
    return pages


def parameters(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield words for the command line with a hostile one wherever a command takes one."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from parameters(command.get_command(context, name), (*words, name))
        yield (*words, WORD)
        return
    arguments = [word for word in command.params if isinstance(word, click.Argument)]
    needed = ["letter-2026-0001"] * sum(argument.required for argument in arguments)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.is_flag and parameter.name != "help":
            yield (*words, *needed, max(parameter.opts, key=len), WORD)
    for place in range(len(arguments)):
        yield (*words, *(needed[:place]), WORD)
    yield (*words, f"--{WORD}")


def test_every_word_of_every_command_line(home, monkeypatch):
    """A word that is no date, no name, no file and no choice: the mistake is told, and nothing else happens."""
    monkeypatch.chdir(home.root)
    home.letter(1, late("路灯不亮", "区住建局"))
    lines = [
        words
        for name in COMMANDS
        if name != "serve"
        for words in parameters(cli.get_command(None, name), (name,))
    ]
    assert len(lines) > 80
    shown = "".join(home.printed(home._left, *words).decode() for words in lines)
    assert acting(shown) == set() and shown.count("〈U+001B〉") > 20
