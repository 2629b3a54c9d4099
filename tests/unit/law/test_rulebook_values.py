"""A rulebook from its file: what is written, what is taken where nothing is, and what a shared one lends."""

from __future__ import annotations

from datetime import date

from duban.law.rulebook_file import rulebook_from, states_from, with_shared

DUTY = {
    "id": "test.a", "type": "duty", "title": "办", "article": ["办法第一条", "细则第二条"], "starts": ["交办"],
    "within": [{"from": "2022-04-12", "limits": [{"limit": "5 days"}]}],
}  # fmt: skip
LENDER = {
    "id": "test.lent", "title": "共用", "sources": {
        "办法": {"title": "别的办法", "number": "二", "date": "2021-01-01", "standing": "draft"},
        "细则": {"title": "细则", "number": "三", "date": "2021-01-01", "standing": "unverified", "note": "见附件"},
    },
    "lists": {"范围": ["丙"], "等次": ["甲"]},
    "rules": [{"id": "test.lent.a", "type": "check", "title": "查", "article": "细则第一条", "requires": []}],
}  # fmt: skip


def test_what_is_not_written_of_a_rulebook_is_nothing(value):
    book = rulebook_from(value)
    assert (book.region, book.since, book.until, book.path, book.lent) == (
        "640202",
        date(2022, 4, 12),
        None,
        "",
        (),
    )
    assert (book.kind, book.channels, book.arrives, book.lists, book.rules) == (
        "letter", {"区长信箱-网上"}, "received", {}, (),
    )  # fmt: skip
    del value["region"], value["lifecycle"]["assignment"]
    value["applies"] = {"kind": "letter", "channel": "网上"}
    value["in_force"]["until"] = "2026-07-01"
    book = rulebook_from(value, "rules/x.yml")
    assert (book.region, book.until, book.channels, book.assignment_states, book.path) == (
        None, date(2026, 7, 1), {"网上"}, {}, "rules/x.yml",
    )  # fmt: skip
    value["applies"] = {"kind": "letter"}
    assert rulebook_from(value).channels == frozenset()


def test_a_shared_rulebook_stands_behind_ones_own(value):
    value |= {"rules": [DUTY], "lists": {"范围": ["甲", "乙"]}}
    whole = with_shared(value, [LENDER])
    book = rulebook_from(whole, "rules/x.yml", [LENDER])
    assert list(book.sources) == ["办法", "细则"]
    assert (book.sources["办法"].title, book.sources["细则"].note, book.sources["办法"].note) == (
        "试验办法",
        "见附件",
        "",
    )
    assert book.lists == {"范围": ("甲", "乙"), "等次": ("甲",)}
    assert [rule.id for rule in book.rules] == ["test.a", "test.lent.a"]
    assert book.rules[0].citation == "《试验办法》第一条、《细则》第二条"
    (lent,) = book.lent
    assert (lent.id, lent.title, lent.rules, lent.sources, lent.lists) == (
        "test.lent", "共用", {"test.lent.a"}, {"办法", "细则"}, {"范围", "等次"},
    )  # fmt: skip
    assert (book.standing, [source.key for source in book.unverified]) == ("issued", ["细则"])
    assert value["rules"] == [DUTY]


def test_which_rules_are_duties_which_run_side_by_side_and_who_owes_them(value):
    rules = [
        {**DUTY, "beside": "test.c", "article": "办法第一条"},
        {**DUTY, "id": "test.b", "type": "window", "scope": "assignment", "article": "办法第一条"},
        {**DUTY, "id": "test.c", "scope": "assignment", "roles": ["co"], "article": "办法第一条"},
        {**DUTY, "id": "test.d", "scope": "round", "article": "办法第一条"},
        {"id": "test.e", "type": "check", "title": "查", "article": "办法第一条", "requires": []},
    ]
    book = rulebook_from({**value, "rules": rules})
    assert [rule.id for rule in book.duties] == ["test.a", "test.b", "test.c"]
    assert book.paired == {"test.a", "test.c"}
    everyone = {"lead", "part", "co"}
    assert [rule.roles for rule in book.rules] == [set(), everyone, {"co"}, everyone, set()]
    assert [(rule.scope, rule.at_least) for rule in book.rules][::3] == [("case", 1), ("round", 1)]


def test_states_hold_nothing_and_lead_nowhere_unless_it_is_written():
    first, last = states_from(
        [{"state": "办", "holds": True, "on": {"答复": "完"}}, {"state": "完", "final": True}]
    ).values()
    assert (first.name, first.holds, first.final, first.on) == ("办", True, False, {"答复": "完"})
    assert (last.name, last.holds, last.final, last.on) == ("完", False, True, {})
