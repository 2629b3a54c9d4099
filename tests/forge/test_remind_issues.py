"""One issue for each unit with something pressing, whatever happens."""

from __future__ import annotations

import pytest
from forge_server import THEM, US, Answer, Forge
from remind_home import NAME, TEXT, TITLE

HOUSING = """\
<!-- duban:unit:区住建局 -->
截至 2026-07-21，逾期 1 项，将到期 1 项。

| 状态 | 件号 | 事项 | 应于 | 期限 | 依据 |
| --- | --- | --- | --- | --- | --- |
| 已逾期 | `letter-2026-0001` | 办结并答复来信人 | 2026-07-20 | 晚 1 天（1 个工作日） | 《大武口区人民政府“区长信箱”留言信件办理办法（试行）》第二十一条、第二十二条 |
| 将到期 | `letter-2026-0003` | 办结并答复来信人 | 2026-07-22 | 还有 1 个工作日 | 《大武口区人民政府“区长信箱”留言信件办理办法（试行）》第二十一条、第二十二条 |

这张提醒单由程序在工作日早上更新，办完自动关闭；请不要在这里写案件的内容。
"""  # noqa: E501
DESK = """\
<!-- duban:unit:区政府督查室 -->
截至 2026-07-21，别的单位升级上来的 1 项。

### 升级：逾期满 3 个工作日（告诉督查室）

| 状态 | 单位 | 件号 | 事项 | 应于 | 期限 | 依据 |
| --- | --- | --- | --- | --- | --- | --- |
| 已逾期 | 区教体局 | `letter-2026-0002` | 办结并答复来信人 | 2026-07-14 | 晚 7 天（5 个工作日） | 《大武口区人民政府“区长信箱”留言信件办理办法（试行）》第二十一条、第二十二条 |

这张提醒单由程序在工作日早上更新，办完自动关闭；请不要在这里写案件的内容。
"""  # noqa: E501


def test_one_issue_a_unit_and_its_text(forge, home):
    status, out, err = home.run()
    assert (status, err) == (0, "")
    assert forge.units() == [
        (1, "open", "督办提醒：区住建局"),
        (2, "open", "督办提醒：区政府督查室"),
        (3, "open", "督办提醒：区教体局"),
    ]
    assert (forge.issues[0]["body"], forge.issues[1]["body"]) == (HOUSING, DESK)
    assert [[one["name"] for one in issue["labels"]] for issue in forge.issues] == [["duban"]] * 3
    assert out == (
        "日历：build/calendars 里 5 份，写了 5 份，0 份没有变化\n"
        "提醒单（office/register）：新建 3 张\n"
        "  新建 #1 督办提醒：区住建局\n"
        "  新建 #2 督办提醒：区政府督查室\n"
        "  新建 #3 督办提醒：区教体局\n"
        "消息：没有设置地址（环境变量 DUBAN_MESSAGES），不发\n"
    )


def test_an_issue_says_once_which_notice_its_days_wait_for(forge, home):
    home.put(1, "区住建局", "2026-12-18")  # 21–25 (5), 28–31 (9), 4 January; 1 January is off by law
    home.run(today="2026-12-31T08:30")
    body = next(one["body"] for one in forge.issues if one["title"].endswith("区住建局"))
    assert body.splitlines()[1:5] == [
        "截至 2026-12-31，逾期 1 项，将到期 1 项。",
        "",
        "没有录入2027年的国务院放假通知（已录入的是2018年至2026年）：标【暂定】的日期、逾期天数，录入以后可能变动。",
        "",
    ]
    assert "| 2027-01-04【暂定】 | 还有 1 个工作日 |" in body
    assert body.count("国务院放假通知") == 1


def test_the_second_run_changes_nothing(forge, home, receiver):
    home.run()
    made, before = len(forge.log), forge.state()
    status, out, _ = home.run()
    assert status == 0
    assert [one.method for one in forge.log[made:]] == ["GET"] * (len(forge.log) - made)
    assert forge.state() == before
    assert "提醒单（office/register）：没有变化 3 张" in out
    assert "消息：今天的已经处理过（2026-07-21 08:30），不再发" in out
    assert "写了 0 份，5 份没有变化" in out
    assert len(receiver.got) == 1


