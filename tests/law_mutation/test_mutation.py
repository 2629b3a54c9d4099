"""A sample of the mutants of the law on every run of the tests; `make mutate-law` tries them all."""

from __future__ import annotations

import json
from pathlib import Path

import mutate
import pytest
from mutants import Mutant, mutants

from duban.law.periods import parse
from duban.law.words.shapes import TEXT
from duban.law.words.word_table import RULE_WORDS, RuleWord

SAMPLE = 60
SCHEMA = json.loads((mutate.ROOT / "schemas" / "rulebook.json").read_text(encoding="utf-8"))


def book(**rule: object) -> dict:
    """A rulebook with one rule of these words."""
    usual = {"id": "x.y.z", "type": "duty", "title": "某事", "article": "某办法第一条"}
    return {"id": "x.y", "arrives": "received", "rules": [{**usual, **rule}], "lists": {"词表": ["甲", "乙"]}}


def words(**rule: object) -> list[str]:
    return [one.words for one in mutants(book(**rule)) if one.words != "type: duty → window"]


def limited(**limit: object) -> list[str]:
    said = words(within=[{"from": "2022-04-12", "limits": [limit]}])
    return [one.removeprefix("within[0].limits[0].") for one in said]


def periods(text: str) -> list[str]:
    return [one.partition(" → ")[2] for one in limited(limit=text)]


# The sample


def test_a_sample_of_the_mutants_of_every_rulebook_is_killed(tmp_path: Path) -> None:
    found = mutate.run(tmp_path, sample=SAMPLE)
    assert [one.rulebook for one in found] == mutate.rulebooks()
    assert sum(one.tried for one in found) == SAMPLE and all(one.tried for one in found)
    assert [line for one in found if not one.is_clean for line in one.lines()] == []


def test_the_sample_is_the_same_every_time_and_takes_from_each_rulebook() -> None:
    found = {name: [Mutant(name, str(n), {}) for n in range(size)] for name, size in (("a", 9), ("b", 2))}
    once, again = mutate.sampled(found, 7), mutate.sampled(found, 7)
    assert once == again
    assert [len(some) for some in once.values()] == [5, 2]
    assert once["a"] != found["a"][:5]


# What survives is told


def test_a_mutant_no_scenario_shows_survives_and_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(mutate, "scenarios_of", lambda id: ())
    assert mutate.main(["--rulebook", "dwk.board", "--sample", "5", "--workers", "1"]) == 1
    assert "  SURVIVES dwk.board." in capsys.readouterr().out


def test_only_the_scenarios_that_show_a_rule_kill_its_mutants(tmp_path: Path) -> None:
    """Without the scenarios of one rule, its longer limit survives; with them, it does not."""
    bench, (_, value) = mutate.Bench(tmp_path), mutate.written()["dwk.mailbox"]
    longer = next(
        one
        for one in mutants(value)
        if one.rule == "dwk.mailbox.receive" and one.words.endswith("1 working day → 2 working days")
    )
    every = mutate.scenarios_of("dwk.mailbox")
    others = [one for one in every if longer.rule not in set(one.rules())]
    assert bench.verdict(longer, others) == mutate.SURVIVED
    assert bench.verdict(longer, every) == mutate.KILLED


def test_a_rulebook_nobody_could_go_by_is_refused(tmp_path: Path) -> None:
    _, value = mutate.written()["dwk.board"]
    wrong = Mutant("dwk.board.assign", "no rules", {**value, "rules": []})
    assert mutate.Bench(tmp_path).verdict(wrong, ()) == mutate.REFUSED


