"""`duban scan`: kind and place of what stands in any text, and never the value."""

import io
import json
import sys
import zipfile

import pytest

from duban.cli import main

MOBILE = "138" + "0013" + "8000"
LINE = "0952-" + "2012" + "345"
NAME = "张" + "小北"
PERSON = "640202" + "20261121" + "0019"


@pytest.fixture
def scan(capsys, tmp_path, monkeypatch):
    """Run `duban scan` in a folder that is no register: exit status, output, complaint."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, given: bytes | None = None) -> tuple[int, str, str]:
        if given is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(["scan", *words])
        out, err = capsys.readouterr()
        assert not any(value in out + err for value in (MOBILE, LINE, NAME))
        return left.value.code, out, err

    return run


def spans(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_one_object_a_text_with_offsets_in_code_points_of_the_file_itself(scan, tmp_path):
    text = f"😀来信\r\n电话：{MOBILE}，\n姓名：{NAME}"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (tmp_path / "b.txt").write_bytes("路灯不亮".encode())
    status, out, err = scan("a.txt", "b.txt", "--format", "json")
    start, name = text.index(MOBILE), text.index(NAME)
    assert (status, err) == (0, "")
    assert spans(out) == [
        {
            "path": "a.txt",
            "spans": [
                {"kind": "手机号", "start": start, "end": start + 11},
                {"kind": "姓名", "start": name, "end": name + 3},
            ],
        },
        {"path": "b.txt", "spans": []},
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_whatever_a_text_is_written_in(scan, encoding):
    status, out, _ = scan("-", "--format", "json", given=f"请打{MOBILE}".encode(encoding))
    (answer,) = spans(out)
    mark = encoding == "utf-8-sig"  # a BOM of UTF-8 is the first character of the text
    assert (status, answer) == (
        0, {"path": "-", "spans": [{"kind": "手机号", "start": 2 + mark, "end": 13 + mark}]},
    )  # fmt: skip


def test_standard_input_is_read_where_no_file_is_named(scan):
    status, out, _ = scan(given=f"一\n请打{MOBILE}\n".encode())
    assert (status, out) == (0, "标准输入:2:3 手机号\n查了 1 份：有 1 处。\n")


def test_office_documents_and_folders(scan, tmp_path):
    (tmp_path / "稿").mkdir()
    with zipfile.ZipFile(tmp_path / "稿" / "答复.docx", "w") as archive:
        archive.writestr("word/document.xml", f"<w:p><w:t>{MOBILE[:5]}</w:t><w:t>{MOBILE[5:]}</w:t></w:p>")
    (tmp_path / "稿" / "空.txt").write_text("没有\n", "utf-8")
    (tmp_path / "稿" / "指向.txt").symlink_to(tmp_path / "稿" / "答复.docx")
    _, out, _ = scan("稿", "--format", "json")
    assert [(answer["path"], [span["kind"] for span in answer["spans"]]) for answer in spans(out)] == [
        ("稿/空.txt", []),
        ("稿/答复.docx", ["手机号"]),
    ]


def test_what_cannot_be_read_is_told_and_the_others_are_scanned(scan, tmp_path):
    (tmp_path / "a.txt").write_text(f"请打{MOBILE}\n", "utf-8")
    status, out, err = scan("没有.txt", "a.txt")
    assert (status, out) == (2, "a.txt:1:3 手机号\n查了 1 份：有 1 处。\n")
    assert err == "duban：没有.txt 读不出来：没有这个文件\n"


@pytest.mark.parametrize(
    "start", ["25504446 2d312e37", "52617221 1a0700", "377abcaf 271c", "89504e47 0d0a1a0a", "ffd8ffe0 0010"],
    ids=["PDF", "RAR", "7z", "PNG", "JPEG"],
)  # fmt: skip
def test_a_file_whose_letters_cannot_be_read_is_no_file_without_any(scan, start):
    status, out, err = scan("-", "--format", "json", given=bytes.fromhex(start) + b"\0\xff\xfe" * 40)
    assert (status, spans(out)) == (2, [{"path": "-", "spans": []}])
    assert err.startswith("duban：标准输入 没有查全：PDF、图片里的字，")


def test_the_offices_own_lines_are_none(scan, tmp_path):
    text = f"请打{LINE}".encode()
    assert spans(scan("--format", "json", given=text)[1])[0]["spans"] != []
    (tmp_path / "other.yml").write_text(f"units: [{{code: 区住建局, phone: {LINE}}}]\n", "utf-8")
    assert spans(scan("--public-lines", "other.yml", "--format", "json", given=text)[1])[0]["spans"] == []
    (tmp_path / "other.yml").rename(tmp_path / "office.yml")
    assert spans(scan("--format", "json", given=text)[1])[0]["spans"] == []


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "office.yml 读不出来"), ("a: [", "office.yml 读不懂，先改好它")],
)
def test_an_office_that_cannot_be_read_is_not_passed_over(scan, tmp_path, content, says):
    if content is not None:
        (tmp_path / "office.yml").write_text(content, "utf-8")
    status, out, err = scan("--public-lines", "office.yml", given=b"x")
    assert (status, out) == (2, "") and err.startswith(f"duban：{says}")


def test_nobody_is_born_after_today(scan):
    digits = PERSON[:17]
    rest = sum((2 ** (17 - place) % 11) * int(digit) for place, digit in enumerate(digits))
    number = digits + "10X98765432"[rest % 11]
    given = f"身份证 {number}".encode()
    kinds = [
        [span["kind"] for span in spans(scan("--format", "json", "--today", day, given=given)[1])[0]["spans"]]
        for day in ("2026-11-22", "2026-11-20")
    ]
    assert kinds[0] == ["身份证号"] and kinds[1] != kinds[0]


def test_a_guess_is_marked_as_a_reminder(scan):
    given = f"希望开通小路的路灯。\n{NAME}".encode()
    assert scan(given=given)[1] == "标准输入:2:1 可能的姓名（只是提醒）\n查了 1 份：有 1 处。\n"
    assert spans(scan("--format", "json", given=given)[1])[0]["spans"] == [
        {"kind": "可能的姓名", "start": 11, "end": 14, "reminder": True}
    ]
