"""`duban renumber`: two clerks with one number, what may move, and what goes with it."""

import json
from pathlib import Path

import pytest
from desk import OFFICE

from duban.editing import renumber_case
from duban.findings.finding import Unusable
from duban.privacy import sealing_keys as age_keys
from duban.yamlfile.read_yaml import read_yaml

FOLDER = Path(__file__).parents[2] / "keys"
KEYS = {name: str(FOLDER / f"{name}.key") for name in ("supervision", "housing")}
SEALING = OFFICE + "keys:\n"
for name, unit, default in (("supervision", "区政府督查室", "true"), ("housing", "区住建局", "false")):
    public = age_keys.identities((FOLDER / f"{name}.key").read_text())[0].to_public()
    SEALING += f"- {{name: {unit}密钥, unit: {unit}, recipient: {public}, default: {default}}}\n"
INTO = """\
title: 又来一封
channel: 区长信箱-网上
category: 求助
received: 2026-07-30
consent: 同意公开
text: |
  同 letter-2026-0001 是一件事，不是 letter-2026-00011。

timeline:
- {at: 2026-07-30, event: 登记, by: 区政府督查室, matter: 生产生活困难}
# 并到那一件
- at: 2026-07-30
  event: 并案
  by:   区政府督查室
  into: "letter-2026-0001"
"""


def value_of(desk, number):
    return read_yaml(desk.path(number).read_bytes(), number).value


# --- two clerks


@pytest.fixture
def two(shared, tmp_path):
    """Two clerks who both registered a letter under the same number; the first has merged."""
    other = shared.clone(tmp_path / "other")
    assert shared.register(title="路灯不亮") == other.register(title="水管漏水") == "letter-2026-0001"
    shared.commit("登记路灯")
    other.git("checkout", "-q", "-b", "水管")
    other.commit("登记水管")
    shared.git("push", "-q", "origin", "main")
    other.git("fetch", "-q")
    return shared, other


def test_two_clerks_with_one_number_meet_in_a_conflict_that_renumbering_ends(two):
    first, second = two
    said = second.git("merge", "origin/main", fine=False)
    assert "CONFLICT (add/add): Merge conflict in cases/letters/2026/letter-2026-0001.yml" in said
    assert second.refused("renumber", "letter-2026-0001") == (
        "cases/letters/2026/letter-2026-0001.yml 正在合并，两件撞在一个件号上；先退出合并（git merge --abort，"
        "变基时 git rebase --abort），再改自己这一件的件号，提交以后重新合并"
    )
    second.git("merge", "--abort")
    status, out, err = second.run("renumber", "letter-2026-0001")
    assert (status, err) == (0, "")
    assert out == (
        "letter-2026-0001 已改为 letter-2026-0002：cases/letters/2026/letter-2026-0002.yml\n"
        "下一步：git add -A cases，再提交\n"
    )
    assert second.git("diff", "--cached", "--name-only") == ""  # the index is the clerk's
    second.commit("换件号")
    second.git("merge", "-q", "-m", "合并", "origin/main")
    assert value_of(second, "letter-2026-0001")["title"] == "路灯不亮"
    assert value_of(second, "letter-2026-0002")["title"] == "水管漏水"
    assert second.run("check")[0] == 0
    second.git("push", "-q", "origin", "HEAD:main")
    first.git("pull", "-q")
    assert value_of(first, "letter-2026-0002")["title"] == "水管漏水"


def test_the_one_that_is_merged_keeps_its_number(two):
    first, second = two
    told = first.refused("renumber", "letter-2026-0001")
    assert told == (
        "letter-2026-0001 已经在 origin/main 上，件号不能再改；登记重了的记一条并案，件号写错的记一条备注说明"
    )
    second.git("checkout", "-q", "main")
    second.git("pull", "-q")
    assert "已经在 origin/main 上" in second.refused("renumber", "letter-2026-0001")


def test_a_conflict_while_rebasing(two):
    _, second = two
    second.git("rebase", "origin/main", fine=False)
    assert "正在合并" in second.refused("renumber", "letter-2026-0001")
    second.git("rebase", "--abort")
    assert second.run("renumber", "letter-2026-0001")[0] == 0


# --- what is merged


