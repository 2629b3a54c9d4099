"""Signed mode: each piece of the record is its signer's, whatever authors, merges and later commits say."""

from __future__ import annotations

import pytest
from office_of_members import (
    LETTER,
    NOTED,
    PATH,
    RECEIVED,
    REMINDED,
    VISITED,
    Register,
    evidence,
)

from duban.git.isolated_repo import objects_of
from duban.guard.accountability import accountability_refusals
from duban.guard.compare_values import Addition
from duban.guard.proposed_change import ProposedChange

OTHER = "cases/letters/2026/letter-2026-0002.yml"
ANSWERED = """\
- {at: 2026-07-07, event: 签收, by: 区住建局}
- {at: 2026-07-13, event: 答复, by: 区住建局, answer: a1}
answers:
- {id: a1, unit: 区住建局, text: 已修复。}
"""


@pytest.fixture(scope="module")
def register(tmp_path_factory, keys):
    return Register(tmp_path_factory.mktemp("attribution") / "office", keys, "signed")


@pytest.fixture
def fresh(register):
    register.start()
    return register


def step(register, text: str, signer: str | None, path: str = PATH) -> str:
    """Add lines to a file and commit them."""
    register.add(text, path)
    return register.commit(signer)


def merge(register, other: str, signer: str | None, text: str | None = None, path: str = PATH) -> str:
    """Merge another commit; `text` is what the merge makes of a file, whatever the two sides say."""
    register.git("merge", "-q", "--no-commit", "--no-ff", "-s", "ours", other)
    if text is None:
        register.git("merge", "--abort")
        register.git("merge", "-q", "--no-commit", "--no-ff", other)
    else:
        register.put(path, text)
    return register.commit(signer)


@pytest.mark.parametrize(
    ("text", "signer", "rules"),
    [
        (RECEIVED, "housing", []),
        (RECEIVED, "supervision", []),
        (RECEIVED, "education", ["who.unit"]),
        (RECEIVED, "bot", ["who.bot"]),
        (RECEIVED, "law", ["who.role"]),
        (RECEIVED, "stranger", ["who.signature"]),
        (RECEIVED, "gone", ["who.signature"]),
        (RECEIVED, None, ["who.signature"]),
        (REMINDED, "bot", []),
        (REMINDED, "housing", ["who.unit"]),
        (ANSWERED, "housing", []),
        (ANSWERED, "education", ["who.answer", "who.unit"]),
        (
            "# 说明\n",
            "housing",
            [],
        ),  # nothing is added, but the file is changed: somebody must have signed that
        ("# 说明\n", None, ["who.signature"]),
    ],
)
def test_one_commit(fresh, text, signer, rules):
    assert fresh.rules(step(fresh, text, signer)) == rules


def test_each_entry_is_its_own_signers(fresh):
    step(fresh, RECEIVED, "housing")
    head = step(fresh, REMINDED, "bot")
    assert fresh.rules(head) == []
    head = step(fresh, NOTED, "education")
    assert fresh.rules(head) == ["who.unit"]


def test_where_it_stands_and_who_it_was(fresh):
    step(fresh, RECEIVED, "housing")
    head = step(fresh, VISITED, "education")
    ((path, where, rule, level, message),) = fresh.told(head)
    assert (path, where, rule, level) == (PATH, ("timeline", 3), "who.unit", "error")
    assert "“education”" in message


def test_every_commit_of_the_record_is_signed_also_one_that_was_undone(fresh):
    step(fresh, RECEIVED, None)
    fresh.put(PATH, LETTER)
    fresh.commit("housing")
    head = step(fresh, VISITED, "housing")
    ((path, _, rule, _, message),) = fresh.told(head)
    assert (path, rule) == (PATH, "who.signature") and "没有签名" in message


def test_who_wrote_a_page_did_not_record_the_case_beside_it(fresh):
    fresh.put("docs/notes.md", "说明\n")
    fresh.commit("keys")
    assert fresh.rules(step(fresh, RECEIVED, "housing")) == []


def test_a_piece_taken_out_and_put_back_has_two_signers(fresh):
    step(fresh, RECEIVED, "housing")
    fresh.put(PATH, LETTER)
    fresh.commit("education")
    assert fresh.rules(step(fresh, RECEIVED, "education")) == ["who.unit"]


