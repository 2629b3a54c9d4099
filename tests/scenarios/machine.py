"""Scenarios a lawyer can review: a sentence, a case, a day, and what is owed then.

Each file names its instrument, its rulebook, and the district whose office goes by it (offices/). A
scenario writes only what matters to it: `case` is laid over the file's own `case`, each timeline entry
over the file's `entries` for that event (`omit` leaves fields out), each answer over `answer`. The finished
case file goes through the program's own judge. A topic or item stands in a meeting: `meeting` is its header,
and findings are those inside the part. `cases` are several cases for figures over many (`expect.measures`).
Expected findings, where a scenario lists them, are all there are (of the rules `among`, where it names some);
where it lists none, there are no errors. `counts` says how many instances of a duty there are.
A rule id without a dot is one of the file's rulebook.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from laid_law import lay_law

from duban.cases.case_numbers import KINDS, PARTS, part_number
from duban.checks.check_case import check_file
from duban.engine.case_view import CaseView, analyse
from duban.engine.duty import OWED, Change, Duty, day_of
from duban.engine.obligations import Report, items, obligations
from duban.engine.office_context import OfficeContext
from duban.privacy import sealing
from duban.privacy.public_case import digest, public_view
from duban.register.load_office import load
from duban.reports.measures import measures
from duban.yamlfile.read_yaml import read_yaml

HERE = Path(__file__).parent
NATIONAL = HERE.parent / "national"  # law tried out, with words and an office of its own
KEY = "age13l08ku4hqnpwmtxdf32app6sj4vk3j20x94qny20vxmzayy3z3xqp8rxqc"  # tests/keys/supervision.key
LISTS = {kind: name for name, (kind, _) in PARTS.items()}  # kind of a part -> its list in the meeting


@dataclass(frozen=True)
class Scenario:
    """One scenario with the defaults of its file and where it stands."""

    file: str
    line: int
    defaults: Mapping[str, Any]
    value: Mapping[str, Any]
    folder: Path = HERE

    @property
    def today(self) -> datetime:
        day = self.value["today"]
        return datetime.fromisoformat(day if "T" in day else f"{day}T23:59")

    @property
    def kind(self) -> str:
        return self.defaults["kind"]

    @property
    def district(self) -> str:
        return self.defaults.get("district", "dawukou")

    def rule(self, id: str) -> str:
        return id if "." in id else f"{self.defaults['rulebook']}.{id}"

    def rules(self) -> Iterator[str]:
        """The rules this scenario shows something of."""
        expect = self.value["expect"]
        for one in (*expect.get("duties", ()), *expect.get("obligations", ())):
            yield self.rule(one["duty"])
        for one in (*expect.get("findings", ()), *expect.get("office_findings", ())):
            yield self.rule(one["rule"])
        for one in expect.get("measures", ()):
            yield self.rule(one["rule"])
        yield from map(self.rule, self.value.get("about", ()))


def scenarios(folder: Path) -> Iterator[Scenario]:
    for path in sorted(folder.glob("*.yml")):
        document = read_yaml(path.read_bytes(), path.name)
        assert document.findings == (), document.findings
        for place, value in enumerate(document.value["scenarios"]):
            line, _ = document.locate(("scenarios", place))
            yield Scenario(path.stem, line, document.value, value, folder)


ALL = tuple(scenarios(HERE))
OF_NATIONAL_LAW = tuple(scenarios(NATIONAL / "scenarios"))
SETTINGS: dict[str, OfficeContext] = {}


def context_of(scenario: Scenario, folder: Path) -> OfficeContext:
    """The office of the scenario's district with the scenario's own changes."""
    changes = scenario.value.get("office", {})
    key = f"{scenario.district} {changes!r}"
    if key not in SETTINGS:
        path = scenario.folder / "offices" / f"{scenario.district}.yml"
        if scenario.folder != HERE:
            lay_law(scenario.folder.parent / "rules", folder)
        office = read_yaml(path.read_bytes(), "office.yml").value | changes
        (folder / "office.yml").write_text(yaml.safe_dump(office, allow_unicode=True), encoding="utf-8")
        SETTINGS[key] = load(folder)
    return SETTINGS[key]


# Building the case file


def built(scenario: Scenario, context: OfficeContext) -> tuple[str, dict[str, Any]]:
    """The path and value of the scenario's case file, defaults filled in."""
    if scenario.kind in LISTS:
        return in_meeting(scenario)
    header, entries, answers = written(scenario)
    number = f"{scenario.kind}-{header['received'][:4]}-0001"
    if header.get("restricted"):
        header["sealed"] = sealing.seal(number, "sealed", {"text": "受限的内容"}, [KEY])
    value = {**header, "timeline": entries}
    if answers:
        value["answers"] = answers
    path = f"cases/{KINDS[scenario.kind]}/{number.split('-')[1]}/{number}.yml"
    published(path, value, context)
    return path, value


