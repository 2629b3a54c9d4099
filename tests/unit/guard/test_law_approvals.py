"""Approvals of a change of the law: each is good for one change, wherever in a repository the office lies."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from duban.git.object_formats import PLAIN
from duban.guard.law_approvals import used_before

OLD = "rules/approvals/2026-07-01-rules.yml"
NEW = SimpleNamespace(path="rules/approvals/2026-07-15-rules.yml", base="b1", digest="d1")


def store(prefix, text, path=OLD, mode=PLAIN):
    entry = SimpleNamespace(mode=mode, oid="o1")
    return SimpleNamespace(
        prefix=prefix, files=lambda tree, folder: [(f"{prefix}{path}", entry)], blob=lambda oid: text.encode()
    )


@pytest.mark.parametrize("prefix", ["", "offices/石区/"])
def test_an_approval_of_the_same_change_of_the_same_base_was_used_before(prefix):
    same = "base: b1\ndigest: d1\n"
    assert used_before(NEW, "t1", store(prefix, same)) == OLD
    assert used_before(NEW, "t1", store(prefix, same, NEW.path)) == ""  # itself
    assert used_before(NEW, "t1", store(prefix, same, "rules/approvals/README.md")) == ""
    assert used_before(NEW, "t1", store(prefix, same, mode="120000")) == ""
    assert used_before(NEW, "t1", store(prefix, "base: b2\ndigest: d1\n")) == ""
    assert used_before(NEW, "t1", store(prefix, "base: b1\ndigest: d2\n")) == ""
    assert used_before(NEW, "t1", store(prefix, "[")) == ""