def test_later_the_same_day_nothing_is_said_anew(forge, home):
    home.run(today="2026-07-21T08:30")
    made = len(forge.writes)
    home.run(today="2026-07-21T17:45")
    assert forge.writes[made:] == []


def test_beside_a_new_one_those_that_stay_are_counted(forge, home):
    home.run()
    home.put(4, "区民政局", "2026-07-06")
    out = home.run()[1]
    assert "提醒单（office/register）：新建 1 张，没有变化 3 张\n" in out and out.count("  没有变化 #") == 3


def test_a_very_long_reminder_says_how_much_of_each_part_is_left_out(forge, home):
    for number in range(10, 700):
        home.put(number, "区教体局", "2026-06-30")
    for number in range(700, 800):
        home.put(number, "区政府督查室", "2026-07-06")
    home.run()
    bodies = {issue["title"].removeprefix("督办提醒："): issue["body"] for issue in forge.issues}
    for unit, count in (("区住建局", 2), ("区教体局", 691), ("区政府督查室", 791)):
        body = bodies[unit]
        left = [int(line.split()[1]) for line in body.splitlines() if line.startswith("另有 ")]
        assert body.count("| `letter-2026-") + sum(left) == count
        assert len(left) == (count > 100)
        assert len(body) <= 60_000


def test_updated_closed_and_reopened_the_same_one(forge, home):
    home.run()
    made = len(forge.writes)
    home.put(2, "区教体局", "2026-06-30", answered="2026-07-21")
    _, out, _ = home.run(today="2026-07-22")
    assert forge.writes[made:] == ["PATCH /issues/1", "PATCH /issues/2", "PATCH /issues/3"]
    assert [state for _, state, _ in forge.units()] == ["open", "closed", "closed"]
    assert "提醒单（office/register）：更新 1 张，关闭 2 张\n" in out
    assert forge.issues[2]["body"] == (
        "<!-- duban:unit:区教体局 -->\n截至 2026-07-22，没有将到期和逾期的事项。\n\n"
        "这张提醒单由程序在工作日早上更新，办完自动关闭；请不要在这里写案件的内容。\n"
    )
    made = len(forge.writes)
    home.put(4, "区教体局", "2026-07-09")
    _, out, _ = home.run(today="2026-07-23")
    assert forge.units()[2] == (3, "open", "督办提醒：区教体局")
    assert "重新打开 #3 督办提醒：区教体局" in out
    assert len(forge.units()) == 3
    assert "POST" not in " ".join(forge.writes[made:])


def test_one_closed_by_hand_is_opened_again(forge, home):
    home.run()
    forge.issues[0]["state"] = "closed"
    home.run()
    assert forge.units()[0] == (1, "open", "督办提醒：区住建局")


def test_line_ends_a_forge_changed_are_no_change(forge, home):
    home.run()
    for issue in forge.issues:
        issue["body"] = issue["body"].strip().replace("\n", "\r\n")
    made = len(forge.writes)
    home.run()
    assert forge.writes[made:] == []


@pytest.mark.parametrize(
    ("author", "label"), [(THEM, "duban"), (US, ""), (US, "other")], ids=["foreign", "bare", "otherwise"]
)
def test_an_issue_that_is_not_ours_is_ignored(forge, home, author, label):
    alien = forge.put_issue("x", "<!-- duban:unit:区住建局 -->\n", author, label)
    forge.put_issue("y", "<!-- duban:messages -->\n<!-- duban:sent:2026-07-21T07:00 -->", THEM, "duban")
    home.run()
    assert (alien["title"], alien["body"], alien["state"]) == ("x", "<!-- duban:unit:区住建局 -->\n", "open")
    assert (3, "open", "督办提醒：区住建局") in forge.units()


def test_a_pull_request_is_no_issue(github, home):
    pull = github.put_issue("x", "<!-- duban:unit:区住建局 -->\n")
    pull["pull_request"] = {"url": "…"}
    home.run()
    assert github.issues[0]["title"] == "x" and len(github.issues) == 4