def test_the_same_again_is_recorded_again(fresh):
    step(fresh, REMINDED, "supervision")
    assert fresh.rules(step(fresh, REMINDED, "housing")) == ["who.unit"]


def test_a_new_case_with_another_hand_in_it(fresh):
    fresh.put(OTHER, LETTER)
    fresh.commit("supervision")
    assert fresh.rules(step(fresh, RECEIVED, "housing", OTHER)) == []
    fresh.put(OTHER, (fresh.root / OTHER).read_text().replace("某街人行道", "某路人行道"))
    assert fresh.rules(fresh.commit("housing")) == ["who.case"]  # a fact of arrival, by who registers nothing


def test_a_case_moved_to_another_number_is_whose_who_moved_it(fresh):
    fresh.put(OTHER, LETTER)
    fresh.commit("supervision")
    step(fresh, RECEIVED, "housing", OTHER)
    third = OTHER.replace("0002", "0003")
    fresh.git("mv", OTHER, third)
    assert fresh.rules(fresh.commit("housing")) == ["who.case", "who.posts"]
    fresh.git("mv", third, OTHER)
    fresh.git("reset", "-q", "--soft", "HEAD~1")
    fresh.git("mv", OTHER, third)
    assert fresh.rules(fresh.commit("supervision")) == []


def test_a_broken_file_is_whose_who_mended_it(fresh):
    step(fresh, RECEIVED + "- {at: \n", "housing")
    fresh.put(PATH, LETTER + RECEIVED)
    assert fresh.rules(fresh.commit("education")) == ["who.unit"]


# --- merges


def sides(register, one: str, by: str, other: str, by_other: str, path: str = OTHER) -> tuple[str, str]:
    """Return two commits on the base, each with its own piece; the first is checked out."""
    register.start()
    second = step(register, other, by_other, path) if path == PATH else _new(register, path, by_other)
    register.start()
    return step(register, one, by), second


def _new(register, path: str, signer: str) -> str:
    register.put(path, LETTER)
    return register.commit(signer)


def test_a_clean_merge_needs_no_signature(register):
    _, second = sides(register, RECEIVED, "housing", "", "supervision")
    assert register.rules(merge(register, second, None)) == []


@pytest.mark.parametrize(
    ("signer", "rules"),
    [("housing", []), ("supervision", []), (None, ["who.signature"]), ("stranger", ["who.signature"])],
)
def test_a_conflict_is_settled_by_somebody_known(register, signer, rules):
    """Both pieces stay their signers'; whoever put them in order answers for nothing but that."""
    _, second = sides(register, RECEIVED, "housing", REMINDED, "bot", PATH)
    head = merge(register, second, signer, LETTER + RECEIVED + REMINDED)
    assert register.rules(head) == rules


@pytest.mark.parametrize(
    ("signer", "rules"), [("supervision", []), ("education", ["who.unit"]), (None, ["who.signature"])]
)
def test_what_a_merge_adds_is_its_signers(register, signer, rules):
    _, second = sides(register, RECEIVED, "housing", "", "supervision")
    head = merge(register, second, signer, LETTER + RECEIVED + VISITED)
    assert register.rules(head) == rules


def test_what_two_sides_added_alike_is_both_signers(register):
    _, second = sides(register, RECEIVED, "housing", RECEIVED, "education", PATH)
    head = merge(register, second, "supervision", LETTER + RECEIVED + "# 合并\n")
    assert register.rules(head) == ["who.unit"]


def test_authors_and_committers_are_claims(fresh):
    fresh.add(RECEIVED)
    head = fresh.commit("education", author="housing", committer="housing")
    assert fresh.rules(head) == ["who.unit"]
    fresh.start()
    fresh.add(RECEIVED)
    assert fresh.rules(fresh.commit("housing", author="education", committer="stranger")) == []


@pytest.mark.parametrize(
    ("what", "where", "value"),
    [
        ("entry", ("timeline", 2), {"at": "2026-07-07", "event": "催办"}),
        ("case", (), {"title": "某街人行道地砖破损", "received": "2026-07-06"}),  # one fact is the base's own
        ("case", (), {}),
        ("seal", ("writer",), {"field": "writer"}),
    ],
)
def test_what_no_commit_has_is_nobodys(fresh, what, where, value):
    """Only what a merge by the gate itself put together: said so, instead of being let through."""
    head = step(fresh, RECEIVED, "supervision")
    odd = Addition(PATH, "letter-2026-0001", what, where, value)
    with objects_of(fresh.root) as store:
        asked = ProposedChange(store, fresh.base, head, [odd], [], fresh.context)
        found = list(accountability_refusals(asked, lambda *_: None, None, None))
    assert [one.violation.rule for one in found] == ["who.signature"]
    assert "合并时拼出来的" in found[0].violation.message


