"""Who wrote a message: the name beside a time at the beginning of a line. A `~` cuts a name."""

from pathlib import Path

import pytest

from duban.privacy.detect import hits

NAMES = ["尤~丽萍", "党~爱国", "盛~嘉怡", "买买~提江"]


def found(text):
    return [text[hit.start : hit.end] for hit in hits(text) if hit.kind == "姓名"]


@pytest.mark.parametrize(
    "form",
    [
        "{} 2024/11/3 20:14:07\n幼儿园几号报名？", "{} 20:14\n收到", "[20:14] {}：明天停水吗", "[2024-11-03 08:30:12] {}: 早",
        "2024-11-03 20:14:07 {}\n停水通知", "{}(13:05:22)：在吗", "　{}　昨天 20:14\n在吗", "{} 11月3日 下午 3:05\n在",
        "早\n> {} 2024年11月3日 20:14\n在",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", NAMES)
def test_who_wrote_a_message_is_found(form, name):
    name = name.replace("~", "")
    assert found(form.format(name)) == [name]


def test_each_message_of_a_chat_is_found():
    first, second = "尤~丽萍".replace("~", ""), "葛~军".replace("~", "")
    text = f"{first} 2024/11/3 20:14:07\n几号报名？\n{second} 2024/11/3 20:15:31\n好像下周一"
    assert found(text) == [first, second]


@pytest.mark.parametrize(
    "line",
    [
        "平台消息 2024/11/3 20:14:07", "系统通知 20:14", "张老师 2024/11/3 20:14:07", "尤女士 20:14", "群主 20:14",
        "高温预警 14:00", "开始时间 20:14", "安全检查 9:30", "会议时间 2024/11/3 9:00", "白班 08:00", 
        "温江 2022-01-02 11:22:33", "安静 2022-01-02 11:22:33", "海天阁 11:00",
        "周一 08:00",
        "[20:14] 系统：已连接", "[20:14] 管理员：大家好", "金华 2024/11/3 10:00", "安庆西 10:20", "海宁 10:40",
        "白云山 8:30", "石景山 8:30", "高清 20:00", "成都东 2024/11/3 12:00:00", "安静时段 22:00", "夏令时 2024/3/10 02:00",
        "项目启动 2024-3-1", "时间：9:00",
    ],
)  # fmt: skip
def test_other_words_beside_a_time_are_no_names(line):
    assert found(f"{line}\n收到") == []


def test_this_file_holds_none():
    assert hits(Path(__file__).read_text("utf-8")) == []
