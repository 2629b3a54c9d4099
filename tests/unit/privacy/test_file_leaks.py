"""What a file must not show is found at its line, whether it shows there or a value only means it."""

from pathlib import Path

import pytest

from duban.checks.check_case import check_file
from duban.findings.privacy_checks import SEARCHED
from duban.privacy.detect import Hit
from duban.privacy.file_leaks import are_innocent, leak_findings_in, leaks_in, mended
from duban.privacy.privacy_rules import RULES
from duban.privacy.public_lines import public_lines
from duban.register.load_office import load

MOBILE = "138" + "0013" + "8000"
LINE = "0952-" + "2012" + "345"
OFFICE = load(Path(__file__).parents[3])
CASE = "cases/letters/2026/letter-2026-0001.yml"


def places(text: str, path: str = CASE) -> list[tuple[int, int, str]]:
    return [(leak.line, leak.column, leak.hit.kind) for leak in leaks_in(path, text)]


def test_what_a_text_shows_is_told_at_its_line_and_column():
    assert places(f"一\r\n电话{MOBILE}\n", "x.txt") == [(2, 3, "手机号")]


@pytest.mark.parametrize(
    "text",
    [
        'title: 路灯\ntext: "打' + "".join(f"\\u{ord(digit):04x}" for digit in MOBILE) + '"\n',
        f'title: 路灯\ntext: "打{MOBILE[:5]}\\\n  {MOBILE[5:]}"\n',
        'title: 路灯\n"' + "".join(f"\\u{ord(digit):04x}" for digit in MOBILE) + '": 一\n',
    ],
    ids=["escaped", "folded", "escaped in the name of a field"],
)
def test_what_a_value_only_means_is_found_at_its_line(text):
    assert places(text) == [(2, 1, "手机号")]


def test_one_kind_is_told_once_a_line():
    findings = list(leak_findings_in(CASE, f"text: {MOBILE}、{MOBILE.replace('8000', '8001')}\n"))
    assert [(finding.line, finding.message) for finding in findings] == [
        (1, "这里有手机号，请删去，要保存的用 duban seal 封存")
    ]


def test_what_an_office_may_list_has_two_remedies_and_a_mobile_number_one():
    (finding,) = leak_findings_in(CASE, f"text: 联系电话：{LINE}\n")
    assert finding.message == (
        "这里有固定电话。单位对外公布的，先列进 office.yml（单位的 phone，或者 public_lines）；"
        "是个人的，请删去，要保存的用 duban seal 封存"
    )


def test_the_quick_question_knows_what_an_office_lists_and_remembers_no_secret():
    value = {"text": f"请打{LINE}", "timeline": [{"event": "登记", "at": "2026-07-16"}]}
    listed = public_lines((("phone", LINE),))
    for _ in range(2):
        assert are_innocent(value, listed)
        assert not are_innocent(value)
    sealed = "-----BEGIN AGE ENCRYPTED FILE-----\n" + "Ab0/" * 16 + "\n-----END AGE ENCRYPTED FILE-----\n"
    assert are_innocent({"writer": {"box": sealed, "digest": "0123" * 16}, "text": "路灯不亮。"})


@pytest.mark.parametrize(
    "value",
    [
        {"box": MOBILE},
        {"digest": MOBILE},
        {MOBILE: "一"},
        {"session": int(MOBILE)},
        {"points": [1, int(MOBILE)]},
    ],
)
def test_the_quick_question_takes_nothing_that_is_written_for_sealed_or_for_no_text(value):
    assert not are_innocent(value)


def test_nothing_is_read_over_the_end_of_a_text():
    assert are_innocent({"a": "联系人", "b": "张" + "小北"})
    assert are_innocent({"a": MOBILE[:6], "b": MOBILE[6:]})


def test_what_stands_behind_a_known_sentence_is_still_read():
    known = "感谢您对我区工作的关心和支持，有问题请继续反映。"
    name = "钱" + "小北"
    assert are_innocent({"text": f"{known}\n{known}", "handler": name})
    for text in (
        f"{known}\n{name}",
        f"{known}电话{MOBILE}",
        f"联系人：\n{name}\n{known}",
        f"来信人{name}反映{known}",
    ):
        assert not are_innocent({"text": text})


def test_a_sentence_is_known_only_from_its_beginning():
    tail = "小北反映路灯已经有三个月不亮了。"
    assert are_innocent({"text": f"{tail}\n另外请告知。"})
    assert not are_innocent({"text": f"联系人 张{tail}"})


@pytest.mark.parametrize(
    "text",
    [
        f"text: >-\n  电话{MOBILE[:5]}\n  {MOBILE[5:]}\n",
        f'text: "电话{MOBILE[:5]}\n  {MOBILE[5:]}"\n',
        f"text: 电话{MOBILE[:5]}\n  {MOBILE[5:]}\n",
        f"title: {MOBILE}\ntitle: 路灯不亮\n",
        f"text: 路灯不亮 # {MOBILE}\n",
        f"box: {MOBILE}\n",
        f"{MOBILE}: 一\n",
        f"year: {MOBILE}\n",
        f"密码: {'Ab' + '123456'}\n",
        "text: |\n  请加我的微信\ntimeline: []\n",
        "text: |\n  我的微信号：\ntimeline: []\n",
    ],
)
def test_check_says_of_a_file_what_the_gate_says(text):
    told = {
        found.message for found in check_file(OFFICE, CASE, text.encode()).findings if found.rule in SEARCHED
    }
    assert told == {found.message for found in leak_findings_in(CASE, text)}
    assert bool(told) == ("微信" not in text)


def test_who_may_list_what_was_found_is_told_where():
    told = {rule.kind for rule in RULES if "office.yml" in mended(Hit(rule.kind, 0, 1, ""), "，请删去")}
    assert told == {"固定电话", "电子邮箱", "住址", "姓名"}
