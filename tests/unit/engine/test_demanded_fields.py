"""Which fields are left to an article: those that it demands of every such entry, and as an error.

A field that the vocabulary needs and an article demands is reported once, with the article. Where the article
does not always arise, or only reminds, nobody else would report the field.
"""

from __future__ import annotations

import pytest

from duban.engine.requirements import demanded

LEFT = {"退办": frozenset({"reason"})}


@pytest.mark.parametrize(
    ("requirement", "left"),
    [
        ({"on": "退办", "fields": ["reason"]}, LEFT),
        ({"on": "退办", "values": {"reason": "理由"}}, LEFT),
        ({"on": "退办", "level": "error", "fields": ["reason"]}, LEFT),
        ({"on": "退办", "fields": ["reason"], "only_if": {"category": ["投诉"]}}, {}),
        ({"on": "退办", "fields": ["reason"], "unless": {"category": ["投诉"]}}, {}),
        ({"on": "退办", "fields": ["reason"], "level": "warning"}, {}),
        ({"on": "退办", "order": ["交办"]}, {"退办": frozenset()}),
    ],
)
def test_only_what_an_article_always_demands_is_left_to_it(law, requirement, left):
    rule = {
        "id": "test.rule",
        "type": "check",
        "title": "试验",
        "article": "办法第一条",
        "requires": [requirement],
    }
    assert demanded(law(rule, lists={"理由": ["不归我局"]}).rulebook) == left


def test_what_several_articles_demand_of_one_event_is_left_to_them_together(law):
    one = {"id": "test.one", "type": "check", "title": "试验", "article": "办法第一条"}
    first = {**one, "requires": [{"on": "退办", "fields": ["reason"]}]}
    second = {**one, "id": "test.two", "requires": [{"on": "退办", "fields": ["suggests"]}]}
    assert demanded(law(first, second).rulebook) == {"退办": frozenset({"reason", "suggests"})}
