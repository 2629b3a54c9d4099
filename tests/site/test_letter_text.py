"""Letters and replies as they are set: paragraphs, columns, signature; nothing of them is Markdown or HTML."""

import pytest

from duban.site.letter_text import laid_out, paragraphs, reply_laid_out

REPLY = """\
您好。现答复如下：
| 年龄 | 标准（元/月） |
| --- | --- |
| 80—89岁 | 100.00 |
年龄\t标准
80岁\t100元
示例区民政局
2026年11月16日
"""


def test_a_text_is_a_paragraph_for_each_line_that_is_not_blank():
    assert paragraphs("一\n\n\n　二\r\n三 <b>\n") == "<p>一</p>\n<p>二</p>\n<p>三 &#60;b&#62;</p>"
    assert paragraphs(" \n\u200b\n") == ""
    assert "<table" not in paragraphs("| 甲 | 乙 |\n| 丙 | 丁 |\n")


def test_a_reply_as_offices_publish_it_keeps_its_columns_and_its_own_signature():
    assert reply_laid_out(REPLY, "区民政局", "2026年11月20日").splitlines() == [
        "<p>您好。现答复如下：</p>",
        '<table class="columns">',
        "<tr><th>年龄</th><th>标准（元/月）</th></tr>",
        "<tr><td>80—89岁</td><td>100.00</td></tr>",
        "</table>",
        '<table class="columns">',
        "<tr><td>年龄</td><td>标准</td></tr>",
        "<tr><td>80岁</td><td>100元</td></tr>",
        "</table>",
        '<p class="signed">示例区民政局<br>2026年11月16日</p>',
    ]


def test_a_reply_without_a_signature_gets_the_units_and_the_day_of_the_answer():
    assert reply_laid_out("已修好。\n", "区住建局", "2026年7月8日") == (
        '<p>已修好。</p>\n<p class="signed">区住建局<br>2026年7月8日</p>'
    )


@pytest.mark.parametrize(
    ("end", "signed", "after"),
    [
        ("甲局\n乙局\n二〇二六年十一月十六日", "甲局<br>乙局<br>二〇二六年十一月十六日", ""),
        ("甲局\n2026-11-16\n（联系人：办公室）", "甲局<br>2026-11-16", "\n<p>（联系人：办公室）</p>"),
        ("　　　　甲局\n　　　　2026年11月 16日", "甲局<br>2026年11月 16日", ""),
    ],
)
def test_who_signs_and_the_day_stand_at_the_right_whatever_follows(end, signed, after):
    html = reply_laid_out(f"您好。\n已修好。\n{end}\n", "区住建局", "2026年11月20日")
    assert html == f'<p>您好。</p>\n<p>已修好。</p>\n<p class="signed">{signed}</p>{after}'


@pytest.mark.parametrize(
    "text", ["已于2026年11月16日修好。\n", "已修好，请查看。\n2026年11月16日\n", "2026年11月16日\n"]
)
def test_a_day_without_a_signer_is_text(text):
    assert reply_laid_out(text, "区住建局", "2026年11月20日").endswith(
        '<p class="signed">区住建局<br>2026年11月20日</p>'
    )


@pytest.mark.parametrize("text", ["联系电话：\t见官网\n", "甲|乙\n丙|丁\n", "| 只有一行 |\n"])
def test_one_line_alone_or_a_bar_in_a_sentence_is_no_table(text):
    assert "<table" not in laid_out(text)


def test_what_stands_in_a_cell_stays_text():
    html = laid_out("| <b>甲</b> | {{ x }} |\n| [乙](javascript:x) | **丙** |\n")
    assert "<b>" not in html and "{{" not in html and "](" not in html and "**" not in html
    assert html.count("<td>") == 4
