"""Who registers a new case, where the clerk does not say it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from duban.editing import new_case
from duban.findings.finding import Unusable

REGISTERED = SimpleNamespace(word="登记", posts=frozenset({"督查室", "文书室"}))


def book(*posts):
    rules = [
        SimpleNamespace(scope="case", ends=("登记",), held_by=[SimpleNamespace(post=post, when=())])
        for post in posts
    ]
    return SimpleNamespace(rules=rules)


def units(rulebook, **posts):
    return new_case._likely_units(SimpleNamespace(posts=posts), rulebook, {}, REGISTERED)


def test_first_the_unit_whose_duty_it_is_then_whoever_else_may():
    posts = {"督查室": "区政府督查室", "文书室": "区政府办文书室"}
    assert units(book(), **posts) == ["区政府督查室", "区政府办文书室"]
    assert units(book("文书室"), **posts) == ["区政府办文书室", "区政府督查室"]
    assert units(book("文书室"), 督查室="区政府督查室", 信访室="区信访局") == ["区政府督查室"]


def test_where_nobody_fills_the_post_the_command_asks_who_it_was():
    with pytest.raises(Unusable) as refused:
        units(book("督查室"), 信访室="区信访局")
    assert (
        str(refused.value) == "没有写入：office.yml 的 posts 里没有写谁是文书室、督查室；请用 --by 写明谁登记"
    )
