"""What another program makes of the same register: lateness that it no longer shows is told, and ends in status 1."""

from __future__ import annotations

import json

import pytest

from duban.cli import main

LATE = {
    "id": "letter-2026-0004/dwk.mailbox.handle/2", "case": "letter-2026-0004", "unit": "区综合执法局", "status": "overdue",
    "due": "2026-07-08", "late_days": 9,
}  # fmt: skip
OPEN = {
    **LATE,
    "id": "letter-2026-0005/dwk.mailbox.handle/2",
    "status": "running",
    "due": "2026-07-30",
    "late_days": 0,
}


@pytest.fixture
def compared(tmp_path, capsys):
    """Return what the command says of two lists: status and output."""

    def run(before, after, *words):
        for name, rows in (("before", before), ("after", after)):
            text = rows if isinstance(rows, str) else json.dumps({"as_of": "2026-07-17", "duties": rows})
            (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
        with pytest.raises(SystemExit) as left:
            main(["compare", str(tmp_path / "before.json"), str(tmp_path / "after.json"), *words])
        out, err = capsys.readouterr()
        return left.value.code, out, err

    return run


def test_the_same_is_the_same(compared):
    assert compared([LATE, OPEN], [OPEN, LATE]) == (
        0, "两个程序算的一样：2 项，到期日、状态、逾期天数都相同。\n", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("after", "head", "words"),
    [
        ([], "逾期少算了，或者没有了：1 项", "逾期 9 天，应于 2026-07-08 → 没有这一项"),
        ([{**LATE, "status": "met", "late_days": 0}], "逾期少算了，或者没有了：1 项", "→ 按期办结，应于 2026-07-08"),
        ([{**LATE, "due": "2026-07-09", "late_days": 8}], "逾期少算了，或者没有了：1 项", "→ 逾期 8 天，应于 2026-07-09"),
        ([{**LATE, "status": "waived"}], "逾期少算了，或者没有了：1 项", "→ 不再欠 9 天"),
        ([{**LATE, "unit": "区住建局"}], "逾期少算了，或者没有了：1 项", "区综合执法局"),
    ],
)  # fmt: skip
def test_lateness_that_is_gone(compared, after, head, words):
    status, out, err = compared([LATE], after)
    assert (status, err) == (1, "") and head in out and words in out


@pytest.mark.parametrize(
    ("after", "head"),
    [
        ([], "欠着的事没有了：1 项"),
        ([{**OPEN, "status": "waived"}], "欠着的事没有了：1 项"),
        ([{**OPEN, "due": "2026-08-30"}], "到期日推后了：1 项"),
        ([{**OPEN, "due": None}], "到期日推后了：1 项"),
    ],
)
def test_what_is_owed_in_time_and_moves(compared, after, head):
    status, out, _ = compared([OPEN], after)
    assert status == 1 and head in out


def test_stricter_is_no_loss(compared):
    status, out, _ = compared(
        [LATE, OPEN], [{**LATE, "late_days": 10, "due": "2026-07-07"}, OPEN, {**OPEN, "id": "new/x/1"}]
    )
    assert status == 0 and "其余不一样的：2 项" in out


def test_the_whole_list_as_json(compared):
    status, out, _ = compared([LATE], [], "--format", "json")
    assert status == 1 and json.loads(out) == {
        "duties": 1, "differences": [{"kind": "lost", "before": LATE, "after": None}],
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "[]", '{"duties": [{}]}', '{"duties": [1]}'])
def test_what_is_no_list(compared, text):
    status, out, err = compared([LATE], text)
    assert (status, out) == (2, "") and "不是 duban due --status all --format json 写的" in err
