"""Why an approval of a change of the law cannot be made, or is none for the change it comes with: the whole sentence."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

import pytest
from office_of_members import NOTED
from test_law_keepers import NOW, Office, approved, setting

from duban.findings.finding import Unusable
from duban.git.isolated_repo import objects_of
from duban.git.object_formats import TreeChange
from duban.guard import rolled_back_law
from duban.guard.checkpoint import UnsoundChain
from duban.guard.law_approvals import read_approval
from duban.guard.law_plan import LawRequest, plan_law_approval
from duban.guard.verdict import JudgingOptions, judge_proposal

APPROVAL = "rules/approvals/2026-07-31-1.yml"
AGAIN = "请重新运行 duban approve --law"


@pytest.fixture(scope="module")
def forge(tmp_path_factory, keys):
    return Office(tmp_path_factory.mktemp("faults") / "office", keys, "forge")


@pytest.fixture(scope="module")
def agreed_head(forge):
    """The commit of a change of a setting to which one member has agreed."""
    setting(forge)
    return forge.agree("law")


@pytest.fixture
def agreed(office, agreed_head):
    """The office with that change checked out."""
    office.start(agreed_head)
    return office


@pytest.fixture
def office(forge):
    """The office as it was founded, nothing proposed."""
    forge.git("checkout", "-q", "--force", "-B", "main", forge.base)
    forge.git("clean", "-qfd")
    return forge


def refused(office, **asked) -> str:
    """Return why nothing can be agreed to."""
    key = str(office.keys / asked.pop("key")) if "key" in asked else ""
    usual = {"today": NOW.date(), "base": office.base, "reason": "示例", "paper": {"number": "示例1号"}}
    with pytest.raises(Unusable) as raised:
        plan_law_approval(office.root, LawRequest(key, **{**usual, **asked}))
    return str(raised.value)


def edited(office, *changes: tuple[str, str], path: str = APPROVAL) -> str:
    """Replace texts of a file, and commit that; return its id."""
    text = (office.root / path).read_text(encoding="utf-8")
    for old, new in changes:
        assert re.search(old, text), old
        text = re.sub(old, new, text, count=1)
    office.put(path, text)
    return office.commit()


def test_nothing_to_agree_to(office):
    assert refused(office) == "这次改动没有动规则、设置或者程序，不用 duban approve --law"


def test_a_change_of_cases_and_law_is_two_changes(office):
    setting(office)
    office.add(NOTED)
    office.commit()
    assert refused(office) == "这次改动既动了案件，又动了规则、设置或者程序；请分开，各提各的"


def test_a_change_that_cannot_be_merged(office):
    edited(office, ("contact: 示例", "contact: 甲"), path="office.yml")
    other = office.git("rev-parse", "HEAD")
    office.start()
    edited(office, ("contact: 示例", "contact: 乙"), path="office.yml")
    assert refused(office, base=other) == "这次改动和主分支合并不了；请先把主分支合并进来"


def test_a_key_of_nobody_who_may_change_the_law(office):
    setting(office)
    assert refused(office, key="housing") == (
        "这把密钥不是管规则的人员登记的；请用office.yml 里自己那一把（ssh_key），或者请管规则的人员来签"
    ).replace("请用office", "请用 office")


@pytest.mark.parametrize("lacking", [{"reason": ""}, {"paper": None}, {"paper": {}}])
def test_the_first_who_agrees_gives_reason_and_paper(office, lacking):
    setting(office)
    message = "请写明理由和依据的文件：duban approve --law --reason 理由 --paper 文号"
    assert refused(office, **lacking) == message


def test_without_a_main_branch_the_base_is_named(office):
    setting(office)
    office.git("checkout", "-q", "--detach")
    office.git("branch", "-m", "main", "elsewhere")
    try:
        assert refused(office, base=None) == "找不到主分支；请写 --base，例如 --base origin/main"
    finally:
        office.git("branch", "-m", "elsewhere", "main")


def test_an_approval_that_waits_is_of_this_very_change_and_the_only_one(agreed):
    again = f"{APPROVAL} 同意的和现在的改动不一样；删去这个文件，重新运行 duban approve --law --reason … --paper …"
    edited(agreed, ("late_entry_days: 30", "late_entry_days: 31"), path="office.yml")
    agreed.git("branch", "-f", "main", agreed.base)
    assert refused(agreed, base=None) == again
    second = APPROVAL.replace("-1.yml", "-2.yml")
    agreed.put(second, (agreed.root / APPROVAL).read_text(encoding="utf-8"))
    assert refused(agreed) == f"{APPROVAL} 和 {second} 都没有合并；一次改动只带一份，请删去一份"
    agreed.put(APPROVAL, "at: 2026-07-31\n")
    assert refused(agreed).startswith(f"{APPROVAL}：缺少")


def test_a_second_approval_of_the_same_day_has_the_next_number(agreed):
    agreed.base, founded = agreed.git("rev-parse", "HEAD"), agreed.base
    agreed.git("branch", "-f", "main", agreed.base)
    try:
        edited(agreed, ("late_entry_days: 30", "late_entry_days: 31"), path="office.yml")
        asked = LawRequest("", NOW.date(), agreed.base, "示例", {"number": "2号"}, "独自一人")
        plan = plan_law_approval(agreed.root, asked)
    finally:
        agreed.base = founded
    assert plan.path == APPROVAL.replace("-1.yml", "-2.yml")
    assert {key: plan.value[key] for key in ("at", "reason", "paper", "break_glass")} == {
        "at": "2026-07-31",
        "reason": "示例",
        "paper": {"number": "2号"},
        "break_glass": "独自一人",
    }
    assert plan.login == ""


def faults(office, head: str) -> list[str]:
    """Return what is said of the approval itself."""
    assert "guard.law-approval" in office.judged(head, **approved(head, "second"))
    return [message for message in office.messages if not message.startswith("“补记天数”")]


BASE = "这个版本不在主分支上，或者那以后规则又变了；请重新运行 duban approve --law"
OTHER = f"内容对不上：同意时的报告和现在算出来的不一样（改动后来又变了，或者同意书改过）；{AGAIN}"
BROKEN = "“law”的签名对不上：签名以后同意书改过，或者不是用登记的那一把签的"
ABSENT = "“{}”不在人员名单里，或者已经离任，不能同意"


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ([("base: .*", "base: " + "a1" * 20)], [BASE]),
        ([("reason: 示例", "reason: 别的")], [BROKEN]),
        ([("digest: .*", "digest: " + "a1" * 32)], [OTHER, BROKEN]),
        ([("by: law", "by: nobody")], [ABSENT.format("nobody")]),
        ([("by: law", "by: gone")], [ABSENT.format("gone")]),
        (
            [("by: law", "by: housing")],
            ["“housing”在 office.yml 里没有 ssh_key，验不了签名；请先登记公钥，或者在平台上批准"],
        ),
        ([("by: law", "by: second")], [BROKEN.replace("law", "second")]),
    ],
)
def test_an_approval_that_was_altered_is_none(agreed, changes, messages):
    assert faults(agreed, edited(agreed, *changes)) == messages


def test_an_approval_of_a_day_to_come_is_none_of_today(office):
    setting(office)
    office.agree("law", today=date(2026, 8, 1))
    head = office.git("rev-parse", "HEAD")
    assert faults(office, head) == ["日期 2026-08-01 在今天（2026-07-31）之后"]


def test_an_approval_is_kept_as_it_was_merged(agreed):
    agreed.base, founded = agreed.git("rev-parse", "HEAD"), agreed.base
    try:
        head = edited(agreed, ("reason: 示例", "reason: 别的"))
        assert "guard.law-approval" in agreed.judged(head, **approved(head, "second"))
    finally:
        agreed.base = founded
    assert agreed.messages == ["登记过的同意书不能改、不能删；另有改动的，另写一份"]


def test_two_approvals_with_one_change_are_one_too_many(agreed):
    agreed.put(APPROVAL.replace("-1.yml", "-2.yml"), (agreed.root / APPROVAL).read_text(encoding="utf-8"))
    head = agreed.commit()
    assert faults(agreed, head) == ["一次改动只带一份同意书，请删去多余的一份"]


SOUND = f"at: 2026-07-31\nreason: 示例\npaper: {{number: 1号}}\nbase: {'1' * 40}\ndigest: {'0' * 64}\n"
NAME = "文件名要写成 日期-序号.yml，日期和 at 一样：2026-07-31-1.yml"
PAPER = "paper 写文号（number），没有文号的写材料名称和日期（kind、date）"


@pytest.mark.parametrize(
    ("name", "change", "found"),
    [
        ("2026-07-31-1.yml", (), []),
        ("2026-07-31-12.yml", (), []),
        ("2026-07-31-1.yml", ("{number: 1号}", "{kind: 会议纪要, date: 2026-07-30}"), []),
        ("2026-07-30-1.yml", (), [(1, NAME)]),
        ("2026-07-31-0.yml", (), [(1, NAME)]),
        ("2026-07-31.yml", (), [(1, NAME)]),
        ("x/2026-07-31-1.yml", (), [(1, NAME)]),
        ("2026-07-31-1.yml", ("{number: 1号}", "{kind: 会议纪要}"), [(3, PAPER)]),
        ("2026-07-31-1.yml", ("{number: 1号}", "{date: 2026-07-30}"), [(3, PAPER)]),
        ("2026-07-31-1.yml", ("reason: 示例\n", ""), [(1, "缺少“理由”（reason）。例如：reason: 通知 07-15 才收到，补登记。")]),
        ("2026-07-31-1.yml", ("at: 2026-07-31", "at：2026-07-31"), [(1, "“at”后面是全角冒号。请改成半角冒号加空格：“at: ”。")]),
    ],
)  # fmt: skip
def test_an_approval_has_its_name_and_its_form(name, change, found):
    path = f"rules/approvals/{name}"
    approval, findings = read_approval(path, SOUND.replace(*change or ("", "")).encode())
    assert [(finding.line, finding.message) for finding in findings] == found
    assert (approval is None) == bool(found)


def test_where_the_forge_is_not_at_hand_it_judges_when_it_merges(office):
    setting(office)
    options = JudgingOptions(lambda office: NOW, unaccountable=True)
    with objects_of(office.root) as store:
        found = judge_proposal(store, office.base, office.git("rev-parse", "HEAD"), options).findings
    change = (
        "“补记天数”（late_entry_days）由 无 改为 30：这一项决定多久以前的事还能照常补记，又没有自己的起止日期"
    )
    message = f"{change}；要两位管规则的人员同意，合并时由平台记录来判"
    assert (message, "warning") in [(finding.message, finding.level) for finding in found]


def test_by_checkpoints_that_cannot_be_relied_on_no_older_law_is_known(monkeypatch):
    def unsound(checkpoints):
        raise UnsoundChain

    monkeypatch.setattr(rolled_back_law, "Checkpoints", lambda store: store)
    monkeypatch.setattr(rolled_back_law, "_older_laws", unsound)
    law = TreeChange("office.yml", None, None)
    assert list(rolled_back_law.rolled_back_matters([law], SimpleNamespace(prefix=""))) == []