def squashed(desk):
    """Merged by squashing, so that no commit of the branch is on main; then recorded on."""
    desk.git("checkout", "-q", "main")
    desk.git("merge", "-q", "--squash", "mine")
    desk.commit("压成一个提交")
    path = desk.path("letter-2026-0001")
    more = "- at: 2026-07-31\n  event: 交办\n  by: 区政府督查室\n  to: 区住建局\n  handler: 李明\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    desk.commit("交办")
    desk.git("push", "-q", "origin", "main")
    desk.git("checkout", "-q", "mine")


def merged_here(desk):
    """Merged into the local main, not pushed yet."""
    desk.git("checkout", "-q", "main")
    desk.git("merge", "-q", "--no-ff", "-m", "合并", "mine")
    desk.git("checkout", "-q", "mine")


def changed_after(desk):
    """Merged; then the branch altered a fact of arrival, which makes it no other case."""
    desk.git("push", "-q", "origin", "mine:main")
    path = desk.path("letter-2026-0001")
    path.write_text(path.read_text(encoding="utf-8").replace("路灯不亮", "水管漏水"), encoding="utf-8")


def detached(desk):
    desk.git("push", "-q", "origin", "mine:main")
    desk.git("checkout", "-q", "--detach")


def without_its_head(desk):
    desk.git("push", "-q", "origin", "mine:main")
    desk.git("remote", "set-head", "origin", "--delete")


@pytest.mark.parametrize("merged", [squashed, merged_here, changed_after, detached, without_its_head])
def test_what_is_merged_does_not_move(shared, merged):
    shared.git("checkout", "-q", "-b", "mine")
    shared.register()
    shared.commit("登记")
    merged(shared)
    shared.git("fetch", "-q")
    assert "件号不能再改" in shared.refused("renumber", "letter-2026-0001")


def test_without_a_remote_what_is_committed_on_the_default_branch_is_merged(clerk):
    clerk.register()
    assert clerk.run("renumber", "letter-2026-0001", "letter-2026-0003")[0] == 0  # not committed
    clerk.commit("登记")
    assert "已经在 main 上" in clerk.refused("renumber", "letter-2026-0003")
    clerk.git("branch", "-m", "主干")
    assert "已经在 主干 上" in clerk.refused("renumber", "letter-2026-0003")


def test_what_is_committed_but_not_pushed_is_not_merged(shared):
    shared.register()
    shared.commit("登记")
    assert shared.run("renumber", "letter-2026-0001")[0] == 0
    assert not shared.path("letter-2026-0001").exists()


def test_nobody_knows_the_default_branch(shared):
    shared.git("remote", "rename", "origin", "forge")
    shared.git("push", "-q", "forge", "main:开发")
    for name in ("refs/remotes/forge/HEAD", "refs/remotes/forge/main"):
        shared.git("update-ref", "--no-deref", "-d", name)
    shared.git("branch", "-m", "开发")
    shared.register()
    assert shared.refused("renumber", "letter-2026-0001") == (
        "不知道 forge 的主分支是哪个；请运行 git fetch forge，再运行 git remote set-head forge -a"
    )


def test_outside_a_repository(desk):
    desk.register()
    assert desk.run("renumber", "letter-2026-0001", "letter-2026-0009")[0] == 0
    assert sorted(desk.files()) == [
        "cases/README.md",
        "cases/letters/2026/letter-2026-0009.yml",
        "office.yml",
    ]