def in_meeting(scenario: Scenario) -> tuple[str, dict[str, Any]]:
    """The path and value of a meeting with the scenario's topic or item as its only one."""
    meeting = {**scenario.defaults["meeting"], **scenario.value.get("meeting", {})}
    header, entries, _ = written(scenario)
    number = f"meeting-{meeting['received'][:4]}-0001"
    meeting[LISTS[scenario.kind]] = [{**header, "timeline": entries}]
    return f"cases/meetings/{number.split('-')[1]}/{number}.yml", meeting


def written(scenario: Scenario) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """Header, entries and answers of the scenario's case, defaults filled in."""
    own = copy.deepcopy(dict(scenario.value["case"]))
    timeline, answers = own.pop("timeline", []), own.pop("answers", {})
    header = {**scenario.defaults["case"], **own}
    for field in header.pop("omit", ()):
        del header[field]
    entries = [entry(scenario, one, header) for one in timeline]
    for one in entries:
        if one["event"] == "答复" and "answer" not in one and not header.get("restricted"):
            one["answer"] = f"a{sum('answer' in other and other['event'] == '答复' for other in entries) + 1}"
    given = [
        {
            **scenario.defaults.get("answer", {}),
            "id": one["answer"],
            "unit": one.get("to", one["by"]),
            **answers.get(one["answer"], {}),
        }
        for one in entries
        if one["event"] == "答复" and "answer" in one
    ]
    for answer in given:
        for field in answer.pop("omit", ()):
            del answer[field]
    return header, entries, given


def entry(scenario: Scenario, one: dict[str, Any], header: Mapping[str, Any]) -> dict[str, Any]:
    usual = (
        {}
        if header.get("restricted")
        else copy.deepcopy(scenario.defaults.get("entries", {}).get(one["event"], {}))
    )
    if {"to", "parts", "co_units"} & one.keys() and one["event"] == "交办":
        usual.pop("to", None)
    if not header.get("restricted"):
        usual.setdefault("by", scenario.defaults["unit"])
    whole = {**usual, **one}
    for field in whole.pop("omit", ()):
        del whole[field]
    return whole


def published(path: str, value: dict[str, Any], context: OfficeContext) -> None:
    """Give every 公开 without a digest the digest of what it makes public."""
    for one in value["timeline"]:
        if one["event"] == "公开" and "digest" not in one:
            prepared = value.setdefault("publication", [])
            if one["answer"] not in [other["answer"] for other in prepared]:
                prepared.append(
                    {"answer": one["answer"], "letter": "编辑后的来信。", "text": "编辑后的答复。"}
                )
            one["digest"] = "0" * 64
            record = analyse(path, value, context)
            day = date.fromisoformat(one["at"][:10])
            public = public_view(record.history, one["answer"], day, context.vocabulary)
            if public is not None:
                one["digest"] = digest(public)


# What came of it


def found(
    path: str, value: dict[str, Any], context: OfficeContext, part: tuple[str | int, ...] = ()
) -> tuple[list[tuple[str, int, str]], bool]:
    """All findings as (rule, entry, level), entry 0 for what is not in the timeline; is the case usable.

    Of a part of a meeting only those inside it, its own entries counted.
    """
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000).encode()
    document = read_yaml(text, path)
    listed = value
    for key in part:
        listed = listed[key]
    starts = [document.locate((*part, "timeline", place))[0] for place in range(len(listed["timeline"]))]
    first, end = document.locate(part)[0] if part else 0, len(text.splitlines()) + 1
    for key in ("answers", "publication"):
        if key in value:
            end = min(end, document.locate((key,))[0])
    judged = check_file(context, path, text)
    return [
        (one.rule, sum(line <= one.line for line in starts) if one.line < end else 0, one.level)
        for one in judged.findings
        if one.line >= first
    ], judged.value is not None


