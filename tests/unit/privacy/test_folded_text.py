"""Text as a reader sees it, and where each character of it stood."""

from datetime import date

import pytest

from duban.privacy.folded_text import fold, folded_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("&#49;&#x32;&#051;", "123"),
        ("&#49&#50&#51", "123"),
        ("&amp;#49;&amp;amp;#50;&#38;#51;", "123"),
        ("甲&nbsp;乙&period;丙&commat;丁", "甲 乙.丙@丁"),
        ("&nbsp", " "),
        ("1&#8203;2&zwj;3&shy;4", "1234"),
        ("&#65297;&#x2460;", "11"),
        ("?a=1&copy=2&lang=zh", "?a=1&copy=2&lang=zh"),
        ("甲 & 乙 &&& ；", "甲 & 乙 &&& ;"),
    ],
)
def test_escapes_of_html_become_what_a_browser_shows(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "part", "original"),
    [
        ("电话13，", "13", "13"),
        ("电话①㎡&#49;&#51;，", "13", "&#49;&#51;"),
        ("㎏&amp;#49;\u200b3&lt;", "13", "&amp;#49;\u200b3"),
        ("⑩3", "03", "⑩3"),
        ("１\u0301３", "13", "１\u0301３"),
        ("甲&amp", "&", "&amp"),
    ],
)
def test_a_part_of_the_folded_text_is_told_where_it_stands_in_the_original(text, part, original):
    folded = folded_text(text, date(2026, 11, 20))
    start = folded.plain.index(part)
    begin, end = folded.span(start, start + len(part))
    assert text[begin:end] == original
