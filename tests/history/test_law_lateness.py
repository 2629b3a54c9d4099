"""What a change of the law does to all cases, in canonical lines, however often it is asked and however it is read."""

import json
from datetime import datetime

import pytest
from honest_law import CORRECTION
from keepers import merged, with_keepers
from scenario import MAILBOX, OVERDUE
from steps import edit, put, record, whole
from tampering_settings import OFFICE, PAST, TIMES, WORDS

from duban.register import law_comparison
from duban.register.law_effects import duty_effects
from duban.register.law_rows import CommonLaw, DutyRow


def corrected(*changes):
    """Change the rulebook of letters, and say why."""
    return edit(MAILBOX, ("arrives: received", f"{CORRECTION}arrives: received"), *changes)


LIMIT = "    - limit: 5 working days\n"
LATE = "letter-2026-0004/dwk.mailbox.handle/2"
CHANGES = {
    "past days off": (
        [put("rules/calendar/cn/2026-07.yml", PAST)],
        [f"lost {LATE} open_late 9d > open_late 7d"],
        "区综合执法局逾期 9 天，改后区综合执法局逾期 7 天",
    ),
    "a longer limit": (
        [corrected((LIMIT, LIMIT.replace("5", "60")))],
        [f"lost {LATE} open_late 9d > not_late 0d"],
        "1 件的 1 项逾期会少算，或者看不见了",
    ),
    "no limit": (
        [corrected((LIMIT, "    - limit: none\n"))],
        [f"lost {LATE} open_late 9d > not_late 0d"],
        "改后没有逾期",
    ),
    "a rulebook that begins later": (
        [corrected(("in_force:\n  from: 2022-04-12", "in_force:\n  from: 2026-07-16"))],
        [f"lost {LATE} open_late 9d > gone", "unjudged letter-2026-0004 dwk.mailbox > none"],
        "会没有规则书管：letter-2026-0001",
    ),
    "a field that nobody wrote": (
        [whole(WORDS, lambda text: text.replace("- event: 走访\n", "- event: 走访\n  needs: [handler]\n"))],
        ["broken cases/letters/2026/letter-2026-0004.yml:19 entry.needs"],
        "会多出",
    ),
}  # fmt: skip


def effects(register, judged, *words):
    """Return what a change does to cases, as the command lists it, and what it says."""
    status, out, err = judged(register, "--base", "main", "--format", "json", *words)
    value = json.loads(out)
    assert err == ""
    return (
        status,
        value.get("effects", {}).get("lines", []),
        " ".join(f["message"] for f in value["findings"]),
    )


@pytest.mark.parametrize("what", CHANGES)
def test_each_kind_of_effect(register, judged, what):
    steps, lines, words = CHANGES[what]
    for step in steps:
        step(register)
    register.commit("改规则")
    status, found, messages = effects(register, judged)
    assert status == 1
    assert [line for line in lines if line not in found] == [], found
    assert words in messages
    assert effects(register, judged) == (status, found, messages)  # now from what was kept
    assert (register.root / "build" / "cache" / "law.bin").is_file()


@pytest.mark.parametrize("what", CHANGES)
def test_what_both_laws_have_in_common_hides_nothing(register, judged, monkeypatch, what):
    for step in CHANGES[what][0]:
        step(register)
    register.commit("改规则")
    quick = effects(register, judged)
    (register.root / "build" / "cache" / "law.bin").unlink()
    monkeypatch.setattr(CommonLaw, "rows", lambda *_: None)
    monkeypatch.setattr(law_comparison, "same_files", lambda *_: law_comparison.SameFiles(False, False))
    assert effects(register, judged) == quick


def test_in_two_processes_it_is_the_same(register, judged, monkeypatch):
    CHANGES["past days off"][0][0](register)
    register.commit("改规则")
    alone = effects(register, judged)
    (register.root / "build" / "cache" / "law.bin").unlink()
    monkeypatch.setattr(law_comparison, "ALONE", 1)
    assert effects(register, judged) == alone


