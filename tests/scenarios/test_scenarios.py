"""Every scenario, and the scenarios as a body: each rule shown, each sentence dated and citing an article."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from machine import ALL, HERE, Scenario, context_of, run

from duban.register.load_office import load

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CITED = re.compile(r"依据([^，。]+)")


@pytest.mark.parametrize("scenario", ALL, ids=[f"{one.file}.yml:{one.line}" for one in ALL])
def test_scenario(scenario: Scenario, tmp_path: Path) -> None:
    run(scenario, context_of(scenario, tmp_path))


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    (folder / "office.yml").write_bytes((HERE / "offices" / "dawukou.yml").read_bytes())
    return load(folder).books


def test_every_rule_is_in_some_scenario(books) -> None:
    shown = {id for scenario in ALL for id in scenario.rules()}
    assert [rule.id for book in books for rule in book.rules if rule.id not in shown] == [], (
        "这些规则没有场景"
    )


def test_every_rule_has_its_one_home(books) -> None:
    """rules.txt lists the id of every rule found in the five districts' texts; none is missing, none made up."""
    listed = (HERE / "rules.txt").read_text().split()
    assert sorted({rule.id for book in books for rule in book.rules}) == sorted(listed)


def test_every_office_is_sound(tmp_path: Path) -> None:
    paths = sorted((HERE / "offices").glob("*.yml"))
    assert len(paths) >= 5
    for path in paths:
        folder = tmp_path / path.stem
        folder.mkdir()
        (folder / "office.yml").write_bytes(path.read_bytes())
        assert [one for one in load(folder).findings if one.level == "error"] == [], path.name


def test_sentences_have_a_date_and_cite_an_article_of_what_they_show(books) -> None:
    articles = {rule.id: rule.articles for book in books for rule in book.rules}
    wrong = []
    for scenario in ALL:
        sentence = scenario.value["says"]
        shown = {article for id in scenario.rules() for article in articles.get(id, ())}
        if not DAY.search(sentence) or not shown & set(CITED.findall(sentence)):
            wrong.append((f"{scenario.file}.yml:{scenario.line}", sentence, sorted(shown)))
    assert wrong == []


def test_no_sentence_comes_twice() -> None:
    sentences = [scenario.value["says"] for scenario in ALL]
    assert [one for one in sentences if sentences.count(one) > 1] == []


def test_a_report_counts_only_with_its_promised_date(books) -> None:
    """A 进展 without the date it promises meets nothing: whatever rule it ends asks for the date."""
    promises = {}
    for book in books:
        for rule in book.rules:
            if rule.open_end is not None:
                promises[book.id, rule.open_end.event] = rule.open_end.promised
    met = [
        (rule.id, promises[book.id, event], dict(rule.ends_if))
        for book in books
        for rule in book.rules
        for event in rule.ends
        if (book.id, event) in promises
    ]
    assert [id for id, _, _ in met] == ["dwk.mailbox.phase", "yz.board.phase"]
    assert all(condition == {promised: {"*"}} for _, promised, condition in met), met