def test_a_case_of_which_no_commit_has_one_fact_is_nobodys(fresh):
    fresh.put(OTHER, LETTER)
    head = fresh.commit("supervision")
    odd = Addition(
        OTHER, "letter-2026-0002", "case", (), {"title": "某街人行道地砖破损", "received": "2026-07-07"}
    )
    with objects_of(fresh.root) as store:
        asked = ProposedChange(store, fresh.base, head, [odd], [], fresh.context)
        found = accountability_refusals(asked, lambda *_: None, None, None)
        assert [one.violation.rule for one in found] == ["who.signature"]


BLOCK = "writer:\n  digest: {digest}\n  box: {box}\n"


@pytest.mark.parametrize(
    ("signer", "rules"), [("keys", []), ("supervision", ["who.seal"]), ("housing", ["who.seal"])]
)
def test_a_block_sealed_anew_is_its_signers(fresh, signer, rules):
    first, second = (BLOCK.format(digest="5f0c" * 16, box=box) for box in ("一", "二"))
    fresh.put(OTHER, LETTER.replace("timeline:", f"{first}timeline:"))
    base = fresh.commit("supervision")
    fresh.put(OTHER, LETTER.replace("timeline:", f"{second}timeline:"))
    assert fresh.rules(fresh.commit(signer), base=base) == rules


def test_one_proposers_block_sealed_anew_is_its_signers(fresh):
    path = "cases/proposals/2026/proposal-2026-0001.yml"
    text = """\
title: 关于增加停车位的建议
channel: 人大建议
received: 2026-07-06
proposers:
- {{name: 某甲, contact: {{digest: 5f0c, box: {one}}}}}
- {{name: 某乙, contact: {{digest: 0c5f, box: {other}}}}}
timeline: []
""".replace("5f0c", "5f0c" * 16).replace("0c5f", "0c5f" * 16)
    fresh.put(path, text.format(one="一", other="三"))
    base = fresh.commit("supervision")
    fresh.put(path, text.format(one="二", other="三"))
    one = fresh.commit("keys")
    assert fresh.rules(one, base=base) == []
    fresh.put(path, text.format(one="二", other="四"))
    assert fresh.rules(fresh.commit("supervision"), base=one) == ["who.seal"]


# --- reviews, by who signed the conclusion

TASK = "cases/tasks/2026/task-2026-0001.yml"
TASK_HEAD = """\
title: 督查人行道改造
received: 2026-06-01
source: 区政府决策部署
text: 查进度。
timeline:
- {at: 2026-06-01, event: 立项, by: 区政府督查室, text: 分解任务。}
- {at: 2026-06-01, event: 交办, by: 区政府督查室, to: 区住建局, limit: 2026-07-20}
- {at: 2026-06-20, event: 督查, by: 区政府督查室, method: 实地督查}
"""
CONCLUSION = "- {at: 2026-06-28, event: 督查结论, by: 区政府督查室, conclusion: 偏慢。, persons: [某某]}\n"
OBJECTION = "- {at: 2026-07-01, event: 申请复核, by: 区住建局, reason: 有出入。}\n"
DECISION = "- {at: 2026-07-15, event: 复核决定, by: 区政府办公室, result: 维持, persons: [沈岚]}\n"


@pytest.fixture
def concluded(register):
    """A task whose conclusion `supervision` signed, long merged; what came after was signed by others."""
    register.start()
    register.put(TASK, TASK_HEAD)
    register.commit("review")
    step(register, CONCLUSION, "supervision", TASK)
    merged = step(register, OBJECTION, "housing", TASK)
    register.put("docs/notes.md", "说明\n")
    register.commit("keys")
    return register, merged


@pytest.mark.parametrize(
    ("signer", "rules"), [("supervision", ["who.review"]), ("review", []), ("office", [])]
)
def test_who_signed_a_conclusion_long_ago_does_not_decide_its_review(concluded, signer, rules):
    register, base = concluded
    assert register.rules(step(register, DECISION, signer, TASK), base=base) == rules


