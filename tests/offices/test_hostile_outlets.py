"""What is hostile in an office reaches lists, sheets, calendars, reminders and pages, and acts nowhere.

The reader of YAML refuses most of it; `unread` lifts that.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from contextlib import redirect_stdout
from datetime import datetime
from pathlib import Path

import pytest
from hostile_office import TODAY, late, office_of, public
from hostile_texts import ALL_CLEAR, FORMULAS, HOSTILE, MARKUP, acting

from duban.register.load_office import load
from duban.register.site_data import everything, released
from duban.site.internal_site import all_duties, internal_pages
from duban.site.public_site import public_pages


@pytest.fixture(scope="module")
def called(tmp_path_factory) -> Path:
    """An office whose units, letters and people are called what nobody should be called: each text in a late one."""
    return office_of(tmp_path_factory.mktemp("called"), lambda number, text, code: late(text, code))


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


def test_a_sheet_on_a_gbk_console_is_utf_8_and_loses_nothing(told):
    sheet = told.run("due", *TODAY, "--format", "csv")
    console = io.TextIOWrapper(io.BytesIO(), encoding="gbk")
    with redirect_stdout(console):
        told.left("due", "--root", str(told.root), *TODAY, "--format", "csv")
    assert console.buffer.getvalue() == sheet


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
