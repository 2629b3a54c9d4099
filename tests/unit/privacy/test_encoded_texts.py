"""What is packed or encoded is read as if it stood open: office documents, archives, Base64 in any text."""

import base64
import gzip
import io
import zipfile
from email.message import EmailMessage

import pytest

from duban.privacy.detect import hits
from duban.privacy.file_text import FileReader, text_of

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
