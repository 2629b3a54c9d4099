"""The figures that articles ask for: a share as a fraction and in per cent, a count against what the text says."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from duban.site import figures_page


def figure(of, among=0, *, ok=None, whole=True):
    return SimpleNamespace(of=of, among=among, ok=ok, whole=whole)


def measure(least=None, most=None):
    return SimpleNamespace(at_least=least, at_most=most)


@pytest.mark.parametrize(
    ("of", "among", "shown"),
    [
        (2, 3, '<p class="figure">2/3 = <b>67%</b></p>'),
        (0, 4, '<p class="figure">0/4 = <b>0%</b></p>'),
        (5, 5, '<p class="figure">5/5 = <b>100%</b></p>'),
    ],
)
def test_a_share(of, among, shown):
    assert figures_page._rate(figure(of, among)) == shown


def test_a_share_of_nothing():
    assert "还没有可以数的件。" in figures_page._rate(figure(0, 0))


@pytest.mark.parametrize(
    ("counted", "bounds", "shown"),
    [
        (figure(3, ok=True), measure(2, 4), "符合"),
        (figure(1, ok=False), measure(2, 4), '<b class="bad">少于条文写的次数</b>'),
        (figure(5, ok=False), measure(2, 4), '<b class="bad">多于条文写的次数</b>'),
        (figure(5, ok=False), measure(None, 4), '<b class="bad">多于条文写的次数</b>'),
        (figure(3, ok=True), measure(), "—"),
        (figure(3), measure(2, 4), "还没有到期末"),
        (figure(3, whole=False), measure(2, 4), "不满一期，只列出"),
    ],
)
def test_a_count_is_judged_by_what_the_text_says(counted, bounds, shown):
    assert figures_page._judged(counted, bounds) == shown
