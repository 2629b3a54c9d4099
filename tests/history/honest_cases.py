"""Honest changes of cases: what offices do every day. Nothing may be said against any of them."""

import pyrage
from arrivals import IMPORTED, LETTER, NEW_INSTRUCTION, NEW_MEETING, NEW_PROPOSAL
from scenario import (
    ARCHIVED,
    ASSIGNED,
    INSTRUCTION,
    LETTERS,
    MEETING,
    NEXT,
    OVERDUE,
    PROPOSAL,
    PUBLISHED,
    REVIEWED,
    ROUTINE,
    Register,
    Step,
    honest,
)
from steps import add, commit, edit, on, put, record, whole
from tampering_sealed import BLOCK, recoded

DESK = "区政府督查室"
TODAY = "2026-07-17"
SINCE = "2026-07-16"
ANSWER = "answers:\n- id: a1\n  unit: {}\n  finding: 属实\n  text: 已经办好，谢谢来信。\n"
PUBLICATION = "publication:\n- answer: a1\n  letter: 路口绿灯时间太短。\n  text: 已经办好，谢谢来信。\n"


def duban(*words: str) -> Step:
    """Run the command in the office."""

    def step(register: Register) -> None:
        status, _, err = register.duban(*words)
        assert status == 0, err

    return step


def answered(path: str, unit: str, *steps: Step) -> tuple[Step, ...]:
    """Report, have it reviewed and answer, all of it merged; then do the steps."""
    merged = (
        record(path, SINCE, "报送", unit),
        record(path, TODAY, "审核通过", DESK, to=unit),
        record(path, TODAY, "答复", unit, answer="a1"),
        add(path, ANSWER.format(unit)),
    )
    return (on("main", *merged), lambda register: register.git("merge", "--quiet", "main"), *steps)


def resealed(register: Register) -> None:
    """Encrypt what was sealed to one more key; the digest stays."""
    text = register.read(ASSIGNED)
    found = BLOCK.search(text)
    box = "\n".join(line.strip() for line in found[0].split("box: |\n")[1].splitlines())
    plain = pyrage.decrypt(box.encode(), [register.identity])
    other = pyrage.x25519.Identity.generate().to_public()
    new = pyrage.encrypt(plain, [register.identity.to_public(), other], armored=True).decode()
    lines = "".join(f"    {line}\n" for line in new.splitlines())
    register.write(ASSIGNED, text.replace(found[0], found[0].split("box: |\n")[0] + "box: |\n" + lines))