def test_of_several_with_one_marker_the_lowest_stays(forge, home):
    for _ in range(3):
        forge.put_issue("督办提醒：区住建局", "<!-- duban:unit:区住建局 -->\n")
    _, out, _ = home.run()
    assert forge.units()[:3] == [
        (1, "open", "督办提醒：区住建局"),
        (2, "closed", "督办提醒：区住建局"),
        (3, "closed", "督办提醒：区住建局"),
    ]
    assert "关闭重复的 2 张" in out
    made = len(forge.writes)
    home.run()
    assert forge.writes[made:] == []


def test_issues_are_found_over_many_pages(forge, home):
    for number in range(130):
        forge.put_issue(f"旧的 {number}", "别的内容")
    forge.put_issue("督办提醒：区住建局", "<!-- duban:unit:区住建局 -->\n", state="closed")
    for number in range(130):
        forge.put_issue(f"新的 {number}", "别的内容")
    home.run()
    assert forge.issues[130]["state"] == "open" and forge.issues[130]["body"] == HOUSING
    assert len(forge.issues) == 261 + 2
    pages = {one.query.get("page") for one in forge.log if one.path.endswith("/issues") and not one.writes}
    assert {"2", "3"} <= pages


def test_labels_are_found_over_many_pages(home):
    forge = Forge("gitea")
    home.environ |= forge.environ()
    for number in range(120):
        forge._label(f"标签 {number}")
    label = forge._label("duban")
    home.run()
    assert "POST /labels" not in forge.writes and len(forge.issues) == 3
    forge.labels.insert(0, label | {"id": 9999})  # two labels of one name: all issues are read instead
    made = len(forge.writes)
    home.run()
    assert forge.writes[made:] == []
    forge.close()


def test_a_token_of_a_workflow_is_known_by_its_name(github, home):
    github.user, github.writer = None, "github-actions[bot]"
    assert home.run()[0] == 0
    made = len(github.writes)
    assert home.run()[0] == 0
    assert github.writes[made:] == [] and len(github.issues) == 3


def test_a_wrong_login_is_told_before_more_is_written(forge, home):
    home.environ["DUBAN_FORGE_LOGIN"] = "somebody-else"
    status, _, err = home.run()
    assert (status, err) == (
        2,
        "duban：新建的 issue 是 duban-bot 的，而不是 somebody-else 的，下次会找不到，已经关闭；"
        "请写明环境变量 DUBAN_FORGE_LOGIN=duban-bot\n",
    )
    assert [state for _, state, _ in forge.units()] == ["closed"]


def test_a_token_that_may_not_label_is_told(forge, home):
    forge.labels_allowed = False
    status, _, err = home.run()
    assert (status, err) == (
        2,
        "duban：token 没有权限给 issue 加标签 duban，下次会找不到，已经关闭；请给它写 issue 的权限\n",
    )
    assert [state for _, state, _ in forge.units()] == ["closed"]


def test_nothing_is_written_of_a_real_office_in_a_public_repository(forge, home):
    forge.private = False
    status, _, err = home.run()
    assert (status, err, forge.writes) == (
        2,
        "duban：仓库 office/register 是公开的，而 office.yml 不是样例：没有写任何提醒；先把仓库改为私有\n",
        [],
    )
    home.office("adopted:", "sample: {today: 2026-07-21}\nadopted:")
    assert home.run()[0] == 0
    assert len(forge.units()) == 3


def test_dry_run_only_reads_and_prints_all_that_would_be_sent(forge, home, receiver):
    forge.put_issue("督办提醒：区民政局", "<!-- duban:unit:区民政局 -->\n")
    status, out, err = home.run("--dry-run")
    assert (status, err, forge.writes, receiver.got) == (0, "", [], [])
    assert {one.method for one in forge.log} == {"GET"}
    for text in (
        HOUSING,
        DESK,
        "督办提醒：区住建局",
        "提醒单（office/register）：会新建 3 张，关闭 1 张",
        "督办提醒 2026-07-21",
    ):
        assert text in out
    assert not (home.root / "build/calendars").exists()
    home.run()
    (sent,) = receiver.got
    assert sent["title"] in out and sent["message"] in out
    for issue in forge.issues:
        if "duban:messages" not in issue["body"]:
            assert issue["title"] in out and issue["body"] in out


