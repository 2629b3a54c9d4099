"""Two national regulations and an invented rulebook, tried out: what the language says that no district needs.

Their texts are not at hand, so that no office can adopt them. The scenarios suppose that somebody has checked them.
"""

from __future__ import annotations

import re
import sys
from datetime import datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scenarios"))

from laid_law import UNCHECKED, lay_law, rulebooks_in
from machine import NATIONAL, OF_NATIONAL_LAW, Scenario, context_of, run

from duban.engine.case_view import analyse
from duban.engine.explanation import explain
from duban.engine.office_context import OfficeContext
from duban.register.load_office import load

RULES = NATIONAL / "rules"
OFFICE = NATIONAL / "scenarios" / "offices" / "national.yml"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CITED = re.compile(r"依据([^，。]+)")
IDS = """
    foi.req.register foi.req.confirm foi.req.correct foi.req.answer foi.req.third foi.req.agency foi.req.kind
    foi.req.close foi.req.report foi.req.government
    xf.case.transfer xf.case.accept xf.case.objection xf.case.handle xf.case.reviewask xf.case.review
    xf.case.rereviewask xf.case.rereview
    demo.chain.answer demo.chain.chase demo.chain.circular demo.chain.again
"""


def office(folder: Path, checked: bool) -> OfficeContext:
    lay_law(RULES, folder, checked)
    (folder / "office.yml").write_bytes(OFFICE.read_bytes())
    return load(folder)


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> OfficeContext:
    return office(tmp_path_factory.mktemp("office"), checked=True)


NAMES = [f"{scenario.file}.yml:{scenario.line}" for scenario in OF_NATIONAL_LAW]


@pytest.mark.parametrize("scenario", OF_NATIONAL_LAW, ids=NAMES)
def test_scenario(scenario: Scenario, tmp_path: Path) -> None:
    run(scenario, context_of(scenario, tmp_path))


def test_the_rulebooks_are_sound_and_every_rule_is_in_a_scenario(law: OfficeContext) -> None:
    assert law.findings == ()
    ids = [rule.id for book in law.books for rule in book.rules]
    assert sorted(ids) == sorted(IDS.split())
    shown = {id for scenario in OF_NATIONAL_LAW for id in scenario.rules()}
    assert [id for id in ids if id not in shown] == []


def test_they_are_law_everywhere(law: OfficeContext) -> None:
    assert [book.region for book in law.books] == [None, None, None]


def test_every_sentence_has_its_date_and_article_and_comes_once(law: OfficeContext) -> None:
    articles = {rule.id: rule.articles for book in law.books for rule in book.rules}
    sentences = [scenario.value["says"] for scenario in OF_NATIONAL_LAW]
    bare = [
        scenario.value["says"]
        for scenario in OF_NATIONAL_LAW
        if not DAY.search(scenario.value["says"])
        or not {article for id in scenario.rules() for article in articles.get(id, ())}.intersection(
            article for cited in CITED.findall(scenario.value["says"]) for article in cited.split("、")
        )
    ]
    assert bare == []
    assert len(set(sentences)) == len(sentences)


def test_what_moved_a_limit_is_told_in_the_order_of_its_entries(law: OfficeContext) -> None:
    """公开条例第三十条、第三十三条: extended, stopped for a third party, and counted anew after a correction."""
    office = "区政府办公室"
    timeline = [
        {"at": "2026-03-02", "event": "登记", "by": office},
        {"at": "2026-03-03", "event": "交办", "by": office, "to": "区自然资源局", "handler": "周明"},
        {"at": "2026-03-09", "event": "征求第三方", "by": office, "addressee": "某公司"},
        {"at": "2026-03-13", "event": "第三方意见", "by": office},
        {
            "at": "2026-03-20",
            "event": "延期",
            "by": "区自然资源局",
            "reason": "情况复杂",
            "consented_by": "办公室主任",
            "told": "书面告知",
        },
        {"at": "2026-03-23", "event": "补正告知", "by": office, "missing": ["文号"], "limit": "2026-04-10"},
        {"at": "2026-04-07", "event": "收到补正", "by": office},
    ]
    value = {
        "title": "申请公开某项目征地批复",
        "channel": "信息公开申请",
        "category": "咨询",
        "received": "2026-03-02",
        "consent": "未表态",
        "timeline": timeline,
    }
    view = analyse("cases/letters/2026/letter-2026-0001.yml", value, law)
    (duty,) = (duty for duty in view.duties(datetime(2026, 4, 16)) if duty.rule.id == "foi.req.answer")
    explanation = explain(duty, view.law)
    # Extended: 2 March + 40 working days, 10 to 13 March not counted: 28 April (40th) and four more, to 7 May.
    assert explanation.changes == (
        "第3条“征求第三方”（2026-03-09）起停止计算，到第4条“第三方意见”（2026-03-13）恢复：2026-03-10 至 2026-03-13 不计",
        "原定 2026-04-03，经第5条“延期”延到 2026-05-07",
        "第6条“补正告知”（2026-03-23）以后不计期限，从第7条“收到补正”（2026-04-07）起重新计算，之前的延期、承诺不再算",
    )
    assert [explained.words for explained in explanation.clocks] == [
        "从 2026-04-07 起算 20个工作日，到 2026-05-08"
    ]


def test_nobody_can_adopt_them_before_the_texts_were_checked(tmp_path: Path) -> None:
    assert all(UNCHECKED in path.read_text(encoding="utf-8") for path in rulebooks_in(RULES))
    context = office(tmp_path, checked=False)
    assert [(finding.rule, finding.line) for finding in context.findings] == [
        ("office.unverified", 15),
        ("office.unverified", 16),
        ("office.unverified", 17),
    ]