# --- where to


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("letter-2026-0009",), "请写案件编号（如 letter-2026-0007）或文件路径"),
        (("cases/letters/2026/letter-2026-0001.yml",), "不是件号；件号写成 letter-2026-0007"),
        (("meeting-2026-0001#3",), "是会议的议定事项，写在 cases/meetings/2026/meeting-2026-0001.yml 里"),
        (("letter-2026-0001", "letter-2026-7"), "“letter-2026-7”不是件号；件号写成 letter-2026-0004"),
        (("letter-2026-0001", "letter-2026-0001"), "letter-2026-0001 已经是这个件号"),
        (("letter-2026-0001", "letter-2026-00001"), "letter-2026-00001 已经有了（当前目录）"),
        (("letter-2026-0001", "task-2026-0009"), "task-2026-0009 是另一类；letter-2026-0001 只能改成 letter 开头的件号"),
        (("letter-2026-0001", "letter-2025-0009"), "letter-2025-0009 是 2025 年的"),
        (("letter-2026-0001", "letter-2026-0002"), "letter-2026-0002 已经有了（当前目录）；请另写一个，例如 letter-2026-0004"),
        (("letter-2026-0001", "letter-2026-0003"), "letter-2026-0003 已经有了（origin/别人的）"),
        (("letter-2026-0001", "--to", "区住建局"), "--to、--without 和 --key 一起用"),
    ],
)  # fmt: skip
def test_numbers_that_cannot_be_had(shared, arguments, message):
    shared.git("checkout", "-q", "-b", "别人的")
    shared.put("cases/letters/2026/letter-2026-0003.yml", "title: 别人的\n")
    shared.commit("别人的")
    shared.git("push", "-q", "origin", "别人的")
    shared.git("checkout", "-q", "main")
    shared.git("branch", "-q", "-D", "别人的")
    shared.register()
    shared.put("cases/letters/2026/letter-2026-0002.yml", shared.path("letter-2026-0004").read_bytes())
    shared.put("cases/letters/2026/letter-2026-0001.yml", shared.path("letter-2026-0004").read_bytes())
    shared.path("letter-2026-0004").unlink()
    assert message in shared.refused("renumber", *arguments)


def test_a_case_that_cannot_be_read(desk):
    desk.put("cases/letters/2026/letter-2026-0001.yml", "title: [\n")
    assert "先运行 duban check 改好再来" in desk.refused("renumber", "letter-2026-0001")


# --- what goes with it


def test_other_cases_that_point_to_it_are_changed_and_mentions_are_told(clerk):
    clerk.register()
    clerk.put("cases/letters/2026/letter-2026-0005.yml", INTO)
    path = clerk.path("letter-2026-0001")
    path.write_text(path.read_text(encoding="utf-8") + "note: 见 letter-2026-0001\n", encoding="utf-8")
    status, out, err = clerk.run("renumber", "letter-2026-0001")
    assert (status, err) == (0, "")
    assert out == (
        "letter-2026-0001 已改为 letter-2026-0006：cases/letters/2026/letter-2026-0006.yml\n"
        "cases/letters/2026/letter-2026-0005.yml 里的件号也改了\n"
        "cases/letters/2026/letter-2026-0006.yml:12 的文字里还有旧件号，请看一看要不要改\n"
        "cases/letters/2026/letter-2026-0005.yml:7 的文字里还有旧件号，请看一看要不要改\n"
        "下一步：git add -A cases，再提交\n"
    )
    told = clerk.path("letter-2026-0005").read_text(encoding="utf-8")
    assert told == INTO.replace('into: "letter-2026-0001"', 'into: "letter-2026-0006"')
    assert clerk.run("check")[0] == 0


def test_what_points_to_it_in_a_form_of_its_own(desk):
    desk.register()
    desk.put(
        "cases/letters/2026/letter-2026-0005.yml",
        INTO.replace('"letter-2026-0001"', '"letter-2026-\\u0030001"'),
    )
    told = desk.refused("renumber", "letter-2026-0001", "letter-2026-0009")
    assert (
        told
        == "没有改动：cases/letters/2026/letter-2026-0005.yml 里的 into 写法特殊，请先手工改成 letter-2026-0009"
    )


def test_a_meeting_moves_with_its_parts(desk):
    meeting = "title: 常务会议\nreceived: 2026-07-20\nheld: 2026-07-28\nmeeting: 常务会议\ntimeline: []\n"
    items = "items:\n- title: 停车场\n  to: 区住建局\n  timeline: []\n"
    desk.put("cases/meetings/2026/meeting-2026-0001.yml", meeting + items)
    assert desk.run("renumber", "meeting-2026-0001", "meeting-2026-0011")[0] == 0
    assert desk.path("meeting-2026-0011").read_text(encoding="utf-8") == meeting + items


def test_a_published_case_does_not_move(desk):
    desk.register()
    path = desk.path("letter-2026-0001")
    entry = f"- at: 2026-07-31\n  event: 公开\n  by: 区政府督查室\n  answer: a1\n  digest: {'0' * 64}\n"
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
    assert "letter-2026-0001 已经决定公开，公开的摘要值里有件号" in desk.refused(
        "renumber", "letter-2026-0001"
    )


# --- what is sealed