def test_dry_run_without_a_forge_asks_nobody(home):
    status, out, err = home.run("--dry-run")
    assert (status, err) == (0, "")
    assert HOUSING in out and "消息：有地址的话会发出下面这一条" in out
    assert not (home.root / "build/messages").exists()


def test_without_anything_configured_it_says_so(home):
    status, out, err = home.run()
    assert (status, err) == (0, "")
    assert out == (
        "日历：build/calendars 里 5 份，写了 5 份，0 份没有变化\n"
        "提醒单：没有设置代码平台（DUBAN_TOKEN 等环境变量），不建\n"
        "消息：没有设置地址（环境变量 DUBAN_MESSAGES），不发\n"
    )


def test_no_issues_and_no_messages(forge, home, receiver):
    status, out, _ = home.run("--no-issues", "--no-messages")
    assert (status, forge.log, receiver.got) == (0, [], [])
    assert out.startswith("日历") and out.count("\n") == 1
    home.run("--no-messages")
    assert len(forge.units()) == 3 == len(forge.issues) and receiver.got == []
    made = len(forge.issues)
    home.run("--no-issues", today="2026-07-22")
    assert len(receiver.got) == 1 and len(forge.issues) == made + 1


def test_nothing_of_a_case_but_number_unit_and_days_leaves_the_office(forge, home, receiver):
    for day in ("2026-07-21", "2026-07-22", "2026-07-23", "2026-08-10"):
        assert home.run(today=day)[0] == 0
    left = [repr(one.content) for one in forge.log if one.writes] + [repr(one) for one in receiver.got]
    left += [path.read_text(encoding="utf-8") for path in (home.root / "build/calendars").iterdir()]
    assert len(left) > 10 and any("letter-2026-0001" in one for one in left)
    for secret in (TITLE, TEXT, NAME, "chen", "zhou"):
        assert not [one for one in left if secret in one]


def test_what_could_not_be_computed_is_told(forge, home):
    (home.root / "cases/letters/2026/letter-2026-0009.yml").write_text("title: [\n")
    status, _, err = home.run()
    assert (status, err) == (0, "duban：另有 1 个文件有错误，没有算进来；运行 duban check 看是哪些\n")


def test_an_office_with_errors_reminds_of_nothing(forge, home):
    home.office("rulebook: dwk.board", "rulebook: dwk.nothing")
    status, _, err = home.run()
    assert status == 2 and "没有规则书 dwk.nothing" in err and forge.log == []


def test_escalation_without_anybody_to_tell_is_told(forge, home):
    home.office("roles: [领导]", "roles: [承办]")
    status, _, err = home.run(today="2026-07-29")
    assert (status, err) == (0, "升级：1 项该告诉领导，但 members 里没有这种身份的人员\n")


def test_what_is_raised_twice_stands_under_the_later_step(forge, home):
    home.office("roles: [领导]", "roles: [督查室, 领导]")
    home.run(today="2026-07-29")
    (body,) = (one["body"] for one in forge.issues if "区政府办公室" in one["title"])
    assert body.count("letter-2026-0002") == 1
    later, sooner = (
        body.index("逾期满 10 个工作日（告诉领导）"),
        body.index("逾期满 3 个工作日（告诉督查室）"),
    )
    assert later < body.index("letter-2026-0002") < sooner < body.index("letter-2026-0001")


def test_a_unit_whose_code_could_end_a_comment(forge, home):
    home.office("{code: 区民政局,", '{code: "a-->|@b", name: 某单位, contact: 办公室}\n- {code: 区民政局,')
    home.put(5, '"a-->|@b"', "2026-07-06")
    home.run()
    (issue,) = (one for one in forge.issues if one["title"] == "督办提醒：a-->|@b")
    assert issue["body"].startswith("<!-- duban:unit:a%2D%2D%3E%7C%40b -->\n")
    made = len(forge.writes)
    home.run()
    assert forge.writes[made:] == []
    assert (home.root / "build/calendars/a--%3E%7C%40b.ics").is_file()


def test_a_forge_that_answers_nonsense(forge, home):
    forge.before = lambda number, request: Answer(200, {"some": "thing"})
    status, _, err = home.run()
    assert status == 2 and err.count("\n") == 1 and err.startswith("duban：代码平台 127.0.0.1")