def test_a_mutant_of_a_shared_rule_is_tried_on_the_cases_of_those_that_share_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path, whole = mutate.written()["dwk.board"]
    own = {**whole, "shares": ["dwk.both"], "rules": whole["rules"][:1]}
    lent = {key: whole[key] for key in ("title", "region", "in_force", "sources")}
    lists = {"专报呈送领导": whole["lists"]["专报呈送领导"]}
    lent = {"id": "dwk.both", **lent, "lists": lists, "rules": whole["rules"][1:]}
    own["lists"] = {name: words for name, words in whole["lists"].items() if name not in lists}
    apart = {"dwk.board": (path, own), "dwk.both": ("rules/dawukou/both.yml", lent)}
    monkeypatch.setattr(mutate, "written", lambda: apart)
    monkeypatch.setattr(mutate, "scenarios_of", mutate.scenarios_of.__wrapped__)
    assert mutate.rulebooks() == ["dwk.board", "dwk.both"]
    bench, shown = mutate.Bench(tmp_path), mutate.scenarios_of("dwk.both")
    assert shown == mutate.scenarios_of("dwk.board") != ()
    found = [
        one for one in mutants(lent, [own]) if one.words in ("stated: limit → until", "moot: without 并案")
    ]
    assert [bench.verdict(one, shown) for one in found] == [mutate.KILLED, mutate.KILLED]
    assert bench.verdict(Mutant("dwk.board.handle", "as it is", lent), shown) == mutate.SURVIVED


def test_a_listed_mutant_is_equivalent_until_it_is_killed_or_gone() -> None:
    one, other = Mutant("dwk.board.assign", "one", {}), Mutant("dwk.board.assign", "other", {})
    listed = [("dwk.board.assign", "one"), ("dwk.board.assign", "other"), ("dwk.board.handle", "gone")]
    found = mutate.outcome("dwk.board", [(one, mutate.SURVIVED), (other, mutate.KILLED)], listed, whole=False)
    assert (found.equivalent, found.survivors) == (1, [])
    assert found.stale == [("dwk.board.assign", "other")] and not found.is_clean
    found = mutate.outcome("dwk.board", [(one, mutate.SURVIVED)], listed, whole=True)
    assert found.stale == [("dwk.board.assign", "other"), ("dwk.board.handle", "gone")]


def test_every_equivalent_mutant_has_its_reason_and_stands_once() -> None:
    document = mutate.read_yaml(mutate.EQUIVALENT.read_bytes(), mutate.EQUIVALENT.name)
    assert all(set(one) == {"rule", "change", "reason"} for one in document.value["equivalent"])
    names = mutate.equivalents()
    assert len(set(names)) == len(names)


# What is changed


def test_every_word_of_a_rule_is_changed_or_only_for_people() -> None:
    rule = SCHEMA["$defs"]["rule"]["properties"]
    assert set(rule) == RULE_WORDS.keys()
    untouched = {
        name
        for name, word in RULE_WORDS.items()
        if type(word).edits is RuleWord.edits and word.shape.edits is TEXT.edits
    }
    assert untouched == {"id", "title", "article", "interpretation"}
    limit = rule["within"]["items"]["properties"]["limits"]["items"]
    limit = SCHEMA["$defs"][limit["$ref"].rpartition("/")[2]] if "$ref" in limit else limit
    assert set(limit["properties"]) <= {"when", "limit", "starts", "target"}
    measure = rule["measures"]["items"]["properties"]
    assert set(measure) <= {"title", "of", "of_if", "in", "except", "per", "at_least", "at_most", "only_if"}


