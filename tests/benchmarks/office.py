"""An invented office of many cases to measure with: the same files for the same numbers and seed.

Letters and proposals of four years in the mix such offices have, sealed blocks included, about 2.8 KB a
file. All of them pass `duban check`; so many of the answers as asked for are released.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from duban.privacy.public_case import PublicCase, digest

FIRST, TODAY = date(2023, 1, 4), date(2026, 11, 20)
ADOPTED, SINCE = "from: 2025-12-01", "from: 2022-04-12"

DESK, PAPERS = "区政府督查室", "区政府办文书室"
UNITS = (
    "区住建局", "区综合执法局", "区教体局", "区民政局", "区人社局", "区卫健局", "区农水局", "区财政局",
    "区发改局", "区自然资源局", "星海镇", "朝阳街道", "青山街道", "长胜街道", "供热公司", "公交公司",
)  # fmt: skip
PLACES = (
    "朝阳西街",
    "星光家园",
    "文明北路",
    "青山公园",
    "长胜市场",
    "兴民村",
    "世纪大道",
    "裕民小区",
    "老城东街",
)
MATTERS = (
    "路灯不亮", "人行道地砖破损", "供暖温度不够", "公交班次太少", "下水道堵塞", "物业收费不清楚", "小区没有充电桩",
    "夜间施工噪声大", "公厕打扫不及时", "校门口停车混乱", "医保报销流程复杂", "田间排水渠淤堵", "老楼加装电梯",
)  # fmt: skip
NAMES = ("李明", "王芳", "赵磊", "马玉兰", "张建国", "刘洋", "杨秀英", "陈静", "周海", "吴晓东")
ASKED = (
    "这个问题已经有一段时间了，附近居民出行很不方便，老人和孩子尤其受影响。",
    "去年也曾经反映过，当时说要统一安排，到现在没有看到动静。",
    "希望有关单位到现场看一看，给出一个明确的处理办法和时间。",
    "另外想了解一下今后由谁负责日常管理，有问题应该找哪里。",
    "如果资金一时安排不开，也请先采取临时措施，保证安全。",
)
SAID = (
    "收到您的来信后，我单位高度重视，安排工作人员到现场查看，并与您电话联系，了解具体情况。",
    "经核实，您反映的情况属实，主要原因是设施使用年限较长，日常巡查不够及时。",
    "目前已经组织施工人员完成修复，并对周边同类设施一并检查，更换了损坏的部件。",
    "今后我们将把这一片区列入每周巡查的范围，发现问题及时处理。",
    "感谢您对我区工作的关心和支持，如有其他问题，可以继续向我们反映。",
)
RESULTS = ("已解决或采纳", "已解决或采纳", "本年度基本解决", "列入工作规划", "暂难解决研究参考")

Step = tuple[date, str, str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Plan:
    """One case before it is written: its header, what happened until today, its answers."""

    kind: str
    received: date
    random: Random
    header: dict[str, Any]
    steps: tuple[Step, ...]
    answers: tuple[dict[str, Any], ...] = ()
    number: str = ""
    merges: bool = False
    open_to_public: bool = field(default=False)


def make(folder: Path, source: Path, cases: int, published: int, seed: int = 1) -> int:
    """Write an office of `cases` cases to a new `folder` with the law of `source`; return its bytes of cases.

    Raises ValueError where fewer than `published` cases have an answer that could be public.
    """
    folder.mkdir(parents=True)
    text = (source / "office.yml").read_text(encoding="utf-8")
    (folder / "office.yml").write_text(text.replace(ADOPTED, SINCE), encoding="utf-8")
    for name in ("rules", "schemas"):
        shutil.copytree(source / name, folder / name)
    plans = _numbered([_planned(Random(f"{seed}/{place}"), place, cases) for place in range(cases)])
    able = [plan.number for plan in plans if plan.open_to_public]
    if len(able) < published:
        raise ValueError(f"only {len(able)} of {cases} cases have an answer that can be public")
    chosen = set(Random(seed).sample(able, published))
    size = 0
    for place, plan in enumerate(plans):
        if plan.number in chosen:
            plan = _released(plan)
        elif plan.kind == "proposal":
            plan = _kept_back(plan)
        if plan.merges:
            plan = _merged(plan, plans, place)
        path = folder / "cases" / f"{plan.kind}s" / str(plan.received.year) / f"{plan.number}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        content = "\n".join(_lines(_value(plan))).encode() + b"\n"
        path.write_bytes(content)
        size += len(content)
    return size


def _planned(random: Random, place: int, cases: int) -> Plan:
    span = (TODAY - FIRST).days
    received = FIRST + timedelta(days=min(span - 1, place * span // cases + random.randrange(3)))
    if random.random() < 0.08:
        return _proposal(random, received)
    channel = random.choices(("区长信箱-网上", "区长信箱-纸质", "人民网留言板"), (70, 10, 20))[0]
    return _letter(random, received, channel)


def _numbered(plans: Sequence[Plan]) -> list[Plan]:
    """Give each plan the next number of its kind and year, in order of arrival."""
    count: dict[tuple[str, int], int] = {}
    numbered = []
    for plan in sorted(plans, key=lambda one: one.received):
        slot = plan.kind, plan.received.year
        count[slot] = count.get(slot, 0) + 1
        numbered.append(replace(plan, number=f"{plan.kind}-{slot[1]}-{count[slot]:04}"))
    return numbered


class _Story:
    """Collects what happens, day after day, and stops at today."""

    def __init__(self, random: Random, day: date) -> None:
        self.random, self.day, self.steps = random, day, []

    def tell(self, wait: int, event: str, by: str, **fields: Any) -> None:
        self.day += timedelta(days=self.random.randint(0, wait))
        if self.day <= TODAY:
            self.steps.append((self.day, event, by, fields))

    def has(self, event: str) -> bool:
        return any(step[1] == event for step in self.steps)


def _letter(random: Random, received: date, channel: str) -> Plan:
    unit, other = random.sample(UNITS, 2)
    board, paper = channel == "人民网留言板", channel == "区长信箱-纸质"
    story = _Story(random, received)
    title = f"{random.choice(PLACES)}{random.choice(MATTERS)}，居民希望尽快解决"
    header: dict[str, Any] = {
        "title": title,
        "channel": channel,
        "category": random.choice(("咨询", "建议", "求助", "求助", "投诉", "意见")),
        "received": f"{received}T{random.randint(8, 17):02}:{random.randint(0, 59):02}"
        if not paper
        else received,
        "consent": random.choice(("同意公开", "不同意公开", "未表态")),
        "text": _told(random, ASKED, 2),
    }
    if random.random() < 0.7:
        header["writer"] = _sealed(random, 60)
    header["original"] = _sealed(random, 150)
    story.tell(0, "登记", PAPERS if paper else DESK, **({} if board else {"matter": "生产生活困难"}))
    turn = random.random()
    if turn < 0.03 and not board:
        story.tell(2, "不予受理", DESK, ground="非本区管辖", told="电话告知，并说明应向哪里反映")
        story.tell(20, "归档", DESK)
        return Plan("letter", received, random, header, tuple(story.steps))
    if turn < 0.05:
        return Plan("letter", received, random, header, tuple(story.steps), merges=True)
    if paper:
        story.tell(1, "批办", "区长", text="请有关单位认真办理，及时答复来信人。")
    grade, wait = random.choice((("一般", 2), ("一般", 2), ("复杂", 4), ("特别复杂", 7)))
    charge: dict[str, Any] = {"to": unit, "handler": random.choice(NAMES)}
    if board:
        charge["limit"] = received + timedelta(days=20)
    else:
        charge["grade"] = grade
    if turn < 0.11:
        story.tell(1, "交办", DESK, **{**charge, "to": other})
        story.tell(1, "退办", other, reason="经查不属本单位职责范围。", suggests=unit)
        if story.has("退办"):
            story.tell(1, "交办", DESK, **charge, instead=len(story.steps))
    else:
        co_units = [other] if random.random() < 0.2 else []
        story.tell(1, "交办", DESK, **charge, **({"co_units": co_units} if co_units else {}))
        if co_units:
            story.tell(
                wait, "协办意见", other, signed_by="局领导", text="已提供有关资料，同意主办单位的办理意见。"
            )
    story.tell(1, "签收", unit)
    story.tell(wait, "沟通", unit, stage="办理中", via="电话")
    if random.random() < 0.06:
        story.tell(1, "延期", unit, reason="需要多个单位会商。", **(
            {"until": received + timedelta(days=40)} if board else {"grade": "特别复杂"}
        ))  # fmt: skip
    if random.random() < 0.05:
        promised = story.day + timedelta(days=30)
        story.tell(3, "进展", unit, promised=promised, text="已列入计划，正在组织实施。")
        wait *= 3
    if random.random() < 0.08:
        wait += 15
    if random.random() < 0.04:
        story.tell(wait, "报送", unit, signed_by="局领导")
        redo = story.day + timedelta(days=5)
        story.tell(1, "退回重办", DESK, to=unit, reason="没有逐项答复来信人的问题。", redo_by=redo)
    story.tell(wait, "报送", unit, signed_by="局领导")
    story.tell(1, "审核通过", DESK, to=unit)
    extra = {"copied_to": [DESK]} if paper else {}
    story.tell(1, "答复", unit, answer="a1", via="书面" if paper else "网上", signed_by="局领导", **extra)
    answers: tuple[dict[str, Any], ...] = ()
    if story.has("答复"):
        answers = ({"id": "a1", "unit": unit, "finding": "属实", "text": _told(random, SAID, 3)},)
        if random.random() < 0.5:
            word = random.choice(("满意", "满意", "基本满意", "不满意"))
            story.tell(9, word, "来信人", of_answer="a1", via="电话回访")
        story.tell(30, "归档", DESK)
    return Plan("letter", received, random, header, tuple(story.steps), answers, open_to_public=bool(answers))


def _proposal(random: Random, received: date) -> Plan:
    unit, other = random.sample(UNITS, 2)
    story = _Story(random, received)
    mode = random.choice(("单独", "单独", "主办协办"))
    header: dict[str, Any] = {
        "title": f"关于解决{random.choice(PLACES)}{random.choice(MATTERS)}问题的建议",
        "channel": random.choice(("人大建议", "政协提案")),
        "received": received,
        "assigned_by_body": received,
        "session": f"第{received.year - 2010}次会议",
        "registered_as": f"第{random.randint(1, 300)}号",
        "mode": mode,
        "origin": "会议期间立案的提案",
        "proposers": [{"name": random.choice(NAMES), "contact": _sealed(random, 60)}],
        "points": [f"希望{one}" for one in ("尽快开展调查研究", "落实日常管理责任")],
        "text": _told(random, ASKED, 5),
    }
    if header["channel"] == "人大建议":
        header["origin"] = "会议期间议案转建议"
    story.tell(2, "登记", DESK)
    extra = {"co_units": [other], "co_limit": received + timedelta(days=50)} if mode == "主办协办" else {}
    extra["document_number"] = f"石大政办发〔{received.year}〕8号"
    story.tell(9, "交办", DESK, to=unit, handler=random.choice(NAMES), meeting="建议提案交办会", **extra)
    story.tell(4, "签收", unit)
    story.tell(5, "工作方案", unit, text="分管领导牵头，先走访，再研究答复。")
    story.tell(10, "沟通", unit, stage="办理前", via="电话")
    if mode == "主办协办":
        story.tell(20, "协办意见", other, signed_by="局领导", sealed=True, disclosure="可公开")
    story.tell(20, "沟通", unit, stage="办理中", via="走访")
    story.tell(25 if random.random() < 0.95 else 90, "报送", unit, signed_by="局领导")
    story.tell(3, "审核通过", DESK, to=unit)
    story.tell(3, "沟通", unit, stage="办理后", via="当面")
    copied_to = ["区人大常委会代表工委" if header["channel"] == "人大建议" else "区政协提案委", DESK]
    story.tell(
        3, "答复", unit, answer="a1", signed_by="局领导", sealed=True, form_enclosed=True,
        document_number=f"石大函〔{received.year}〕{random.randint(1, 200)}号", copied_to=copied_to,
    )  # fmt: skip
    answers: tuple[dict[str, Any], ...] = ()
    if story.has("答复"):
        outcome = random.choice(RESULTS)
        answer = {"id": "a1", "unit": unit, "outcome": outcome, "disclosure": "可公开", "points": [1, 2]}
        if outcome == "列入工作规划":
            answer["plan"] = "分三年实施，第一年完成勘察设计，第二年施工，第三年验收。"
        if outcome == "暂难解决研究参考":
            answer["explanation"] = "目前没有相应的资金来源，将结合上级政策继续研究。"
        answers = ({**answer, "text": _told(random, SAID, 5)},)
        story.tell(20, "反馈", unit, satisfaction="满意", of_answer="a1")
        if outcome in ("本年度基本解决", "列入工作规划") and random.random() < 0.8:
            text = "已按计划完成，欢迎监督。"
            story.tell(60, "续复", unit, of_answer="a1", text=text, solved=True, copied_to=copied_to)
        story.tell(60, "归档", DESK)
    return Plan(
        "proposal", received, random, header, tuple(story.steps), answers, open_to_public=bool(answers)
    )


def _released(plan: Plan) -> Plan:
    """Add the edited text and the entry that releases it, with the digest of exactly that."""
    answer = plan.answers[0]
    answered = next(step[0] for step in plan.steps if step[1] == "答复")
    letter, text = _told(plan.random, ASKED, 2), _told(plan.random, SAID, 2)
    header = plan.header | {"publication": [{"answer": "a1", "letter": letter, "text": text}]}
    if plan.kind == "letter":
        header["consent"] = "同意公开"
    last = max(answered, plan.steps[-1][0])
    locked = digest(
        PublicCase(
            number=plan.number,
            answer="a1",
            kind=plan.kind,
            channel=header["channel"],
            title=header["title"],
            category=header.get("category", ""),
            unit=answer["unit"],
            received=plan.received,
            answered=answered,
            letter=letter,
            text=text,
            released=last,
        )
    )
    step = (last, "公开", DESK, {"answer": "a1", "digest": locked})
    return replace(plan, header=header, steps=(*plan.steps, step))


def _kept_back(plan: Plan) -> Plan:
    """Mark most answers to proposals that are not released as not for the public."""
    if plan.random.random() < 0.05:
        return plan
    return replace(plan, answers=tuple({**one, "disclosure": "不公开"} for one in plan.answers))


def _merged(plan: Plan, plans: Sequence[Plan], place: int) -> Plan:
    """Merge a case into the nearest earlier letter that is not merged itself; without one it stays open."""
    into = next((one for one in reversed(plans[:place]) if one.kind == "letter" and not one.merges), None)
    if into is None:
        return plan
    day = plan.steps[-1][0]
    steps = (*plan.steps, (day, "并案", DESK, {"into": into.number}), (day, "归档", DESK, {}))
    return replace(plan, steps=steps)


def _value(plan: Plan) -> dict[str, Any]:
    header = dict(plan.header)
    publication = header.pop("publication", None)
    timeline = [{"at": day, "event": event, "by": by, **fields} for day, event, by, fields in plan.steps]
    value = {**header, "timeline": timeline}
    if plan.answers:
        value["answers"] = list(plan.answers)
    if publication:
        value["publication"] = publication
    return value


def _told(random: Random, sentences: Sequence[str], count: int) -> str:
    start = random.randrange(len(sentences))
    chosen = [sentences[(start + place) % len(sentences)] for place in range(count)]
    return f"{random.choice(PLACES)}一带：\n" + "".join(f"{one}\n" for one in chosen)


def _sealed(random: Random, secret: int) -> dict[str, str]:
    """Return a block that looks sealed to two keys; nobody can open it, for nothing is in it."""

    def key() -> str:
        return base64.b64encode(random.randbytes(32)).decode().rstrip("=")

    stanzas = "".join(f"-> X25519 {key()}\n{key()}\n" for _ in range(2))
    data = f"age-encryption.org/v1\n{stanzas}--- {key()}\n".encode() + random.randbytes(32 + secret)
    text = base64.b64encode(data).decode()
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    armor = ["-----BEGIN AGE ENCRYPTED FILE-----", *lines, "-----END AGE ENCRYPTED FILE-----"]
    return {"digest": hashlib.sha256(data).hexdigest(), "box": "".join(f"{line}\n" for line in armor)}


def _lines(value: dict[str, Any], indent: str = "") -> Iterator[str]:
    """Yield YAML as clerks and `duban` write it: one key a line, texts in blocks, short lists in brackets."""
    for key, one in value.items():
        if isinstance(one, dict):
            yield f"{indent}{key}:"
            yield from _lines(one, indent + "  ")
        elif isinstance(one, list) and one and isinstance(one[0], dict):
            yield f"{indent}{key}:"
            for item in one:
                first, *rest = _lines(item, indent + "  ")
                yield f"{indent}- {first.lstrip()}"
                yield from rest
        elif isinstance(one, list):
            yield f"{indent}{key}: [{', '.join(map(str, one))}]"
        elif isinstance(one, str) and "\n" in one:
            yield f"{indent}{key}: |"
            yield from (f"{indent}  {line}" for line in one.splitlines())
        else:
            yield f"{indent}{key}: {str(one).lower() if isinstance(one, bool) else one}"