@pytest.fixture
def sealed(desk, tmp_path):
    desk.put("office.yml", SEALING)
    desk.register()
    (tmp_path / "writer.yml").write_text("name: 李示例\n", encoding="utf-8")
    for field in ("writer", "original"):
        assert desk.run("seal", "letter-2026-0001", field, "--from", str(tmp_path / "writer.yml"))[0] == 0
    return desk


def test_what_is_sealed_is_sealed_anew(sealed):
    before = value_of(sealed, "letter-2026-0001")
    assert sealed.refused("renumber", "letter-2026-0001") == (
        "letter-2026-0001 有封存的内容（writer、original），密文里有件号，改件号要重新封存；"
        "请由拿着私钥的人加 --key 文件 再运行"
    )
    status, out, _ = sealed.run("renumber", "letter-2026-0001", "--key", KEYS["supervision"])
    assert status == 0 and "writer：已重新封存，可拆封的密钥：区政府督查室密钥\n" in out
    after = value_of(sealed, "letter-2026-0002")
    assert {key for key in before if before[key] != after[key]} == {"writer", "original"}
    status, out, _ = sealed.run(
        "unseal", "letter-2026-0002", "--key", KEYS["supervision"], "--format", "json"
    )
    assert json.loads(out)["case"] == "letter-2026-0002"
    assert json.loads(out)["sealed"][0] == {"field": "writer", "value": {"name": "李示例"}}
    assert sealed.run("check")[0] == 0


def test_the_wrong_key_moves_nothing(sealed):
    told = sealed.refused("renumber", "letter-2026-0001", "--key", KEYS["housing"])
    assert "这把密钥打不开 letter-2026-0001 的 writer" in told


def test_recipients_can_be_named(sealed):
    more = ("--key", KEYS["supervision"], "--to", "区住建局")
    assert sealed.run("renumber", "letter-2026-0001", *more)[0] == 0
    assert sealed.run("unseal", "letter-2026-0002", "--key", KEYS["housing"])[0] == 0


def test_of_a_restricted_case_somebody_is_left_out(desk, tmp_path):
    desk.put("office.yml", SEALING)
    (tmp_path / "s.yml").write_text("title: 某局失职\n", encoding="utf-8")
    head = "title: 受限事项\nchannel: 区长信箱-网上\ncategory: 举报\nreceived: 2026-07-30\nconsent: 未表态\nrestricted: true\n"
    desk.put("cases/letters/2026/letter-2026-0001.yml", head + "timeline: []\n")
    sealing = ("sealed", "--from", str(tmp_path / "s.yml"), "--without", "区住建局")
    assert desk.run("seal", "letter-2026-0001", *sealing)[0] == 0
    told = desk.refused("renumber", "letter-2026-0001", "--key", KEYS["supervision"])
    assert told.startswith("受限事项要排除被投诉、举报的单位")
    more = ("--key", KEYS["supervision"], "--without", "区住建局")
    assert desk.run("renumber", "letter-2026-0001", *more)[0] == 0
    assert desk.run("check")[0] == 0


# --- all or nothing


def test_a_failure_half_way_leaves_everything_as_it_was(desk, monkeypatch):
    desk.register()
    for number in ("letter-2026-0005", "letter-2026-0006"):
        desk.put(f"cases/letters/2026/{number}.yml", INTO)
    real, written = renumber_case.write_case_file, []

    def failing(file, data):
        written.append(file.path)
        if len(written) == 2:
            raise Unusable("磁盘满了")
        real(file, data)

    monkeypatch.setattr(renumber_case, "write_case_file", failing)
    assert desk.refused("renumber", "letter-2026-0001") == "磁盘满了"
    assert len(written) == 3  # the first one was taken back


def test_a_number_taken_in_the_meantime(desk, monkeypatch):
    desk.register()
    real = renumber_case.taken_numbers

    def late(*asked):
        found = real(*asked)
        if not desk.path("letter-2026-0002").exists():
            desk.put("cases/letters/2026/letter-2026-0002.yml", "title: 别人的\n")
        return found

    monkeypatch.setattr(renumber_case, "taken_numbers", late)
    status, _, err = desk.run("renumber", "letter-2026-0001")
    assert (status, err) == (
        2,
        "duban：cases/letters/2026/letter-2026-0002.yml 刚刚被别人占用，没有改动；请再运行一次\n",
    )
    assert desk.path("letter-2026-0002").read_text(encoding="utf-8") == "title: 别人的\n"
    assert desk.path("letter-2026-0001").exists()
