"""What a clerk wrote and what he meant: days in every usual form, numerals, words in quotes."""

import pytest

from duban.cases.meant_values import bare, day_without_year, in_digits, meant_day, meant_word

DAYS = [
    ("2026-11-18", "2026-11-18", "2026-11-18"),
    ("2026.11.18", "2026-11-18", "2026-11-18"),
    ("2026、11、18", "2026-11-18", "2026-11-18"),
    ("2026—11—18", "2026-11-18", "2026-11-18"),
    (" “2026年11月18日” ", "2026-11-18", "2026-11-18"),
    ("2026年 11 月 8号", "2026-11-08", "2026-11-08"),
    ("26/1/2", "2026-01-02", "2026-01-02"),
    ("99-01-02", "2099-01-02", "2099-01-02"),
    ("20261118", "2026-11-18", "2026-11-18"),
    ("20261118T09:05", "2026-11-18T09:05", "2026-11-18"),
    ("2026-11-18 9:5", "2026-11-18T09:05", "2026-11-18"),
    ("2026年11月18日9点5分", "2026-11-18T09:05", "2026-11-18"),
    ("2026-11-18 20时30分", "2026-11-18T20:30", "2026-11-18"),
    ("2026-11-18T09:05:30", "2026-11-18T09:05", "2026-11-18"),
    ("二〇二六年十一月二十日", "2026-11-20", "2026-11-20"),
    ("二○二六年两月三日", "2026-02-03", "2026-02-03"),
    ("2026-11-18T24:00", "", "2026-11-18"),
    ("2026-11-18T23:60", "", "2026-11-18"),
    ("2026-02-30", "", ""),
    ("2026-13-01", "", ""),
    ("2026-00-10", "", ""),
    ("026-11-18", "", ""),
    ("120261118", "", ""),
    ("19991118", "", ""),
    ("2026-11-18 上午", "", ""),
    ("2026-11-18 9:123", "", ""),
    ("2026-11-18" + " " * 30, "2026-11-18", "2026-11-18"),
    ("2026-11-18" + " " * 31, "", ""),
]


@pytest.mark.parametrize(("text", "moment", "day"), DAYS)
def test_a_day_is_understood_in_every_usual_form(text, moment, day):
    assert (meant_day(text), meant_day(text, with_minutes=False)) == (moment, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11-18", "11-18"),
        ("11月18日", "11-18"),
        ("1/2", "01-02"),
        ("1-1", "01-01"),
        ("12-31", "12-31"),
        ("十一月十八日前", "11-18"),
        ("11月18日之前", "11-18"),
        ("11月18日以前", "11-18"),
        ("11月18号上午九点", "11-18"),
        ("11月18日中午", "11-18"),
        ("11月18日晚", "11-18"),
        ("11月18日早上", "11-18"),
        ("11月18日后", ""),
        ("13-01", ""),
        ("0-10", ""),
        ("12-32", ""),
        ("11-0", ""),
        ("11", ""),
        ("2026-11-18", ""),
        ("11-18" + " " * 35, "11-18"),
        ("11-18" + " " * 36, ""),
    ],
)
def test_a_day_without_its_year_is_month_and_day(text, day):
    assert day_without_year(text) == day


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("二〇二六年十一月二十日", "2026年11月20日"),
        ("十", "10"),
        ("十五", "15"),
        ("三十", "30"),
        ("九十九", "99"),
        ("两", "2"),
        ("二三", "23"),
        ("二十十三", "二十十三"),
        ("二十一三", "二十一三"),
        ("一百", "1百"),
    ],
)
def test_chinese_numerals_are_digits_where_they_are_numbers(text, digits):
    assert in_digits(text) == digits


@pytest.mark.parametrize(
    ("text", "allowed", "word"),
    [
        (" 求助 ", ["咨询", "求助"], "求助"),
        ("“求助”", ["求助"], "求助"),
        ("ＡＢＣ", ["abc"], "abc"),
        ("a", ["A", "a"], "A"),
        ("求住", ["求助"], ""),
        ("", ["求助"], ""),
    ],
)
def test_a_word_is_known_in_quotes_blanks_and_other_widths(text, allowed, word):
    assert meant_word(text, allowed) == word


@pytest.mark.parametrize("sign", " \t\u3000\u00a0“”‘’\"'「」『』《》。，,;；")
def test_no_quote_blank_or_stop_around_a_text_counts(sign):
    assert bare(f"{sign}求 助{sign}") == "求 助"


@pytest.mark.parametrize("sign", "-—–―‐‑−－﹣./、")
def test_whatever_stands_between_year_month_and_day_is_understood(sign):
    assert meant_day(f"2026{sign}1{sign}2") == "2026-01-02"