def test_who_signed_a_conclusion_in_the_same_change_neither(register):
    register.start()
    register.put(TASK, TASK_HEAD)
    base = register.commit("review")
    step(register, CONCLUSION + OBJECTION, "supervision", TASK)
    assert register.rules(step(register, DECISION, "supervision", TASK), base=base) == ["who.review"]


@pytest.mark.parametrize(("author", "rules"), [("supervision", ["who.review"]), ("review", ["who.review"])])
def test_by_the_forges_account_who_records_both_has_decided_both(tmp_path, keys, author, rules):
    register = Register(tmp_path / "office", keys, "forge")
    register.put(TASK, TASK_HEAD)
    base = register.commit()
    register.add(CONCLUSION + OBJECTION + DECISION, TASK)
    head = register.commit()
    assert register.rules(head, base=base, evidence=evidence(head, author, [author])) == rules
    register.start(base)
    register.add(CONCLUSION + OBJECTION, TASK)
    base = register.commit()
    register.add(DECISION, TASK)
    head = register.commit()
    assert register.rules(head, base=base, evidence=evidence(head, author, [author])) == []


# --- the law


@pytest.mark.parametrize(
    ("signer", "rules"),
    [
        ("law", []),
        ("supervision", ["who.law"]),
        (None, ["who.law"]),
        ("stranger", ["who.law"]),
        ("gone", ["who.law"]),
    ],
)
def test_the_law_is_changed_by_whoever_keeps_it(fresh, signer, rules):
    fresh.add("late_entry_days: 3\n", "office.yml")
    head = fresh.commit(signer)
    assert fresh.rules(head, context=_base_context(fresh)) == rules


def _base_context(register):
    """The setting as the base has it, whatever stands in the work tree."""
    register.start()
    return register.context


def test_every_commit_that_changes_the_law_is_signed(fresh):
    fresh.add("late_entry_days: 3\n", "office.yml")
    fresh.commit("supervision")
    fresh.add("warn: {days: 3}\n", "office.yml")
    head = fresh.commit("law")
    ((path, _, rule, _, message),) = fresh.told(head, context=_base_context(fresh))
    assert (path, rule) == ("office.yml", "who.law") and "由“supervision”签名" in message


def test_programs_and_workflows_are_law(fresh):
    fresh.put(".github/workflows/gate.yml", "name: x\n")
    head = fresh.commit("supervision")
    assert fresh.rules(head) == ["who.law"]


@pytest.mark.parametrize(
    ("signer", "rules"), [("law", []), ("supervision", ["who.law"]), (None, ["who.law"])]
)
def test_an_older_law_does_not_come_back_by_a_merge_that_changes_nothing(fresh, signer, rules):
    """A merge that takes the office.yml of an old parent differs from no parent, and undoes what was decided."""
    old = fresh.base
    fresh.add("late_entry_days: 3\n", "office.yml")
    base = fresh.commit("law")
    context = fresh.context
    text = fresh.git("show", f"{old}:office.yml") + "\n"
    fresh.start(old)
    fresh.put("docs/notes.md", "说明\n")
    fresh.commit("law")
    head = merge(fresh, base, signer, text, "office.yml")
    assert fresh.rules(head, base=base, context=context) == rules


def test_carrying_a_law_over_from_the_main_branch_is_no_change_of_it(fresh):
    fresh.add("late_entry_days: 3\n", "office.yml")
    base = fresh.commit("law")
    context = fresh.context
    fresh.start()
    fresh.put("rules/README.txt", "说明\n")
    fresh.commit("law")
    head = merge(fresh, base, None)
    assert fresh.rules(head, base=base, context=context) == []


# --- what else is given


@pytest.mark.parametrize(
    ("actor", "rules"),
    [(None, []), ("education", []), ("bot", []), ("stranger", ["who.member"]), ("gone", ["who.member"])],
)
def test_who_pushed_decides_nothing_but_must_be_known(fresh, actor, rules):
    assert fresh.rules(step(fresh, RECEIVED, "housing"), actor=actor) == rules


def test_the_forges_account_decides_nothing(fresh):
    head = step(fresh, RECEIVED, "housing")
    for told in (evidence(head, "stranger", ["bot"], merger="bot"), evidence("0" * 40, None, None)):
        assert fresh.rules(head, evidence=told) == []
    head = step(fresh, VISITED, None)
    assert fresh.rules(head, evidence=evidence(head)) == ["who.signature"]
