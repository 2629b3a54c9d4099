"""`duban new`: the file it writes, the number it takes, and what it refuses."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from desk import LETTER, OFFICE
from hypothesis import assume, given
from hypothesis import strategies as st

from duban.yamlfile.read_yaml import read_yaml
from duban.yamlfile.write_yaml import scalar, text_of
from duban.yamlfile.yaml_layout import hidden

MOBILE = "139" + str(10_000_000 + 2_345_678)
WRITTEN = """\
title: 路灯不亮
channel: 区长信箱-网上
category: 求助
received: 2026-07-30
consent: 同意公开
text: 路灯不亮。
timeline:
- at: 2026-07-31
  event: 登记
  by: 区政府督查室
  matter: 生产生活困难
"""
SAMPLE = (Path(__file__).parents[3] / "office.yml").read_text(encoding="utf-8")
EVERY_KIND = (
    SAMPLE.replace("today: 2026-11-20", "today: 2026-07-31")
    .replace(
        "adopted:\n",
        "adopted:\n"
        + "".join(
            f"- {{rulebook: {book}, from: 2025-12-01, decision: 场景测试}}\n"
            for book in ("dq.doc", "dq.info")
        ),
    )
    .replace(
        "  12345热线: 市12345热线\n",
        "  12345热线: 市12345热线\n  机要室: 区政府办文书室\n  信息室: 区政府督查室\n",
        1,
    )
)


def test_a_letter(desk):
    status, out, err = desk.run("new", "letter", *LETTER)
    assert (status, out) == (0, "cases/letters/2026/letter-2026-0001.yml\n")
    assert err == "第一条：登记，由区政府督查室记\n"
    assert desk.path("letter-2026-0001").read_text(encoding="utf-8") == WRITTEN
    assert desk.path("letter-2026-0001").stat().st_mode & 0o777 == 0o644
    assert desk.run("check")[:2] == (0, "检查了 1 件，没有发现问题。\n")
    assert [one for one in os.listdir(desk.path("letter-2026-0001").parent)] == ["letter-2026-0001.yml"]


@pytest.mark.parametrize(
    ("kind", "arguments", "number", "first"),
    [
        ("来信", ("标题=路灯不亮", *LETTER[1:]), "letter-2026-0001", ("登记", "区政府督查室")),
        (
            "letter", (LETTER[0], "channel=区长信箱-纸质", *LETTER[2:]),
            "letter-2026-0001", ("登记", "区政府办文书室"),
        ),
        (
            "proposal",
            ("title=免申即享的提案", "channel=政协提案", "received=2026-07-13", "assigned_by_body=2026-07-12",
             "session=闭会期间", "registered_as=023", "mode=单独", "proposers=[委员甲, 委员乙]", "text=内容。"),
            "proposal-2026-0001", ("登记", "区政府督查室"),
        ),
        (
            "instruction",
            ("title=燃气安全", "leader=区长", "instruction=请住建局三天内查清。", "carrier=纪要"),
            "instruction-2026-0001", ("登记", "区政府办文书室"),  # 规程第四条: the article says whose act it is
        ),
        (
            "meeting",
            ("title=第62次常务会议", "received=2026-07-20", "held=2026-08-12", "meeting=常务会议", "legal=true"),
            "meeting-2026-0001", ("登记", "区政府督查室"),
        ),
        ("task", ("title=危房改造", "source=会议决定事项", "text=进度。"), "task-2026-0001", ("登记", "区政府督查室")),
        (
            "document", ("title=请示", "channel=收文", "received=2026-07-30T09:12", "sender=市政府办公室", "密级=无"),
            "document-2026-0001", ("登记", "区政府督查室"),
        ),
        (
            "bulletin", ("title=信息", "channel=一般信息", "text=内容。", "secrecy=无", "签发人=局长"),
            "bulletin-2026-0001", ("登记", "区政府督查室"),
        ),
    ],
)  # fmt: skip
def test_every_kind(desk, kind, arguments, number, first):
    desk.put("office.yml", EVERY_KIND)
    status, out, err = desk.run("new", kind, *arguments)
    assert status == 0, err
    assert out.endswith(f"/2026/{number}.yml\n")
    entry = read_yaml(desk.path(number).read_bytes(), number).value["timeline"][0]
    assert (entry["event"], entry["by"]) == first
    status, out, _ = desk.run("check", out.strip())
    assert status == 0, out


def test_where_the_rulebook_registers_nothing_the_timeline_is_empty(desk):
    desk.put(
        "office.yml",
        EVERY_KIND.replace("dwk.meet", "dq.meet").replace(
            "  常务会议: [", "  全体会议: [区长]\n  常务会议: ["
        ),
    )
    arguments = ("title=常务会议", "received=2026-07-20", "held=2026-08-12", "meeting=常务会议")
    status, _, err = desk.run("new", "meeting", *arguments)
    assert (status, err) == (0, "规则书里没有登记这一条，timeline 是空的\n")
    assert desk.path("meeting-2026-0001").read_text(encoding="utf-8").endswith("timeline: []\n")
    assert desk.run("check")[0] == 0
    assert desk.refused("new", "meeting", *arguments, "--by", "区住建局").endswith(
        "没有登记这一条，不用写 --by"
    )


def test_the_year_is_that_of_arrival_and_who_says_no_day_means_today(desk):
    status, out, _ = desk.run("new", "letter", *LETTER[:5], "--received", "2025-12-31T23:59")
    assert (status, out) == (0, "cases/letters/2025/letter-2025-0001.yml\n")
    status, out, err = desk.run("new", "letter", *LETTER[:5])
    assert out == "cases/letters/2026/letter-2026-0001.yml\n"
    assert "received 按今天写：2026-07-31；不是今天的，删掉这个文件，用 --received 写明再登记\n" in err
    assert "提醒：第1条“登记”没有写“受理范围”（matter）" in err
    told = desk.refused("new", "letter", *LETTER[:5], "--received", "2026-08-01")
    assert told == "没有写入：received 2026-08-01 在今天（2026-07-31）之后，请核对日期"


# --- numbers


def test_the_next_number_over_the_folder_and_all_branches(shared, tmp_path):
    def held_by(branch, number):
        shared.git("checkout", "-q", "-b", branch, "main")
        shared.put(f"cases/letters/2026/{number}.yml", WRITTEN)
        shared.commit(branch)

    held_by("mine", "letter-2026-0004")
    held_by("theirs", "letter-2026-0007")
    shared.git("push", "-q", "origin", "theirs")
    shared.git("checkout", "-q", "main")
    shared.git("branch", "-q", "-D", "theirs")
    assert shared.register() == "letter-2026-0008"  # of a remote branch
    shared.git("push", "-q", "origin", ":theirs")
    shared.path("letter-2026-0008").unlink()
    assert shared.register() == "letter-2026-0005"  # of a local branch
    shared.put("cases/letters/2026/letter-2026-0030.yml", "title: 未提交的\n")
    assert shared.register() == "letter-2026-0031"  # of the folder; gaps are not filled
    for path in (
        "letters/2025/letter-2025-0099",
        "tasks/2026/task-2026-0098",
        "letters/2026/xletter-2026-0097",
    ):
        shared.put(f"cases/{path}.yml", "x: y\n")
    shared.put("cases/letters/2026/letter-2026-0096.yml.bak", "x: y\n")
    assert shared.register() == "letter-2026-0032"
    shared.git("clean", "-q", "-f", "-d")
    shared.git("checkout", "-q", "--detach", "mine")
    shared.git("branch", "-q", "-D", "mine")
    shared.put("cases/letters/2026/letter-2026-0009.yml", WRITTEN)
    shared.commit("只在 HEAD")
    shared.git("rm", "-q", "cases/letters/2026/letter-2026-0009.yml")
    assert shared.register() == "letter-2026-0010"  # of a HEAD on no branch


@pytest.mark.parametrize(
    ("last", "next"),
    [("0001", "0002"), ("0999", "1000"), ("9999", "10000"), ("00012", "0013"), ("99999", "100000")],
)
def test_numbers_grow(desk, last, next):
    desk.put(f"cases/letters/2026/letter-2026-{last}.yml", WRITTEN)
    assert desk.register() == f"letter-2026-{next}"


def test_no_number_is_left(desk):
    desk.put("cases/letters/2026/letter-2026-999999.yml", WRITTEN)
    assert desk.refused("new", "letter", *LETTER) == "序号已经用到 999999，没有下一个了"


def test_an_office_in_a_folder_of_the_repository(clerk):
    office = clerk.root / "offices" / "某 区"
    clerk.put("offices/某 区/office.yml", OFFICE)
    clerk.put("offices/某 区/cases/letters/2026/letter-2026-0005.yml", WRITTEN)
    clerk.put("cases/letters/2026/letter-2026-0009.yml", WRITTEN)
    clerk.commit()
    clerk.git("checkout", "-q", "-b", "other", "HEAD~1")
    clerk.put("offices/某 区/office.yml", OFFICE)
    inside = type(clerk)(office, clerk.capsys)
    assert inside.register() == "letter-2026-0006"


def test_a_branch_that_cannot_be_read_is_told(clerk):
    clerk.git("checkout", "-q", "-b", "坏的")
    clerk.put("cases/letters/2026/letter-2026-0009.yml", WRITTEN)
    clerk.commit()
    tree = clerk.git("rev-parse", "HEAD:cases/letters/2026").strip()
    clerk.git("checkout", "-q", "main")
    (clerk.root / ".git/objects" / tree[:2] / tree[2:]).unlink()
    status, out, err = clerk.run("new", "letter", *LETTER)
    assert (status, out) == (0, "cases/letters/2026/letter-2026-0001.yml\n")
    assert "注意：有的分支读不到（坏的），件号可能和那里的重复；合并的时候会发现\n" in err


def test_a_repository_git_does_not_read(clerk):
    clerk.put(".git/config", "[core\n")
    assert clerk.refused("new", "letter", *LETTER).startswith("Git 读不了这个仓库")


def test_a_repository_of_another_user_is_not_read_and_it_is_said_what_to_do(clerk, monkeypatch):
    monkeypatch.setenv(
        "GIT_TEST_ASSUME_DIFFERENT_OWNER", "1"
    )  # git's own way to try this without a second user
    assert clerk.refused("new", "letter", *LETTER) == (
        "这个 Git 仓库是别人的，Git 不肯读；确认可靠以后，用 git config --global safe.directory 写上它"
    )
    assert not clerk.path("letter-2026-0001").exists()


def test_what_stands_behind_a_replace_ref_counts_for_nothing(clerk):
    shown = clerk.git("rev-parse", "HEAD").strip()
    clerk.put("cases/letters/2026/letter-2026-0009.yml", WRITTEN)
    clerk.commit()
    clerk.git("replace", clerk.git("rev-parse", "HEAD").strip(), shown)
    clerk.path("letter-2026-0009").unlink()
    assert clerk.register() == "letter-2026-0010"


def test_many_clerks_at_once_in_one_folder_take_different_numbers(desk):
    command = [sys.executable, "-m", "duban", "new", "letter", *LETTER, "--root", str(desk.root)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"PYTHONUTF8": "1"})
        for _ in range(6)
    ]  # fmt: skip
    said = [(one.communicate(), one.returncode) for one in running]
    assert [status for _, status in said] == [0] * 6
    assert sorted(out.decode()[-9:-5] for (out, _), _ in said) == [f"{place:04}" for place in range(1, 7)]
    assert len(desk.files()) == 8  # nothing is left over beside them, office.yml and README.md


def test_a_folder_that_leads_elsewhere(desk, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (desk.root / "cases/letters").symlink_to(tmp_path / "elsewhere")
    status, _, err = desk.run("new", "letter", *LETTER)
    assert status == 2 and "cases/letters 是符号链接，不能通过链接写案件" in err
    assert list((tmp_path / "elsewhere").iterdir()) == []


# --- what is told


def test_everything_that_is_missing_is_told_at_once(desk):
    assert desk.refused("new", "letter", "title=路灯不亮") == (
        "没有写入，还缺 4 项：channel 渠道（人民网留言板、互联网+督查、区长信箱-网上、区长信箱-纸质）；"
        "category 类别（咨询、建议、求助、投诉、举报、意见）；consent 公开意愿（同意公开、不同意公开、未表态）；"
        "text 来信内容（例如 某街与某路交叉口人行道地砖破损，…）。照 字段=值 补上"
    )
    assert "proposers 提出人（例如 [王建国]）" in desk.refused("new", "proposal")


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        ("信", LETTER, "没有“信”这一类；有：letter（来信）、proposal（建议提案）、"),
        ("提案", LETTER, "没有“提案”这一类；是不是要 proposal？有：letter（来信）、"),
        ("批示件", LETTER, "没有“批示件”这一类；是不是要 instruction？"),
        ("信访件", LETTER, "没有“信访件”这一类；是不是要 letter？"),
        ("专报", LETTER, "没有“专报”这一类；是不是要 bulletin？"),
        ("letter", (*LETTER, "channel"), "“channel”要写成 字段=值，等号用半角"),
        ("letter", (*LETTER, "=x"), "“=x”要写成 字段=值"),
        ("letter", (*LETTER, "title=又"), "title 写了两次，只写一次"),
        ("letter", (*LETTER, "标题=又"), "title 写了两次，只写一次"),
        ("letter", (*LETTER, "--received", "2026-07-30"), "received 写了两次，只写一次"),
        ("letter", ("titel=路灯",), "没有“titel”这一项。是不是想写“title”？"),
        ("letter", (*LETTER, "told=电话"), "没有“told”这一项。"),
        ("letter", (*LETTER, "timeline=[]"), "timeline 不在这里写；登记这一条由命令写"),
        ("letter", (*LETTER, "writer=李某"), "writer 要封存；先登记别的，再运行 duban seal 件号 writer --from 文件"),
        (
            "letter", (*LETTER[:4], LETTER[5], "restricted=true"),
            "受限事项的 sealed 要封存，请照手册手工写好文件，再运行 duban seal 件号 sealed",
        ),
        ("letter", ("title=灯", "channel=网上", *LETTER[2:]),
         "“标题”（title）：标题写成一行，2 到 80 个字；“渠道”（channel）：没有“网上”这个写法。"),
        ("letter", (*LETTER[:5], "received=2026-02-30"), "“来件日期”（received）：2026-02-30 这一天不存在"),
        ("letter", (*LETTER, "reachable=是"), "“留有联系方式”（reachable）：只能写 true（是）或 false（否）"),
        ("letter", (*LETTER, "against=区住见局"), "against"),
        ("letter", (*LETTER, "imported={from: 台账"), "imported 读不懂，没有写入："),
        ("letter", (*LETTER, "--by", "区住见局"), "office.yml 里没有“区住见局”这个单位。是不是想写“区住建局”？"),
        ("letter", (*LETTER, "--by", "区住建局"), "“登记”是"),
        ("letter", (*LETTER, "note=看\u200b不见"), "note：有看不见的字符 U+200B"),
        ("letter", (*LETTER, "note=响\x07铃"), "有不可见的控制字符 U+0007"),
        ("letter", (LETTER[0], "channel=互联网+督查", *LETTER[2:]), "没有哪本规则书管"),
    ],
)  # fmt: skip
def test_what_is_refused(desk, kind, arguments, message):
    assert message in desk.refused("new", kind, *arguments)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"请打{MOBILE}", "手机号"),
        ("write to a.b" + "@sina.com", "电子邮箱"),
        ("密码：" + "Abc" + "12345x", "密码"),
    ],
)
@pytest.mark.parametrize("field", ["text", "title", "note", "addressed_to"])
def test_personal_data_is_refused_and_not_repeated(desk, text, kind, field):
    told = dict(pair.split("=", 1) for pair in LETTER) | {field: text}
    said = desk.refused("new", "letter", *(f"{key}={value}" for key, value in told.items()))
    assert f"{field} 里有" in said and "duban seal" in said
    assert text[3:] not in said and MOBILE not in said


def test_what_the_office_itself_publishes_is_no_secret(desk):
    desk.put("office.yml", OFFICE.replace("name: 教体局,", 'name: 教体局, phone: "0952-2010103",'))
    assert desk.register(text="请打 0952-2010103。") == "letter-2026-0001"
    told = desk.refused("new", "letter", *LETTER[:4], *LETTER[5:], "text=请打 0952-2010104。")
    assert "text 里有" in told


def test_what_a_user_writes_is_never_an_option(clerk):
    assert clerk.register(title="--upload-pack=x", note="-n") == "letter-2026-0001"
    value = read_yaml(clerk.path("letter-2026-0001").read_bytes(), "").value
    assert (value["title"], value["note"]) == ("--upload-pack=x", "-n")


# --- how it is written


@pytest.mark.parametrize(
    ("argument", "line"),
    [
        ("note=五号楼 #3 门", 'note: "五号楼 #3 门"'),
        ("note=注意: 有狗", 'note: "注意: 有狗"'),
        ("note=ar：有狗", 'note: "ar：有狗"'),
        ("note=注意：有狗，快跑", "note: 注意：有狗，快跑"),
        ("note=0952", 'note: "0952"'),
        ("note=3.10", 'note: "3.10"'),
        ("note=12:30", 'note: "12:30"'),
        ("note=true", 'note: "true"'),
        ("note=No", 'note: "No"'),
        ("note=~", 'note: "~"'),
        ("note=2026-07-30", "note: 2026-07-30"),
        ("note=2026年7月", "note: 2026年7月"),
        ('note=他说"好"', 'note: "他说\\"好\\""'),
        ("note=[甲]", 'note: "[甲]"'),
        ("note=- 甲", 'note: "- 甲"'),
        ("note=*甲", 'note: "*甲"'),
        ("note=路径 C:\\x", 'note: "路径 C:\\\\x"'),
        ("note= 甲 ", "note: 甲"),
        ("note=一\n二", "note: |\n  一\n  二"),
        ("note=  一\n二", "note: |2\n    一\n  二"),
        ("note=\n一\r\n\r\n# 二: 三\t\n\n", "note: |\n  一\n\n  # 二: 三"),
        ("reachable=true", "reachable: true"),
    ],
)
def test_values_are_written_so_that_they_are_read_as_they_are(desk, argument, line):
    status, _, err = desk.run("new", "letter", *LETTER, argument)
    assert status == 0, err
    assert f"\n{line}\n" in desk.path("letter-2026-0001").read_text(encoding="utf-8")
    assert desk.run("check")[0] == 0


def test_lists_are_written_on_one_line_or_item_by_item(desk):
    desk.put("office.yml", EVERY_KIND)
    long = "、".join(["某某负责人"] * 20)
    status, _, err = desk.run(
        "new", "meeting", "title=常务会议", "received=2026-07-20", "held=2026-08-12", "meeting=常务会议",
        "present=[区长, 常务副区长]", f'attending=["{long}", 局长]', "absent=[{who: 副区长甲, reason: 外出}]",
    )  # fmt: skip
    assert status == 0, err
    text = desk.path("meeting-2026-0001").read_text(encoding="utf-8")
    assert "\npresent: [区长, 常务副区长]\n" in text
    assert f"\nattending:\n- {long}\n- 局长\n" in text
    assert "\nabsent:\n- who: 副区长甲\n  reason: 外出\n" in text


LINES = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn")), max_size=20)


@given(st.lists(LINES, min_size=1, max_size=5))
def test_whatever_can_be_read_is_written_as_it_is(lines):
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    text = f"{text}\n" if "\n" in text else text.strip()
    if not text.strip() or hidden(text):
        return
    value = {"note": text, "list": [{"one": text}, text.replace("\n", " ").strip()]}
    document = read_yaml(text_of(value).encode(), "x")
    assert document.findings == () and document.value == value


@given(LINES)
def test_a_plain_value_says_the_same_to_every_reader(text):
    import yaml

    assume(text.strip() and not hidden(text) and not (len(text) in (10, 16) and text[:4].isdigit()))
    assert yaml.safe_load(f"x: {scalar(text)}") == {"x": text}


# --- text from a file


@pytest.mark.parametrize(
    ("data", "written"),
    [
        ("路灯不亮。".encode(), "text: 路灯不亮。\n"),
        ("\ufeff路灯\r\n不亮。\r\n\r\n".encode(), "text: |\n  路灯\n  不亮。\n"),
        ("　　路灯\n\n　　不亮。\n".encode(), "text: |\n  　　路灯\n\n  　　不亮。\n"),
    ],
)
def test_the_text_comes_from_a_file(desk, tmp_path, monkeypatch, data, written):
    (tmp_path / "信.txt").write_bytes(data)
    rest = (*LETTER[:4], *LETTER[5:])
    assert desk.run("new", "letter", *rest, "--text-from", str(tmp_path / "信.txt"))[0] == 0
    assert written in desk.path("letter-2026-0001").read_text(encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert desk.run("new", "letter", *rest, "--text-from", "-")[0] == 0
    assert desk.path("letter-2026-0002").read_bytes() == desk.path("letter-2026-0001").read_bytes()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "信.txt 读不出来：没有这个文件"),
        ("路灯".encode("gb18030"), "信.txt 不是 UTF-8 文字，请另存为 UTF-8"),
        (b"x" * ((1 << 20) + 1), "信.txt 超过 1 MB，附件请另行存放"),
        (b"\n \n", "“来信内容”（text）：这里写一段文字"),
        (f"请打{MOBILE}".encode(), "text 里有手机号，请删去"),
    ],
)
def test_a_text_file_that_is_refused(desk, tmp_path, data, message):
    if data is not None:
        (tmp_path / "信.txt").write_bytes(data)
    arguments = (*LETTER[:4], *LETTER[5:], "--text-from", str(tmp_path / "信.txt"))
    assert message in desk.refused("new", "letter", *arguments)
    assert (
        desk.refused("new", "letter", *LETTER, "--text-from", os.devnull)
        == "没有写入：text 写了两次，只写一次"
    )
