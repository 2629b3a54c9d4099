"""Which late duties a decision made vanish altogether: they are counted on, for the unit that was late."""

from __future__ import annotations

from types import SimpleNamespace

from duban.register.removed_counts import gone


def lost(duty, unit, type_="duty", moved=False):
    return SimpleNamespace(
        before=SimpleNamespace(id=duty, unit=unit, rule=SimpleNamespace(type=type_)), moved=moved
    )


def test_what_is_still_there_moved_or_a_mere_right_is_not_gone():
    decisions = [
        SimpleNamespace(
            category="登记差错",
            lost=[
                lost("a", "区教体局"),
                lost("b", "区教体局"),
                lost("c", "区住建局", moved=True),
                lost("d", "区住建局", "window"),
            ],
        ),
        SimpleNamespace(category="经批准消除", lost=[lost("e", "区民政局")]),
    ]
    standing = [SimpleNamespace(id="b")]
    assert list(gone(decisions, standing)) == [("区教体局", "登记差错"), ("区民政局", "经批准消除")]
    assert list(gone([], standing)) == []
