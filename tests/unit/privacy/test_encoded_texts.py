"""What is packed or encoded is read as if it stood open: office documents, archives, Base64 in any text."""

import base64
import gzip
import io
import time
import zipfile
from email.message import EmailMessage

import pytest

from duban.privacy.detect import hits
from duban.privacy.file_text import FileReader, text_of, whole_text_of

MOBILE = "138" + "1234" + "5678"
LETTER = f"您好，我是小区的住户，路灯坏了半个月没人修，请派人来看看。\r\n我的电话是{MOBILE}，谢谢！\r\n"


def packed(**members):
    """Return an archive; `__` in a name stands for a slash, `_` for a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return buffer.getvalue()


def kinds_of(data):
    return [hit.kind for hit in hits(text_of(data))]


RUNS = f"<w:p><w:r><w:t>电话{MOBILE[:4]}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{MOBILE[4:]}</w:t></w:r></w:p>"
ESCAPED = "".join(f"&#{ord(digit)};" for digit in MOBILE)


@pytest.mark.parametrize(
    "data",
    [
        packed(word__document_xml=RUNS),
        packed(word__document_xml=f"<w:p><w:t>电话{ESCAPED}</w:t></w:p>"),
        packed(word__document_xml="<w:p/>", word__comments_xml=RUNS),
        packed(word__document_xml="<w:p/>", word__header1_xml=RUNS),
        packed(word__document_xml="<w:p/>", word__footnotes_xml=RUNS),
        packed(word__document_xml=f"<w:del><w:r><w:delText>{MOBILE}</w:delText></w:r></w:del>"),
        packed(word__document_xml="<w:p/>", word___rels__document_xml_rels=f'<R Target="tel:{MOBILE}"/>'),
        packed(xl__sharedStrings_xml=f"<si><r><t>{MOBILE[:3]}</t></r><r><t>{MOBILE[3:]}</t></r></si>"),
        packed(xl__worksheets__sheet9_xml=f'<sheet state="hidden"><row><c><v>{MOBILE}</v></c></row></sheet>'),
        packed(content_xml=f"<text:p>电话<text:span>{MOBILE[:7]}</text:span>{MOBILE[7:]}</text:p>"),
        packed(word__embeddings__book_xlsx=packed(xl__sharedStrings_xml=f"<si><t>{MOBILE}</t></si>")),
        packed(word__embeddings__object_bin=b"\xd0\xcf\x11\xe0\0\0" + f"电话{MOBILE}".encode("utf-16-le")),
        packed(letters_zip=packed(letter_txt=LETTER)),
        gzip.compress(LETTER.encode()),
        b"\0" + LETTER.encode(),
        LETTER.encode("utf-16"),
        LETTER.encode("gb18030"),
        base64.encodebytes(LETTER.encode()),
        b"data:text/plain;base64," + base64.b64encode(LETTER.encode()),
        base64.encodebytes(packed(word__document_xml=RUNS)),
        base64.b64encode(base64.b64encode(LETTER.encode())),
        packed(word__document_xml=f"<w:p><w:t>{base64.b64encode(LETTER.encode()).decode()}</w:t></w:p>"),
    ],
)  # fmt: skip
def test_a_number_is_found_wherever_a_document_keeps_it(data):
    assert "手机号" in kinds_of(data)


def test_cells_of_a_table_in_a_document_are_read_with_the_head_of_their_column():
    rows = [("姓名", "社保卡号", "状态"), ("某人", "C005" + "20946", "新")]
    cells = "".join(
        f"<w:tr>{''.join(f'<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>' for cell in row)}</w:tr>"
        for row in rows
    )
    assert kinds_of(packed(word__document_xml=f"<w:tbl>{cells}</w:tbl>")) == ["社会保障卡号"]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_letter_by_mail_is_read_though_it_is_sent_in_base64(charset):
    message = EmailMessage()
    message.set_content(LETTER, charset=charset, cte="base64")
    message.add_attachment(packed(word__document_xml=RUNS), maintype="application", subtype="octet-stream")
    assert kinds_of(message.as_bytes()).count("手机号") == 2


def test_what_is_encoded_has_its_place_where_the_code_stands():
    text = f"第一行\n附件：{base64.b64encode(LETTER.encode()).decode()}\n第三行"
    [hit] = hits(text)
    assert (text[: hit.start], text[hit.end :], hit.key) == ("第一行\n附件：", "\n第三行", MOBILE)


@pytest.mark.parametrize(
    "mark", ["<dc:creator>{}</dc:creator>", '<w:comment w:author="{}" w:id="1">…</w:comment>']
)
def test_the_author_a_document_names_is_a_name(mark):
    assert kinds_of(packed(docProps__core_xml=mark.format("张" + "三丰"))) == ["姓名"]
    assert kinds_of(packed(docProps__core_xml=mark.format("Administrator"))) == []


def test_keys_pictures_and_digests_in_base64_are_no_texts():
    noise = bytes(range(256)) * 40
    assert (
        kinds_of(
            base64.encodebytes(noise)
            + b"\n"
            + base64.b64encode(noise[7:])
            + b"\nsha512-"
            + b"Ab1/" * 21
            + b"=="
        )
        == []
    )


def test_an_archive_that_unpacks_without_end_is_read_as_far_as_memory_allows():
    bomb = packed(a_txt=b"0" * (1 << 20), b_zip=packed(c_txt=b"0" * (1 << 20)))
    assert len(FileReader(10_000).text(bomb)) < 10_100
    damaged = packed(a_txt=LETTER)[:-30]
    assert isinstance(text_of(damaged), str)


def cell(text, kind=""):
    return f'<c t="{kind}"><v>{text}</v></c>' if kind else f"<c><v>{text}</v></c>"


def sheet(*rows):
    return f"<worksheet><sheetData>{''.join(f'<row>{row}</row>' for row in rows)}</sheetData></worksheet>"


def test_a_sheet_is_read_as_a_table_whose_cells_name_their_texts_by_number():
    texts = ("来信登记表", "序号", "姓名", "电话", "张" + "小北", "没有用到")
    shared = f"<sst>{''.join(f'<si><t>{text}</t></si>' for text in texts)}</sst>"
    rows = (
        cell(0, "s"),
        cell(1, "s") + cell(2, "s") + cell(3, "s"),
        cell(1) + cell(4, "s") + cell("2066" + "002"),
    )
    data = packed(xl__sharedStrings_xml=shared, xl__worksheets__sheet1_xml=sheet(*rows))
    assert kinds_of(data) == ["姓名", "固定电话"]
    assert "没有用到" in text_of(data)


def test_a_cell_stands_in_the_column_that_it_names():
    head = '<c r="A1" t="inlineStr"><is><t>电话</t></is></c><c r="C1" t="inlineStr"><is><t>姓名</t></is></c>'
    row = f'<c r="C2" t="inlineStr"><is><t>{"张" + "小北"}</t></is></c>'
    assert "\n电话\t\t姓名\n\t\t张小北\n" in text_of(packed(xl__worksheets__sheet1_xml=sheet(head, row)))


@pytest.mark.parametrize("number", [f"{MOBILE[0]}.{MOBILE[1:]}E10", f"{MOBILE}.0"])
def test_a_number_in_a_cell_is_read_as_the_whole_one_that_is_shown(number):
    assert kinds_of(packed(xl__worksheets__sheet1_xml=sheet(cell(number)))) == ["手机号"]


@pytest.mark.parametrize(
    "mark",
    [
        f"<w:t><![CDATA[电话{MOBILE}]]></w:t>",
        f"<w:p><!-- {MOBILE} --></w:p>",
        f'<wp:docPr id="1" name="图" descr="电话{MOBILE}"/>',
    ],
)
def test_what_a_mark_says_to_a_reader_is_read(mark):
    assert kinds_of(packed(word__document_xml=mark)) == ["手机号"]


def test_an_archive_that_is_damaged_is_read_as_far_as_other_programs_do():
    data = packed(a_txt=LETTER, b_txt="路灯不亮。" * 50)
    broken = bytearray(packed(b_txt="路灯不亮。" * 50, a_txt=LETTER))
    broken[40] ^= 0xFF
    for damaged in (data[:-30], data[: len(data) // 2 + 60], bytes(broken)):
        text, is_whole = whole_text_of(damaged)
        assert ([hit.kind for hit in hits(text)], is_whole) == (["手机号"], False)
    assert whole_text_of(data)[1]
    assert kinds_of(gzip.compress(b"x") + gzip.compress(LETTER.encode())) == ["手机号"]


def test_what_is_packed_too_deep_or_too_large_is_told():
    data = LETTER.encode()
    for _ in range(6):
        data = packed(a_zip=data)
    assert not whole_text_of(data)[1]
    reader = FileReader(100)
    reader.text(packed(a_txt="路" * 100, b_txt=LETTER))
    assert reader.is_partial


@pytest.mark.parametrize("mark", [b"\xff", b"\0", b"\xe5\xbc"])
def test_a_few_bytes_that_are_no_text_hide_nothing_of_it(mark):
    assert kinds_of(f"联系人：{'张' + '小北'}\n".encode() * 2 + mark) == ["姓名", "姓名"]


def test_marks_without_end_cost_no_more_than_other_text():
    text = "<" * 200_000 + '<a title="x ' * 50_000 + '<author="' * 50_000
    started = time.process_time()
    text_of(packed(word__document_xml=text))
    assert time.process_time() - started < 5