def test_no_mutant_is_the_rulebook_itself_and_none_comes_twice() -> None:
    written = mutate.written()
    assert len(written) > 20
    for _, value in written.values():
        changed = list(mutants(value))
        assert changed
        assert all(one.value != value for one in changed)
        names = [(one.rule, one.words) for one in changed]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("5 working days", ["6 working days", "4 working days", "5 days"]),
        ("1 working day", ["2 working days", "same day", "1 day"]),
        ("15 days", ["16 days", "14 days", "15 working days"]),
        ("1 month", ["2 months", "30 days"]),
        ("3 months", ["4 months", "2 months"]),
        ("30 minutes", ["31 minutes", "29 minutes", "30 office minutes"]),
        ("2 office hours", ["3 office hours", "1 office hour", "2 hours"]),
        ("same day", ["1 working day"]),
        ("none", ["5 working days"]),
        ("by 09-30", ["by 09-29", "by 10-01"]),
        (
            "5 working days before",
            [
                "6 working days before",
                "4 working days before",
                "5 days before",
                "5 clear working days before",
            ],
        ),
        (
            "3 clear working days before",
            ["4 clear working days before", "2 clear working days before", "3 working days before"],
        ),
        ("15 days before", ["16 days before", "14 days before", "15 working days before"]),
    ],
)
def test_a_limit_is_made_longer_shorter_and_counted_otherwise(text: str, others: list[str]) -> None:
    assert periods(text) == others
    for other in others:
        parse(other)


def test_a_limit_loses_its_conditions_and_its_start() -> None:
    assert limited(limit="none", starts="登记", when={"grade": ["复杂", "特别复杂"], "urgent": [True]}) == [
        "limit: none → 5 working days",
        "starts: dropped",
        "starts: 登记 → received",
        "when: dropped",
        "when.grade: dropped",
        "when.grade: without 复杂",
        "when.grade: without 特别复杂",
        "when.urgent: dropped",
        "when.urgent: [true] → [false]",
    ]


def test_limits_change_places_unless_no_case_can_meet_both() -> None:
    def swapped(one: dict, other: dict) -> bool:
        limits = [{"limit": "1 day", **one}, {"limit": "2 days", **other}]
        return "within[0].limits: 0 and 1 swapped" in words(within=[{"from": "2022-04-12", "limits": limits}])

    assert swapped({"when": {"grade": ["复杂"]}}, {})
    assert swapped({"when": {"grade": ["复杂"]}}, {"when": {"urgent": [True]}})
    assert not swapped({"when": {"grade": ["复杂"]}}, {"when": {"grade": ["一般"]}})


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ({"ends": ["答复", "归档"]}, ["ends: without 答复", "ends: without 归档"]),
        ({"starts": ["received"], "ends": ["答复"]}, ["starts: received → 答复", "ends: without 答复"]),
        ({"scope": "case"}, ["scope: case → assignment", "scope: case → event"]),
        ({"scope": "round"}, []),
        ({"every": "month"}, ["every: month → week", "every: month → quarter"]),
        ({"at_least": 10}, ["at_least: 10 → 9", "at_least: 10 → 11"]),
        ({"held_by": "督查室"}, ["held_by: dropped", "held_by: 督查室 → 文书室"]),
        (
            {"again": {"event": "退回重办", "limit": "redo_by"}},
            ["again: dropped", "again.limit: redo_by → limit"],
        ),
        (
            {"start_at": {"event": "签收", "latest": "1 working day"}},
            [
                "start_at: dropped",
                "start_at.latest: dropped",
                "start_at.latest: 1 working day → 2 working days",
                "start_at.latest: 1 working day → same day",
            ],
        ),
        (
            {"stops": {"征求": "意见", "补正": {"until": "收到", "anew": True}}},
            [
                "stops.征求: dropped",
                'stops.征求: 意见 → {"until": "意见", "anew": true}',
                "stops.补正: dropped",
                "stops.补正.anew: dropped",
            ],
        ),
        (
            {"stops": {"征求": {"until": "意见", "latest": "15 days"}}},
            [
                "stops.征求: dropped",
                "stops.征求.latest: dropped",
                "stops.征求.latest: 15 days → 16 days",
                "stops.征求.latest: 15 days → 14 days",
                'stops.征求: {"until": "意见", "latest": "15 days"} → {"until": "意见", "anew": true}',
            ],
        ),
        (
            {"grounds": [{"lapse": "x.y.a"}, {"event": "不满意", "time": 2, "unless": {"solved": [True]}}]},
            [
                "grounds[0]: dropped",
                "grounds[1]: dropped",
                "grounds[1].time: 2 → 1",
                "grounds[1].time: 2 → 3",
                "grounds[1].unless: dropped",
                "grounds[1].unless.solved: [true] → [false]",
            ],
        ),
        (
            {"unless": {"leave": ["*"]}},
            ["unless: dropped", 'unless.leave: ["*"] → ["没有这个值"]'],
        ),
        (
            {"measures": [{"title": "率", "of": ["甲"], "in": ["乙"], "except": {"丙": ["甲", "丁"]}}]},
            [
                "measures[0]: dropped",
                "measures[0].of: without 甲",
                "measures[0].in: without 乙",
                "measures[0].except.丙: dropped",
                "measures[0].except.丙: without 甲",
                "measures[0].except.丙: without 丁",
            ],
        ),
        ({"round_only": True}, ["round_only: dropped"]),
        (
            {"measures": [{"title": "率", "of": ["甲"], "in": ["乙"], "per": "month", "at_least": 1}]},
            [
                "measures[0]: dropped",
                "measures[0].of: without 甲",
                "measures[0].in: without 乙",
                "measures[0].per: month → year",
                "measures[0].at_least: 1 → 0",
                "measures[0].at_least: 1 → 2",
                "measures[0].at_least: dropped",
            ],
        ),
    ],
)
def test_the_words_of_a_rule_are_changed_one_by_one(rule: dict, changes: list[str]) -> None:
    assert words(**rule) == changes


