"""Every rule of personal data says what it is, and does what it says."""

from datetime import date

import pytest

from duban.privacy.detect import hits
from duban.privacy.folded_text import folded_text
from duban.privacy.privacy_rule import example_text
from duban.privacy.privacy_rules import RULES

TODAY = date(2026, 11, 20)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
HAN = str.maketrans("0123456789", "〇一二三四五六七八九")
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]
INNOCENT = [(rule, example) for rule in RULES for example in rule.innocent]


def test_every_kind_has_one_rule():
    kinds = [rule.kind for rule in RULES]
    assert len(set(kinds)) == len(kinds) > 0


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_a_rule_says_its_basis_and_what_it_finds(rule):
    assert rule.basis and rule.about and rule.examples and rule.innocent


@pytest.mark.parametrize("rule, example", EXAMPLES)
def test_what_a_rule_gives_as_an_example_is_found(rule, example):
    assert rule.kind in {hit.kind for hit in hits(example_text(example))}


@pytest.mark.parametrize("rule, example", INNOCENT)
def test_what_a_rule_calls_innocent_holds_nothing(rule, example):
    assert not hits(example_text(example))


@pytest.mark.parametrize("rule, example", EXAMPLES)
def test_no_example_is_written_so_that_it_would_be_found_in_the_program(rule, example):
    assert not hits(example)


@pytest.mark.parametrize("rule, example", EXAMPLES)
def test_what_a_rule_finds_holds_its_signs(rule, example):
    """Without one it would not even be asked (detect.py)."""
    text = example_text(example)
    spellings = [
        folded_text(spelling, TODAY) for spelling in (text, text.translate(WIDE), text.translate(HAN))
    ]
    found = [plain for plain in spellings if any(rule.find(plain))]
    assert found
    assert not any(signs.isdisjoint(plain.plain) for signs in rule.signs for plain in found)
