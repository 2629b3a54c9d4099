"""Every clause of the five texts is carried by a rule, left out with a reason, or asks nothing of anybody.

`clauses.txt` lists them in the order of the texts; what it says is held against the rulebooks and against
rules/<district>/not-carried.yml.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from duban.engine.office_context import OfficeContext
from duban.law.not_carried import folder_of
from duban.law.rulebook import Rule
from duban.register.load_office import load

HERE = Path(__file__).parent
NOT_CARRIED, NOTHING_ASKED = "not-carried", "-"
DISTRICTS = ("dawukou", "yuanzhou", "dongqu", "zhanyi", "aluke")
ARTICLE = re.compile(r"第([一二三四五六七八九十百零]+)条")


class Clause(NamedTuple):
    """One line of clauses.txt: the article, what it is about, and the rules that carry it."""

    district: str
    article: str
    about: str
    carried: tuple[str, ...]


class Listed(NamedTuple):
    """What clauses.txt says: its lines, and which articles each text has."""

    clauses: tuple[Clause, ...]
    articles: tuple[tuple[str, str, str], ...]  # district, key of the text, articles


@cache
def listed() -> Listed:
    clauses, articles, district = [], [], ""
    for line in (HERE / "clauses.txt").read_text(encoding="utf-8").splitlines():
        if line.removeprefix("# ") in DISTRICTS:
            district = line.removeprefix("# ")
        elif line.startswith("@ "):
            _, key, numbers = line.split(" ", 2)
            articles.append((district, key, numbers))
        elif line and not line.startswith("#"):
            article, about, carried = line.split(" | ")
            clauses.append(Clause(district, article, about, tuple(carried.split())))
    return Listed(tuple(clauses), tuple(articles))


def number(text: str) -> int:
    """Return what a Chinese numeral says: 一百零一 is 101."""
    value = digit = 0
    for char in text:
        if char in "十百":
            value, digit = value + (digit or 1) * {"十": 10, "百": 100}[char], 0
        else:
            digit = "零一二三四五六七八九".index(char)
    return value + digit


def articles_in(article: str, key: str) -> Iterator[int]:
    """Yield the numbers of the articles one reference names: 第三条至第七条, 第三条、第四条."""
    named = [number(found) for found in ARTICLE.findall(article.removeprefix(key))]
    yield from range(named[0], named[-1] + 1) if "至" in article else named


def rules_of(context: OfficeContext, district: str) -> dict[str, Rule]:
    return {rule.id: rule for book in context.books if folder_of(book) == district for rule in book.rules}


@pytest.fixture(scope="session")
def law(tmp_path_factory) -> OfficeContext:
    """All the program's rulebooks, by the office of a district."""
    folder = tmp_path_factory.mktemp("law")
    (folder / "office.yml").write_bytes((HERE / "offices" / "dawukou.yml").read_bytes())
    return load(folder).sound()


def test_every_article_of_every_text_is_listed() -> None:
    missing = []
    for district, key, numbers in listed().articles:
        named = [clause.article for clause in listed().clauses if clause.district == district]
        own = [article for article in named if article.startswith(key)]
        if "-" in numbers:
            first, last = map(int, numbers.split("-"))
            found = {found for article in own for found in articles_in(article, key)}
            missing += [f"{key}第{article}条" for article in range(first, last + 1) if article not in found]
        else:
            missing += [f"{key}{name}" for name in numbers.split() if f"{key}{name}" not in own]
    assert missing == []


def test_every_clause_is_carried_left_out_or_asks_nothing(law: OfficeContext) -> None:
    wrong = []
    for clause in listed().clauses:
        rules = rules_of(law, clause.district)
        special = {NOT_CARRIED, NOTHING_ASKED} & set(clause.carried)
        unknown = [id for id in clause.carried if id not in rules and id not in special]
        if unknown or not clause.carried or (special and len(clause.carried) > 1):
            wrong.append((clause.article, clause.about, clause.carried))
    assert wrong == []


def test_every_article_a_rule_cites_is_listed_with_that_rule(law: OfficeContext) -> None:
    missing = []
    for district in DISTRICTS:
        by_article = defaultdict(set)
        for clause in listed().clauses:
            if clause.district == district:
                by_article[clause.article].update(clause.carried)
        for rule in rules_of(law, district).values():
            missing += [(rule.id, article) for article in rule.articles if rule.id not in by_article[article]]
    assert missing == []


def test_every_rule_listed_with_an_article_cites_it(law: OfficeContext) -> None:
    """So that whoever looks an article up finds the rule, and whoever looks at the rule finds the article."""
    missing = []
    for clause in listed().clauses:
        rules = rules_of(law, clause.district)
        whole = re.match(r".*?第[一二三四五六七八九十百零]+条|.*", clause.article)
        for id in set(clause.carried) & rules.keys():
            if not any(article.startswith(whole[0]) for article in rules[id].articles):
                missing.append((clause.article, clause.about, id))
    assert missing == []


def test_what_is_left_out_is_what_the_districts_say_with_a_reason(law: OfficeContext) -> None:
    said = Counter(
        (clause.district, clause.article, clause.about)
        for clause in listed().clauses
        if clause.carried == (NOT_CARRIED,)
    )
    written = Counter((clause.folder, clause.article, clause.asks) for clause in law.not_carried)
    assert written == said
    assert [clause for clause in law.not_carried if len(clause.reason) < 8] == []


def test_what_a_rule_cites_is_left_out_in_part_only(law: OfficeContext) -> None:
    """Where a rule carries the rest of an article, the list says which."""
    wrong = []
    for clause in law.not_carried:
        rest = {
            id
            for line in listed().clauses
            if (line.district, line.article) == (clause.folder, clause.article)
            for id in line.carried
        } - {NOT_CARRIED, NOTHING_ASKED}
        if rest and not (clause.carried_by and rest.issuperset(clause.carried_by)):
            wrong.append((clause.article, clause.carried_by, rest))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十九", 19),
        ("二十", 20),
        ("一百", 100),
        ("一百零一", 101),
        ("一百四十四", 144),
    ],
)
def test_numerals(text: str, value: int) -> None:
    assert number(text) == value