HONEST = (
    honest("a new letter", put(NEXT, LETTER)),
    honest("a new letter of a later number", put(f"{LETTERS}/letter-2026-0012.yml", LETTER)),
    honest("a new proposal", put("cases/proposals/2026/proposal-2026-0002.yml", NEW_PROPOSAL)),
    honest("a new instruction", put("cases/instructions/2026/instruction-2026-0002.yml", NEW_INSTRUCTION)),
    honest("a new meeting", put("cases/meetings/2026/meeting-2026-0002.yml", NEW_MEETING)),
    honest(
        "a new routine",
        put(
            "cases/routines/2026/dwk.mailbox.analysis.yml",
            "duty: dwk.mailbox.analysis\nyear: 2026\nentries:\n- {period: 2026-Q2, at: 2026-07-16, by: 区政府督查室}\n",
        ),
    ),
    honest(
        "a report of a routine", add(ROUTINE, "- period: 2026-Q3\n  at: 2026-07-17\n  by: 区政府督查室\n")
    ),
    honest("history of an old register", put(NEXT, IMPORTED)),
    honest("a visit", record(ASSIGNED, SINCE, "走访", "区住建局", text="到现场查看。")),
    honest(
        "a visit at ten, recorded at ten",
        record(ASSIGNED, "2026-07-17T10:00", "走访", "区住建局"),
        today="2026-07-17T10:00",
    ),
    honest("a visit three working days ago", record(OVERDUE, "2026-07-14", "走访", "区综合执法局")),
    honest(
        "a late entry and why",
        record(OVERDUE, "2026-07-06", "走访", "区综合执法局", late_entry="当日停电，次日补记。"),
    ),
    honest(
        "an entry out of an old register",
        record(OVERDUE, "2026-07-06", "走访", "区综合执法局", imported="{from: 纸质台账, at: 2026-07-17}"),
    ),
    honest(
        "an extension in time",
        record(ASSIGNED, TODAY, "延期", "区住建局", grade="特别复杂", reason="要等施工队进场。"),
    ),
    honest(
        "a unit gives a letter back",
        record(ASSIGNED, SINCE, "退办", "区住建局", reason="不归我局。", suggests="区综合执法局"),
    ),
    honest("a unit is reminded", record(OVERDUE, TODAY, "催办", DESK, to="区综合执法局", via="电话")),
    honest(
        "an opinion of a unit that helps", record(ASSIGNED, SINCE, "协办意见", "区财政局", text="同意列支。")
    ),
    honest(
        "a report and its review",
        record(ASSIGNED, SINCE, "报送", "区住建局"),
        record(ASSIGNED, TODAY, "审核通过", DESK, to="区住建局"),
    ),
    honest(
        "an answer",
        record(REVIEWED, TODAY, "答复", "区教体局", answer="a1", via="书面", copied_to=f"[{DESK}]"),
        add(REVIEWED, ANSWER.format("区教体局")),
    ),
    honest(
        "an answer is published",
        *answered(ASSIGNED, "区住建局", add(ASSIGNED, PUBLICATION), duban("release", "letter-2026-0001")),
    ),
    honest("an answer is archived", *answered(ASSIGNED, "区住建局", record(ASSIGNED, TODAY, "归档", DESK))),
    honest(
        "what is archived is withdrawn",
        record(ARCHIVED, TODAY, "撤回公开", DESK, answer="a1", reason="公开稿有误。"),
    ),
    honest("content after the archive", record(ARCHIVED, TODAY, "满意", "来信人", of_answer="a1")),
    honest("a check after the archive", record(ARCHIVED, TODAY, "核查", DESK, result="双杠完好。")),
    honest(
        "another public text after the withdrawal",
        record(PUBLISHED, TODAY, "撤回公开", DESK, answer="a1", reason="公开稿有误。"),
        add(
            PUBLISHED,
            "- answer: a1\n  replaces: 1\n  letter: 小区门口路灯不亮。\n  text: 路灯已于6月10日修好。\n",
        ),
        duban("release", "letter-2026-0002"),
    ),
    honest(
        "a fact of arrival is corrected",
        record(ASSIGNED, TODAY, "更正", DESK, corrects="0", set="{category: 建议}", reason="登记时选错。"),
    ),
    honest(
        "an entry is corrected",
        record(OVERDUE, TODAY, "更正", DESK, corrects="3", set="{text: 入户查看两次。}", reason="漏写。"),
    ),
    honest(
        "a correction after the archive",
        record(ARCHIVED, TODAY, "更正", DESK, corrects="2", set="{handler: 孟凡凡}", reason="姓名写错。"),
    ),
    honest("a letter is merged into another", record(ASSIGNED, TODAY, "并案", DESK, into="letter-2026-0004")),
    honest(
        "a letter is refused",
        put(NEXT, LETTER),
        record(NEXT, TODAY, "不予受理", DESK, ground="非本区管辖", told="电话告知"),
    ),
    honest("a look-up key is given anew", recoded),
    honest("what is sealed is sealed to one more", resealed),
    honest("a step of a proposal", record(PROPOSAL, SINCE, "走访", "区住建局", person="李明")),
    honest("a step of an instruction", record(INSTRUCTION, SINCE, "走访", "区住建局", person="李明")),
    honest(
        "a step of a meeting's item",
        add(MEETING, "  - at: 2026-07-16\n    event: 进度\n    by: 区教体局\n    text: 完成路线勘察。\n"),
    ),
    honest(
        "a further item of a meeting",
        add(MEETING, "- {title: 第三件, topic: 2, to: 区财政局, limit: 2026-08-20, timeline: []}\n"),
    ),
    honest(
        "a letter's text ends otherwise",
        edit(ASSIGNED, ("text: |\n", "text: |+\n"), ("绊倒。\ntimeline", "绊倒。\n\n\ntimeline")),
    ),
    honest(
        "keys stand in another order",
        edit(
            OVERDUE, ("channel: 区长信箱-网上\ncategory: 意见\n", "category: 意见\nchannel: 区长信箱-网上\n")
        ),
    ),
    honest(
        "texts get quotes",
        edit(
            OVERDUE,
            ("title: 楼道堆放杂物没人管", "title: '楼道堆放杂物没人管'"),
            ("text: 入户查看。", 'text: "入户查看。"'),
        ),
    ),
    honest(
        "an entry is written in one line",
        edit(
            OVERDUE,
            (
                "- at: 2026-07-03\n  event: 沟通\n  by: 区综合执法局\n  stage: 办理中\n  via: 电话\n",
                "- {at: 2026-07-03, event: 沟通, by: 区综合执法局, stage: 办理中, via: 电话}\n",
            ),
        ),
    ),
    honest(
        "a comment is written, another goes",
        edit(OVERDUE, ("# 过了期限还没有答复的一件。\n", ""), ("timeline:\n", "# 经过\ntimeline:\n")),
    ),
    honest(
        "a file gets the line ends of another system", whole(OVERDUE, lambda text: text.replace("\n", "\r\n"))
    ),
    honest(
        "a list is written line by line",
        edit(ASSIGNED, ("[区综合执法局, 区财政局]", "\n  - 区综合执法局\n  - 区财政局")),
    ),
    honest(
        "two commits, one mends the other's slip",
        record(ASSIGNED, SINCE, "走访", "区住建局", text="到现场看。"),
        commit(),
        edit(ASSIGNED, ("到现场看。", "到现场查看。")),
    ),
    honest(
        "a case is taken up and given up before it is merged",
        put(NEXT, LETTER),
        commit("登记"),
        lambda register: (register.root / NEXT).unlink(),
    ),
)