def clock(one: Any) -> str:
    exact = isinstance(one.due, datetime)
    starts, due = (moment(day, exact) for day in (one.starts, one.due))
    return f"{starts} 起 {one.within or '写明'}，{due}" + (
        "，先到" if one.binding else "，目标" if one.target else ""
    )


def change(one: Change) -> str:
    """延期 moved 2026-07-13 → 2026-07-20; 延期 too_late 2026-07-12 (the last day for it); 进展 incomplete promised."""
    details = {
        "moved": f"{one.before and day_of(one.before)} → {one.after and day_of(one.after)}",
        "too_late": str(one.last),
        "incomplete": "、".join(one.lacks),
    }
    return f"{one.event} {one.effect} {details.get(one.effect, '')}".rstrip()


def moment(value: Any, exact: bool) -> str:
    text = value.isoformat(timespec="minutes") if isinstance(value, datetime) else str(value)
    return text if exact else text[:10]


def said(duty: Duty, field: str, like: Any = None) -> Any:
    """One field of a duty as a scenario writes it; a moment to the minute where the scenario writes minutes."""
    if field == "clocks":
        return [clock(one) for one in duty.clocks]
    if field == "changes":
        return [change(one) for one in duty.changes]
    if field == "duty":
        return duty.rule.id
    value = getattr(duty, field)
    if value == "":
        return None
    if value is None or isinstance(value, bool | int | str):
        return value
    return moment(value, isinstance(like, str) and len(like) == 16)


def expected(scenario: Scenario, wanted: Mapping[str, Any], among: list[Duty], sentence: str) -> None:
    """Find the one duty meant and compare every field the scenario states (`none`: nothing there)."""
    wanted = {key: None if value == "none" and key != "light" else value for key, value in wanted.items()}
    wanted["duty"] = scenario.rule(wanted["duty"])
    keys = [key for key in ("duty", "unit", "seq", "name") if key in wanted]
    if not {"seq", "name"} & wanted.keys():
        wanted, keys = {**wanted, "seq": 1}, [*keys, "seq"]
    meant = [one for one in among if all(said(one, key) == wanted[key] for key in keys)]
    have = [(one.rule.id, one.unit, one.seq, str(one.due), one.status) for one in among]
    assert len(meant) == 1, f"{sentence}\n找到 {len(meant)} 项 {wanted}；有：{have}"
    got = {key: said(meant[0], key, like) for key, like in wanted.items()}
    assert got == wanted, sentence


def judged(scenario: Scenario, context: OfficeContext) -> CaseView | None:
    """Judge the scenario's case; None where no rulebook does."""
    expect, sentence = scenario.value["expect"], scenario.value["says"]
    path, value = built(scenario, context)
    part = (LISTS[scenario.kind], 0) if scenario.kind in LISTS else ()
    findings, usable = found(path, value, context, part)
    if "findings" in expect:
        want = [(scenario.rule(one["rule"]), one["entry"], one["level"]) for one in expect["findings"]]
        if "among" in expect:
            of = set(map(scenario.rule, expect["among"]))
            findings = [one for one in findings if one[0] in of]
        assert sorted(findings) == sorted(want), sentence
    else:
        assert [one for one in findings if one[2] == "error"] == [], sentence
    if not usable:
        return None
    number = part_number("", *part)[0] if part else ""
    whole = analyse(path, value, context)
    views = (one for one in (whole, *whole.parts) if one.has_rulebook)
    return next((one for one in views if one.number.endswith(number)), None)


def run(scenario: Scenario, context: OfficeContext) -> None:
    """Judge the scenario by an office and its law; raise AssertionError where it does not come out so."""
    expect, sentence = scenario.value["expect"], scenario.value["says"]
    if "office_findings" in expect:
        have = sorted((one.rule, one.level) for one in context.findings)
        assert have == sorted((scenario.rule(one["rule"]), one["level"]) for one in expect["office_findings"])
    if "case" in scenario.value:
        record = judged(scenario, context)
        if record is None:
            assert "state" not in expect and "duties" not in expect, f"{sentence}\n没有规则书管"
        else:
            course(scenario, record, context)
    if "obligations" in expect:
        owed = obliged(scenario, context)
        for wanted in expect["obligations"]:
            expected(scenario, wanted, owed, sentence)
        for absent in expect.get("absent", ()):
            assert scenario.rule(absent) not in [one.rule.id for one in owed], sentence
        counted(scenario, owed)
    if "measures" in expect:
        measured(scenario, context)


