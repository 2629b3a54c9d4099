"""Characters nobody sees: all of them are known, and each is shown as its number."""

from __future__ import annotations

import json
import unicodedata

import pytest

from duban.unseen_characters import (
    SPELLING_ERRORS,
    json_escaped,
    may_have_unseen,
    one_line,
    seen_only,
    spelled_out,
)


def test_every_control_format_and_surrogate_character_of_unicode_is_spelled_out():
    characters = map(chr, range(0x110000))
    unseen = {char for char in characters if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    unseen -= {"\n", "\t"}
    shown = spelled_out("甲".join(sorted(unseen)))
    assert len(unseen) > 2000 and not unseen & set(shown) and shown.count("〈U+") == len(unseen)
    assert all(map(may_have_unseen, unseen)) and not may_have_unseen("路灯（2026）\n\t")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("路灯\x1b[2J不亮", "路灯〈U+001B〉[2J不亮"),
        ("\x9b31m红", "〈U+009B〉31m红"),
        ("回车\r覆盖", "回车〈U+000D〉覆盖"),
        ("右到左\u202e文字\u2066", "右到左〈U+202E〉文字〈U+2066〉"),
        ("零\u200b宽\ufeff", "零〈U+200B〉宽〈U+FEFF〉"),
        ("软\u00ad连字符", "软〈U+00AD〉连字符"),
        ("填\u3164充\u115f\u2800", "填〈U+3164〉充〈U+115F〉〈U+2800〉"),
        ("标\U000e0041签\U000e007f", "标〈U+E0041〉签〈U+E007F〉"),
        ("住\ufe00建\U000e0100局", "住〈U+FE00〉建〈U+E0100〉局"),
        ("注\ufff9音\ufffb", "注〈U+FFF9〉音〈U+FFFB〉"),
        ("代理\ud83d", "代理〈U+D83D〉"),
        ("一行\n二行\t三", "一行\n二行\t三"),
        ("全角　空格，标点。", "全角　空格，标点。"),
        ("❤️ 👩‍👩‍👧 1️⃣ 🏳️‍🌈 👩🏽‍🚒 𠮷", "❤️ 👩‍👩‍👧 1️⃣ 🏳️‍🌈 👩🏽‍🚒 𠮷"),
        ("❤\ufe0f\ufe01", "❤\ufe0f〈U+FE01〉"),
        ("甲\u200d乙", "甲〈U+200D〉乙"),
    ],
)
def test_what_is_shown(text, shown):
    assert spelled_out(text) == shown


def test_a_line_is_a_line():
    assert (
        one_line("甲\n检查了 154 件，没有发现问题。\t")
        == "甲〈U+000A〉检查了 154 件，没有发现问题。〈U+0009〉"
    )


def test_what_cannot_be_seen_can_also_be_left_out():
    assert seen_only("甲\u202e\u200b乙\n❤️") == "甲乙\n❤️"


@pytest.mark.parametrize("text", ["\x7f\x9b", "\u202e", "\U000e0041", "\ud83d", "❤️\n\t", '"\\'])
def test_escaped_json_is_the_same_value(text):
    escaped = json_escaped(json.dumps(text, ensure_ascii=False))
    assert json.loads(escaped) == text
    assert spelled_out(escaped) == escaped


@pytest.mark.parametrize(
    ("encoding", "written"), [("gbk", "😀甲◐".replace("😀", "〈U+1F600〉").replace("◐", "〈U+25D0〉")),
                              ("ascii", "<U+1F600><U+7532><U+25D0>")]
)  # fmt: skip
def test_a_character_the_encoding_lacks_is_written_as_its_number(encoding, written):
    assert "😀甲◐".encode(encoding, SPELLING_ERRORS).decode(encoding) == written
