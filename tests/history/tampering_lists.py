"""Tampering with answers, with what was made public, and with the topics and items of a meeting."""

from scenario import MEETING, PUBLISHED, tampering
from steps import add, edit, record, whole

ANSWER_ONLY = "答复过的不能改、不能删；再次答复另加一份，用新的编号"
PUBLIC_ONLY = "不能改、不能删；要换公开的内容，先撤回公开，再另加一份（replaces 写明代替第几份），重新公开"
ANSWER = "- id: a1\n  unit: 区住建局\n  finding: 属实\n  text: |\n    三盏路灯的线路已于6月10日修好。\n"

TAMPERINGS = (
    tampering(
        "an answer says something else",
        edit(PUBLISHED, ("answers:\n" + ANSWER, "answers:\n" + ANSWER.replace("6月10日", "6月11日"))),
        rules="guard.answers",
        at=f"{PUBLISHED}:37",
        says=f"答复（answers）第1条和原来登记的不一样：{ANSWER_ONLY}",
    ),
    tampering(
        "an answer is another unit's",
        edit(PUBLISHED, (ANSWER, ANSWER.replace("区住建局", "区教体局"))),
        rules="dwk.mailbox.reply guard.answers release.digest",
        at=f"{PUBLISHED}:37",
    ),
    tampering(
        "an answer finds otherwise",
        edit(PUBLISHED, ("finding: 属实", "finding: 部分属实")),
        rules="guard.answers",
        at=f"{PUBLISHED}:37",
    ),
    tampering(
        "an answer gets a promise",
        edit(PUBLISHED, ("finding: 属实", "finding: 属实\n  promised: 2026-12-31")),
        rules="guard.answers",
        at=f"{PUBLISHED}:37",
    ),
    tampering(
        "an answer is taken away",
        edit(PUBLISHED, ("answers:\n" + ANSWER, "answers: []\n")),
        rules="guard.answers reference.answer release.publication",
        at=f"{PUBLISHED}:36",
        says=f"答复（answers）少了第1条：{ANSWER_ONLY}",
    ),
    tampering(
        "an answer gets another id",
        edit(PUBLISHED, ("- id: a1", "- id: a2")),
        rules="guard.answers reference.answer reference.answer-unused release.publication",
        at=f"{PUBLISHED}:37",
    ),
    tampering(
        "an answer is put in front",
        edit(PUBLISHED, ("answers:\n", "answers:\n- {id: a2, unit: 区教体局, text: 没有这回事。}\n")),
        rules="guard.answers reference.answer-unused",
        at=f"{PUBLISHED}:37",
    ),
    tampering(
        "the public text is changed",
        edit(PUBLISHED, ("  letter: 小区门口三盏路灯不亮。", "  letter: 小区门口路灯不亮。")),
        rules="guard.publication release.digest",
        at=f"{PUBLISHED}:43",
        says=f"公开稿（publication）第1条和原来登记的不一样：{PUBLIC_ONLY}",
    ),
    tampering(
        "another public text without a withdrawal",
        add(PUBLISHED, "- answer: a1\n  replaces: 1\n  letter: 小区门口路灯不亮。\n  text: 路灯已修好。\n"),
        rules="release.digest",
        at=f"{PUBLISHED}:35",
    ),
    tampering(
        "another public text that does not say which it replaces",
        record(PUBLISHED, "2026-07-17", "撤回公开", "区政府督查室", answer="a1", reason="公开稿有误。"),
        add(PUBLISHED, "- answer: a1\n  letter: 小区门口路灯不亮。\n  text: 路灯已修好。\n"),
        rules="reference.publication",
        at=f"{PUBLISHED}:52",
    ),
    tampering(
        "the public text gets a title",
        edit(PUBLISHED, ("- answer: a1\n  letter", "- answer: a1\n  title: 路灯\n  letter")),
        rules="guard.publication release.digest",
        at=f"{PUBLISHED}:43",
    ),
    tampering(
        "the public text is taken away",
        whole(PUBLISHED, lambda text: text[: text.index("publication:")]),
        rules="guard.publication release.publication",
    ),
    tampering(
        "the last item of a meeting is taken away",
        whole(MEETING, lambda text: text[: text.index("- title: 增加两条校车线路")]),
        rules="guard.part",
        at=f"{MEETING}:77",
        says="少了第2项：议题和议定事项不能删，只能往后加",
    ),
    tampering(
        "all items of a meeting are taken away",
        whole(MEETING, lambda text: text[: text.index("items:")]),
        rules="guard.part",
    ),
    tampering(
        "the first topic of a meeting is taken away",
        whole(
            MEETING,
            lambda text: text[: text.index("- title: 关于排水")] + text[text.index("- title: 关于校车") :],
        ),
        rules="guard.header guard.part guard.timeline reference.topic",
        at=f"{MEETING}:46",
    ),
    tampering(
        "an item is put in front",
        edit(
            MEETING,
            ("items:\n", "items:\n- {title: 另一件, to: 区住建局, limit: 2026-07-31, timeline: []}\n"),
        ),
        rules="guard.header guard.late-entry guard.timeline",
        at=f"{MEETING}:78",
    ),
)