@pytest.mark.parametrize(
    ("terms", "changes"),
    [
        ({"fields": ["a", "b"]}, ["fields: without a", "fields: without b"]),
        ({"fields": ["a"], "every_point": True}, ["fields: dropped", "every_point: dropped"]),
        (
            {"count": {"field": "copies", "at_least": 2}},
            [
                "count.field: dropped",
                "count.at_least: dropped",
                "count.at_least: 2 → 1",
                "count.at_least: 2 → 3",
            ],
        ),
        (
            {"minimum": {"amount": 300000}},
            ["minimum.amount: 300000 → 299999", "minimum.amount: 300000 → 300001"],
        ),
        (
            {"papers": {"always": ["请示", "说明"], "编制": ["方案"]}},
            [
                "papers.always: dropped",
                "papers.always: without 请示",
                "papers.always: without 说明",
                "papers.编制: dropped",
            ],
        ),
        (
            {"order": ["登记", {"沟通": {"stage": "前"}}]},
            [
                "order: without 登记",
                "order[1]: dropped",
                'order[1]: {"沟通": {"stage": "前"}} → 沟通',
                "order[1].沟通.stage: 前 → 没有这个值",
                "order: 0 and 1 swapped",
            ],
        ),
        ({"header": {"consent": ["同意"]}}, ['header.consent: ["同意"] → ["没有这个值"]']),
        (
            {"ratio": {"of": "present", "in": "roster", "over": "1/2"}},
            ["ratio.over: 1/2 → 1/3", "ratio.over: 1/2 → 2/3", "ratio: of and in exchanged"],
        ),
    ],
)
def test_the_terms_of_a_requirement_are_changed_one_by_one(terms: dict, changes: list[str]) -> None:
    said = words(requires=[{"on": "答复", **terms}])
    assert said[:2] == ["requires[0]: dropped", "requires[0].level: not written → warning"]
    assert said[2:] == [f"requires[0].{one}" for one in changes]


def test_every_word_of_a_list_a_field_must_keep_to_is_left_out() -> None:
    said = words(requires=[{"on": "答复", "values": {"result": "词表"}}])
    assert said[-2:] == ["lists.词表: without 甲", "lists.词表: without 乙"]
    shared = {**book(), "rules": []}
    assert [
        one.rule for one in mutants(shared, [book(requires=[{"on": "登记", "values": {"a": "词表"}}])])
    ] == [
        "x.y.z",
        "x.y.z",
    ]