def measured(scenario: Scenario, context: OfficeContext) -> None:
    """Compare the figures over the scenario's `cases`."""
    courses = []
    for one in scenario.value["cases"]:
        path, value = built(
            Scenario(scenario.file, 0, scenario.defaults, {**scenario.value, "case": one}), context
        )
        whole = analyse(path, value, context)
        courses += [one.history for one in (whole, *whole.parts) if one.has_rulebook]
    book = next(one for one in context.books if one.id == scenario.defaults["rulebook"])
    since = next(one.since for one in context.office.adopted if one.rulebook == book.id)
    figures = list(measures(book, courses, since, scenario.today.date()))
    for wanted in scenario.value["expect"]["measures"]:
        wanted = {"period": "", "in": None, "ok": None, **wanted, "rule": scenario.rule(wanted["rule"])}
        meant = [
            one
            for one in figures
            if (one.rule.id, one.title, one.period) == (wanted["rule"], wanted["title"], wanted["period"])
        ]
        assert len(meant) == 1, f"{scenario.value['says']}\n有：{figures}"
        have = {**wanted, "of": meant[0].of, "in": meant[0].among, "ok": meant[0].ok}
        assert have == wanted, scenario.value["says"]


def course(scenario: Scenario, record: CaseView, context: OfficeContext) -> None:
    expect, sentence = scenario.value["expect"], scenario.value["says"]
    owed = record.duties(scenario.today)
    for wanted in expect.get("duties", ()):
        expected(scenario, wanted, owed, sentence)
    for absent in expect.get("absent", ()):
        id, _, unit = absent.partition(" ")
        there = [one.unit for one in owed if one.rule.id == scenario.rule(id) and unit in ("", one.unit)]
        assert there == [], sentence
    counted(scenario, owed)
    if "state" in expect:
        assert record.history.state == expect["state"], sentence
    if "holders" in expect:
        assert list(record.history.holders) == expect["holders"], sentence
    # What a list of open duties computes by itself is what stands among all of them.
    still = [one for one in owed if one.status in OWED]
    assert record.owed(scenario.today) == still, sentence
    keys = [(one.rule.id, one.unit, one.seq) for one in owed]
    assert len(set(keys)) == len(keys), f"{sentence}\n同一单位同一项的序号重复：{keys}"
    ids = [one.id for one in owed]
    assert len(set(ids)) == len(ids), f"{sentence}\n两项用了同一个 id：{ids}"


def counted(scenario: Scenario, owed: list[Duty]) -> None:
    """Compare how many instances of a rule there are, where the scenario says."""
    for duty, number in scenario.value["expect"].get("counts", {}).items():
        have = sum(one.rule.id == scenario.rule(duty) for one in owed)
        assert have == number, f"{scenario.value['says']}\n{duty} 有 {have} 项"


def obliged(scenario: Scenario, context: OfficeContext) -> list[Duty]:
    """What the office and its units owe beside the cases, from the scenario's `round` and `reports`."""
    tally = []
    for group in scenario.value.get("round", ()):
        for day in group["answered"]:
            line = [{"at": group["assigned"], "event": "登记"}]
            line += [{"at": group["assigned"], "event": "交办", **group["to"]}]
            line += copy.deepcopy(group.get("then", []))
            line += [] if day == "none" else [{"at": day, "event": "答复", "by": group["by"]}]
            header = {"received": group["assigned"], "assigned_by_body": group["assigned"]}
            value = {**scenario.value, "case": {**header, "timeline": line}}
            path, built_value = built(Scenario(scenario.file, 0, scenario.defaults, value), context)
            record = analyse(path, built_value, context)
            tally += items(record.history, record.book)
    reports = [
        Report(scenario.rule(one["duty"]), one["period"], date.fromisoformat(one["at"]), one.get("unit", ""))
        for one in scenario.value.get("reports", ())
    ]
    return obligations(context.adopted, tally, reports, context.office, context.calendar, scenario.today)
