"""Small cases, rulebooks and laws for tests, written in a line or two."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path

import pytest

from duban.cases.case import case_from
from duban.cases.office import Adoption, Office, Unit
from duban.cases.schemas import Schemas
from duban.engine.office_context import Law
from duban.law.calendar import Calendar
from duban.law.load_rulebooks import load_rulebooks
from duban.law.notices import sound_notices
from duban.law.rulebook_file import rulebook_from
from duban.law.vocabulary import load_vocabulary

ROOT = Path(__file__).parents[2]
UNITS = ("甲局", "乙局", "丙局", "督查室")

BOOK = {
    "id": "test.book",
    "title": "试验规则书",
    "region": "640202",
    "applies": {"kind": "letter", "channel": ["区长信箱-网上"]},
    "arrives": "received",
    "in_force": {"from": "2022-04-12"},
    "sources": {
        "办法": {"title": "试验办法", "number": "试〔2022〕1号", "date": "2022-04-12", "standing": "issued"}
    },
    "lifecycle": {
        "case": [
            {"state": "待办", "on": {"登记": "待办", "交办": "办理中"}},
            {"state": "办理中", "on": {"交办": "办理中", "答复": "已答复", "并案": "已答复"}},
            {"state": "已答复", "final": True},
        ],
        "assignment": [
            {
                "state": "承办",
                "holds": True,
                "on": {
                    "退办": "待定",
                    "报送": "待审",
                    "答复": "完成",
                    "协办意见": "完成",
                    "延期": "承办",
                    "催办": "承办",
                },
            },
            {"state": "待定", "holds": True, "on": {"维持交办": "承办", "催办": "待定"}},
            {"state": "待审", "holds": True, "on": {"退回重办": "承办", "审核通过": "待审", "答复": "完成"}},
            {"state": "完成", "final": True},
        ],
    },
    "rules": [],
}


@pytest.fixture(scope="session")
def schemas():
    return Schemas(ROOT / "schemas")


@pytest.fixture(scope="session")
def words(schemas):
    return load_vocabulary(ROOT / "rules", schemas)


@pytest.fixture(scope="session")
def books(schemas, words):
    found, findings = load_rulebooks(ROOT / "rules", words, schemas)
    assert findings == ()
    return {book.id: book for book in found}


@pytest.fixture(scope="session")
def calendar():
    return Calendar.of(sound_notices(ROOT / "rules" / "calendar"), "640202")


@pytest.fixture
def value():
    """A sound rulebook as plain values, without rules."""
    return copy.deepcopy(BOOK)


@pytest.fixture
def office():
    """Make an office; keywords are fields of Office."""

    def make(**fields):
        units = {code: Unit(code, code) for code in UNITS}
        adopted = (Adoption("test.book", date(2022, 4, 12), None, "试验"),)
        usual = {"name": "督查室", "district": "某区", "region": "640202", "units": units}
        return Office(**{**usual, "posts": {"督查室": "督查室"}, "adopted": adopted, **fields})

    return make


@pytest.fixture
def case():
    """Make a case of a header and entries like `2026-07-06 登记` or (`2026-07-06 交办`, {to: 甲局})."""

    def make(*entries, kind="letter", answers=(), publication=(), **header):
        usual = {"title": "某件", "channel": "区长信箱-网上", "category": "求助", "received": "2026-07-06"}
        timeline = []
        for entry in entries:
            said, fields = (entry, {}) if isinstance(entry, str) else entry
            at, event = said.split(" ")
            timeline.append({"at": at, "event": event, "by": "甲局", **fields})
        value = {**usual, **header, "timeline": timeline, "answers": answers, "publication": publication}
        return case_from(f"cases/{kind}s/2026/{kind}-2026-0001.yml", value)

    return make


@pytest.fixture
def law(words, calendar, office, value):
    """Make the law of a rulebook with these rules."""

    def make(*rules, lifecycle=None, lists=None, **fields):
        made = {**value, "rules": list(rules)}
        if lifecycle:
            made["lifecycle"] = lifecycle
        if lists:
            made["lists"] = lists
        return Law(rulebook_from(made), words, calendar, office(**fields))

    return make
