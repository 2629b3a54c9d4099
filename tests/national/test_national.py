"""Two national regulations and an invented rulebook, tried out: what the language says that no district needs.

Their texts are not at hand, so that no office can adopt them. The scenarios suppose that somebody has checked them.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scenarios"))

from laid_law import UNCHECKED, lay_law, rulebooks_in
from machine import NATIONAL, OF_NATIONAL_LAW, Scenario, context_of, run

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


def test_nobody_can_adopt_them_before_the_texts_were_checked(tmp_path: Path) -> None:
    assert all(UNCHECKED in path.read_text(encoding="utf-8") for path in rulebooks_in(RULES))
    context = office(tmp_path, checked=False)
    assert [(finding.rule, finding.line) for finding in context.findings] == [
        ("office.unverified", 15),
        ("office.unverified", 16),
        ("office.unverified", 17),
    ]