def test_a_law_that_comes_back_is_asked_for_errors_again(register, judged):
    """What was kept of a file as the base's, where nobody looked for errors, is no proof that it has none."""
    faulty = merged(record(OVERDUE, "2026-07-16", "走访", "区综合执法局"))
    faulty(register)
    edit(OFFICE, (TIMES, f"{TIMES}hours: [['09:00', '12:00']]\n"))(register)
    register.commit("办公时间")
    effects(register, judged)
    merged(whole(WORDS, lambda text: text.replace("- event: 走访\n", "- event: 走访\n  needs: [text]\n")))(
        register
    )
    _, found, _ = effects(register, judged)
    assert found == []  # main and change are the same
    whole(WORDS, lambda text: text.replace("  needs: [text]\n", "", 1))(register)
    register.commit("改回")
    assert [line for line in effects(register, judged)[1] if line.startswith("broken")] == []


def test_nothing_is_kept_in_a_bare_repository(register, judged, tmp_path):
    put("rules/calendar/cn/2026-07.yml", PAST)(register)
    register.commit("改规则")
    register.git("clone", "--quiet", "--bare", str(register.root), str(tmp_path / "bare.git"))
    register.root = tmp_path / "bare.git"
    status, found, _ = effects(register, judged, "--head", "change")
    assert status == 1 and found and not (tmp_path / "bare.git" / "build").exists()


def test_a_due_day_that_moves_while_it_is_green_is_a_reminder(register, judged):
    with_keepers()(register)
    corrected(("      limit: 10 working days\n", "      limit: 12 working days\n"))(register)
    register.commit("改规则")
    status, found, messages = effects(register, judged)
    assert found == [
        "moved letter-2026-0001/dwk.mailbox.handle/2 2026-07-29 > 2026-07-31",
        "moved letter-2026-0005/dwk.mailbox.handle/3 2026-07-24 > 2026-07-28",
        "moved letter-2026-0006/dwk.mailbox.handle/2 2026-07-29 > 2026-07-31",
    ]
    assert (
        "3 件的 3 项还没有到期的事，到期日会推后：letter-2026-0001“办结并答复来信人”由 2026-07-29 到 2026-07-31"
        in messages
    )
    assert status == 0, messages


def test_what_is_due_soon_does_not_move_by_one_hand(register, judged):
    """Else one acts a day earlier, and nothing is ever late."""
    with_keepers()(register)
    corrected(("      limit: 10 working days\n", "      limit: 12 working days\n"))(register)
    register.commit("改规则")
    status, _, messages = effects(register, judged, "--today", "2026-07-23")
    assert status == 1
    assert (
        "1 件的 1 项快到期的事，到期日会推后：letter-2026-0005“办结并答复来信人”由 2026-07-24 到 2026-07-28"
        in messages
    )


@pytest.mark.parametrize(
    ("started", "due", "later", "lines"),
    [
        ("2026-07-17T09:00", "2026-07-17T09:30", "2026-07-17T18:00", ["b/r/1 2026-07-17T09:30 > 2026-07-17T18:00"]),
        ("2026-07-16T09:00", "2026-07-17T09:30", "2026-07-17T09:31", ["b/r/1 2026-07-17T09:30 > 2026-07-17T09:31"]),
        ("2026-07-16T09:00", "2026-07-17T09:30", "2026-07-17T09:20", []),
        ("2026-07-16T09:00", "2026-07-17T09:30", "2026-07-17", []),
        ("2026-07-16", "2026-07-17", "2026-07-18", ["b/r/1 2026-07-17 > 2026-07-18"]),
        ("2026-07-17", "2026-07-17", "2026-07-18", []),  # what begins today may get the limit of today
    ],
)  # fmt: skip
def test_what_is_due_at_a_minute_moves_within_its_day(started, due, later, lines):
    before, after = (
        DutyRow("b/r/1", "区教体局", "not_late", 0, False, "due_soon", started, moment)
        for moment in (due, later)
    )
    found = duty_effects([before], [after], None, datetime(2026, 7, 17, 9, 10))
    assert [effect.line for effect in found] == lines
