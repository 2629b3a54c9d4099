"""The aims: recall of every kind, and precision, on passages that nobody here wrote."""

import pytest
from recall import FIRST, FOURTH, KINDS, LABELLED, SECOND, THIRD, Tally, passages, tallies

BEING_MENDED = ("社会保障卡号",)
"""The kinds that are still below their aim."""
LEAST = 10
"""So many of a kind must be planted in these corpora together for a share of them to say something."""


@pytest.fixture(scope="module")
def found() -> dict[str, Tally]:
    return tallies(*FIRST, *SECOND, *THIRD, *FOURTH)


@pytest.mark.parametrize("corpus, count", [(FIRST, 300), (SECOND, 170), (THIRD, 170), (FOURTH, 170)])
def test_as_many_of_each_were_frozen_and_every_kind_was_planted(corpus, count):
    assert [len(passages(name)) for name in corpus] == [count, count]
    assert {span["kind"] for passage in passages(corpus[0]) for span in passage["spans"]} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_planted_is_found(found, kind, request):
    if kind in BEING_MENDED:
        request.applymarker(pytest.mark.xfail(reason="what the first runs missed is being mended"))
    assert found[kind].planted >= LEAST
    aim = 0.9 if kind in LABELLED else 0.99
    assert found[kind].recall >= aim, (found[kind].missed, found[kind].others)


def test_what_is_found_was_planted(found):
    said, right = (sum(getattr(tally, key) for tally in found.values()) for key in ("said", "right"))
    assert right / said >= 0.97, [tally.false for tally in found.values()]


@pytest.mark.parametrize("kind", KINDS)
def test_hardly_anything_innocent_is_taken_for(found, kind):
    assert found[kind].precision >= 0.9, found[kind].false
