"""A rule in plain words: literal rules, literal sentences. Today is 2026-10-15, a Thursday, in 攀枝花."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from duban.cases.case_numbers import KINDS
from duban.engine.office_context import OfficeContext
from duban.law.rulebook_file import rulebook_from
from duban.law.words.clock_words import starts_words
from duban.law.words.field_names import field_names_from
from duban.law.words.outcome_words import measure_words
from duban.law.words.phrases import arises_words
from duban.law.words.scope_words import holder_words
from duban.law.words.word_table import REQUIREMENT_WORDS, describe_rule
from duban.register.load_office import load
from duban.site.limit_words import LimitCounter, lead_words
from duban.site.requirement_words import requirement_texts
from duban.site.rulebook_page import state_texts

NOW = datetime(2026, 10, 15, 16, 30)
LIFE = {
    "case": [
        {"state": "待登记", "on": {"登记": "办理中"}},
        {"state": "办理中", "on": {"交办": "办理中", "终止": "已终止", "归档": "已归档"}},
        {"state": "已终止", "final": True, "on": {"备忘": "已终止"}},
        {"state": "已归档", "final": True},
    ]
}
BOOK = {
    "id": "test.book",
    "title": "试验",
    "region": "510402",
    "applies": {"kind": "topic"},
    "arrives": "held",
    "in_force": {"from": "2020-01-01"},
    "sources": {"办法": {"title": "某办法", "number": "无", "date": "undated", "standing": "draft"}},
    "lists": {"结果": ["通过", "不通过"], "来源": ["一、二", "三"]},
    "lifecycle": LIFE,
    "rules": [],
}


@pytest.fixture(scope="module")
def context() -> OfficeContext:
    return load(Path(__file__).parent / "offices" / "dongqu")


def book(**fields):
    """Return a rulebook of one rule."""
    rule = {
        "id": "test.rule",
        "type": "duty",
        "title": "试验",
        "article": "办法第一条",
        "starts": ["登记"],
        **fields,
    }
    return rulebook_from({**BOOK, "rules": [rule]})


@pytest.fixture(scope="module")
def told(context: OfficeContext):
    """Return what a rule of a topic is described with; `office` fields can be changed."""

    def make(**office) -> LimitCounter:
        words = field_names_from(context.schemas, context.vocabulary, (*KINDS, "topic", "item")).of("topic")
        return LimitCounter(words, replace(context.office, **office), context.calendar, NOW)

    return make


def within(*limits):
    return [
        {"from": "2020-01-01", "limits": [one if isinstance(one, dict) else {"limit": one} for one in limits]}
    ]


def limits(counting: LimitCounter, **fields) -> list[tuple[str, str, str]]:
    """Return (when, limit, where it ends) of every limit of a rule."""
    (rule,) = book(**fields).rules
    return [
        (
            one.when,
            lead_words(one) + one.within,
            f"{one.due:%Y-%m-%d %H:%M}".removesuffix(" 00:00") if one.due else one.note,
        )
        for one in counting.limits(rule)
    ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"within": within("3 working days")}, [("", "从“登记”起3个工作日", "2026-10-20")]),
        ({"within": within("same day"), "starts": ["held"]}, [("", "召开日期的当日", "2026-10-15")]),
        ({"within": within("by 09-30")}, [("", "9月30日前", "2027-09-30")]),
        ({"within": within("30 minutes")}, [("", "从“登记”起30分钟", "2026-10-15 08:30")]),
        ({"within": within("4 office hours")}, [("", "从“登记”起4小时（办公时间内）", "2026-10-15 15:00")]),
        (
            {"within": within("2 working days before"), "starts": ["held"]},
            [("", "召开日期至少2个工作日之前", "要等召开日期定了才能算")],
        ),
        (
            {"within": within("5 clear working days before"), "starts": ["held"]},
            [("", "召开日期之前，中间隔满5个工作日", "要等召开日期定了才能算")],
        ),
        ({"within": within("none")}, [("", "条文没有写明天数", "")]),
        (
            {"within": within({"when": {"ordered": [True]}, "limit": "1 working day"}, "3 days"), "starts": ["交办", "提出"]},
            [
                ("标明“区长已明确上会”", "从“交办”或“提出”起1个工作日", "2026-10-16"),
                ("其他情况", "从“交办”或“提出”起3日", "2026-10-19"),
            ],
        ),
        (
            {"within": within("1 month"), "cap": {"limit": "15 working days", "starts": "交办"}},
            [("", "从“登记”起1个月", "2026-11-16"), ("无论哪种情况，最长", "从第一次“交办”起15个工作日", "2026-11-05")],
        ),
        ({"stated": "limit"}, [("", "以写明的“办结期限”为准；没有写明的，不设期限", "")]),
        (
            {"stated": "limit", "within": within("3 working days")},
            [
                ("写明了“办结期限”的", "以写明的“办结期限”为准", ""),
                ("没有写明的", "从“登记”起3个工作日", "2026-10-20"),
            ],
        ),
        ({"every": "week"}, [("", "从“登记”起每周一次，最迟在这一周最后一个工作日", "2026-10-16")]),
        (
            {"scope": "round", "within": within("by 09-30")},
            [("", "9月30日前", "2026年的是2026-09-30，已经过了；今天才起算的，没有日子可用")],
        ),
        ({"scope": "round", "within": within("by 12-20")}, [("", "12月20日前", "2026-12-20")]),
        ({"within": within("by 09-30")}, [("", "9月30日前", "2027-09-30")]),
        (
            {"round_only": True, "within": within("by 09-30")},
            [("", "9月30日前", "2026年的是2026-09-30，已经过了；今天才起算的，没有日子可用")],
        ),
        ({"round_only": True, "within": within("by 12-20")}, [("", "12月20日前", "2026-12-20")]),
        ({"scope": "round", "within": within("1 month")}, [("", "从最后一件“登记”起1个月", "2026-11-16")]),
        (
            {"type": "recurring", "every": "half-year"},
            [("", "每半年一次", "条文没有写日子，办公室也没有定")],
        ),
        (
            {"type": "recurring", "every": "year", "within": within("by 01-31")},
            [("", "每年一次，期满后的1月31日前", "")],
        ),
        (
            {"type": "recurring", "every": "quarter", "within": within("5 working days")},
            [("", "每季度一次，期满后5个工作日内", "")],
        ),
    ],
)  # fmt: skip
def test_limits_with_their_dates(told, fields, said) -> None:
    shown = limits(
        told(hours=(("08:00", "12:00"), ("14:00", "18:00"))) if "minutes" in str(fields) else told(), **fields
    )
    assert shown == said


def test_a_target_stands_beside_its_limit(told) -> None:
    (rule,) = book(within=within({"limit": "3 working days", "target": "2 working days"})).rules
    (one,) = told().limits(rule)
    assert (one.aim.within, str(one.aim.due), str(one.due)) == ("2个工作日", "2026-10-19", "2026-10-20")


def test_a_start_that_may_move(told) -> None:
    words = told().names
    (rule,) = book(starts=["交办"], start_at={"event": "签收", "latest": "1 working day"}).rules
    assert (
        starts_words(rule, None, words)
        == "“签收”之日（最迟不晚于“交办”后1个工作日；没有“签收”的，从“交办”算）"
    )
    (rule,) = book(starts=["交办"], start_at={"event": "签收"}).rules
    assert starts_words(rule, None, words) == "“签收”之日（没有“签收”的，从“交办”算）"


@pytest.mark.parametrize(
    ("fields", "office", "said"),
    [
        (
            {"within": within("by 08-31")},
            {"rounds": {2026: {"test.rule": "by 11-10"}}},
            [("", "11月10日前", "2026-11-10")],
        ),
        (
            {"stated": "limit"},
            {"limits": {"test.rule": "10 working days"}},
            [
                ("写明了“办结期限”的", "以写明的“办结期限”为准", ""),
                ("没有写明的", "从“登记”起10个工作日", "2026-10-29"),
            ],
        ),
        (
            {"type": "recurring", "every": "quarter"},
            {"routines": {"test.rule": "15 working days"}},
            [("", "每季度一次，期满后15个工作日内", "日子由办公室自己定")],
        ),
        (
            {"type": "recurring", "every": "year", "within": within("by 03-31")},
            {"routines": {"test.rule": "by 02-28"}},
            [("", "每年一次，期满后的3月31日前", "办公室自己定的是期满后的2月28日前，先到的为准")],
        ),
    ],
)
def test_what_the_office_has_set(told, fields, office, said) -> None:
    assert limits(told(**office), **fields) == said


DEMANDS = {
    "fields": (["text", "persons"], "要写明“内容”、“参与人员”"),
    "without": (["text"], "不能明文写“内容”，要封存"),
    "any_field": (["text", "persons"], "“内容”、“参与人员”至少写一项"),
    "values": ({"result": "来源"}, "“结果”要写，只能是词表“来源”里的：“一、二”、“三”"),
    "answer_fields": (["basis"], "答复里要写明“政策依据”"),
    "answer_values": ({"outcome": "结果"}, "答复里的“办理结果”要写，只能是词表“结果”里的：通过、不通过"),
    "answer_is": ({"disclosure": ["可公开"]}, "所指的答复，“是否公开”要是“可公开”"),
    "answer_of": (["lead", "part"], "所指的答复要是主办单位、分办单位作出的"),
    "header": (
        {"split": [False], "class": ["其他", False]},
        "这一件的“意见不一致”不能标为“是”，“议题类别”要是“其他”或没有写",
    ),
    "restricted": (True, "要作为受限事项封存，只留编号、日期和事件"),
    "order": (
        ["提出", {"审签": {"post": "区长"}}, {"面商": {"key": True}}],
        "之前要依次有“提出” → “审签”（职务为区长） → “面商”（重点办理）",
    ),
    "before": (["提出", "提交"], "之前要有“提出”、“提交”，不论先后"),
    "count": ({"field": "explanation", "at_most": 1200}, "“议题说明”不超过1200字"),
    "ratio": (
        {"of": "present", "in": "roster", "over": "2/3"},
        "“出席”的人数要超过这种会议组成人员名单（设置文件里列出）的2/3",
    ),
    "papers": (
        {"always": ["会议纪要"], "财政资金": ["财政意见", "预算"]},
        "材料：一律要有会议纪要；涉及“财政资金”的，要有财政意见、预算",
    ),
    "every_point": (True, "所提的问题要逐项答复到"),
    "answered_by_holder": (True, "只能由接受交办的单位自己答复"),
    "all_of": ({"contents": "结果"}, "“归档材料”里要写全：通过、不通过"),
    "posts": (["机要室", "督查室"], "只能由机要室、督查室（区政府办公室）记"),
    "by_assigner": (True, "只能由当初交办的单位记"),
    "each": ({"absent": ["reason", "leave"]}, "“缺席”里的每一人都要写“理由”、“请假日期”"),
    "minimum": ({"copies": 30}, "“份数”不少于30"),
    "maximum": ({"speaking_minutes": 5}, "“汇报时间”不超过5"),
    "when_absent": ({"leader": ["time_limit"]}, "“分管领导”不出席会议的，要写明“时限要求”"),
    "every_proposer": ("面商", "之前要与每一位提出人“面商”过"),
    "consistent": (["outcome"], "几个单位答复同一个问题的，“办理结果”不能互相矛盾"),
    "differs": ({"persons": "督查结论"}, "“参与人员”里不能有“督查结论”的同一批人（回避）"),
    "which_unit": ("申请复核", "几个单位记过“申请复核”的，要写明是对哪一个单位的"),
}  # fmt: skip


def test_every_word_of_a_requirement_is_told() -> None:
    assert REQUIREMENT_WORDS.keys() == DEMANDS.keys()


@pytest.mark.parametrize("term", DEMANDS)
def test_requirements_in_plain_words(told, term: str) -> None:
    wanted, said = DEMANDS[term]
    made = book(type="check", requires=[{"on": "督查", term: wanted}])
    (one,) = requirement_texts(made.rules[0], made, told().names, told().office)
    assert (one.where, one.when, one.demands, one.says, one.level) == (
        "记“督查”的时候",
        "",
        (said,),
        "",
        "错误",
    )


def test_a_field_is_named_as_the_event_that_carries_it_names_it(told) -> None:
    """`leader` is the leader in charge in a topic's header, and whoever wrote a note in a note."""
    made = book(
        type="check",
        requires=[
            {"on": "批示", "fields": ["leader"], "only_if": {"ordered": [True]}, "unless": {"normative": [False]}},
            {"on": "header", "fields": ["leader"], "level": "warning", "says": "写明 leader，记 ordered：true"},
            {"on": "unit", "fields": ["contact"]},
        ],
    )  # fmt: skip
    found = list(requirement_texts(made.rules[0], made, told().names, told().office))
    assert [(one.where, one.demands[0], one.level) for one in found] == [
        ("记“批示”的时候", "要写明“领导”", "错误"),
        ("登记的内容", "要写明“分管领导”", "提醒"),
        ("单位名录里的每个单位", "要写明“联络人”", "错误"),
    ]
    assert found[0].when == "只在标明“区长已明确上会”时，没有标明“规范性文件”的除外"
    assert found[1].says == "写明“分管领导”，记“区长已明确上会”为“是”"


def test_sentences_of_a_rulebook_name_no_field_in_english(told) -> None:
    words = told().names
    assert words.prose(
        "分管领导（leader）写“副区长”，名单写在 office.yml 的 rosters；材料写在 papers 里，由 12345 办"
    ) == ("分管领导写“副区长”，名单写在设置文件的“组成人员”；材料写在“已附材料”里，由 12345 办")


def test_conditions_and_holders(told) -> None:
    words, office = told().names, told().office
    (rule,) = book(
        only_if={"papers": ["*"], "meeting": ["常务会议", "全体会议", "专题会议"]},
        unless={"disclosure": ["不公开"]},
        held_by=[{"when": {"ordered": [True]}, "post": "机要室"}, {"field": "unit"}],
    ).rules
    assert arises_words(rule, words) == (
        "只在写有已附材料、会议类型为专题会议、全体会议或常务会议时，标为不公开的除外"
    )
    assert holder_words(rule, words, office) == "机要室（标明“区长已明确上会”）；其他情况提交单位"


def test_how_a_duty_runs(told) -> None:
    made = book(
        scope="assignment",
        roles=["lead"],
        ends=["报送"],
        ends_if={"solved": [True]},
        moot=["并案", "终止"],
        extends={"event": "延期", "needs": ["reason", "until"]},
        again={"event": "退回重办", "limit": "redo_by"},
        open_end={"event": "进展", "promised": "promised", "within": "test.rule"},
        silence="视同无意见",
    )
    assert dict(describe_rule(made.rules[0], made, told().names)) == {
        "怎样计": "每个单位各一项",
        "做到什么算完成": "“报送”（要标明“已经解决”）",
        "可以延长": "到期当天或者更早提出的“延期”有效，要写明理由、延期至",
        "改为承诺的日期": "“进展”里写明承诺办结日期的，以那一天为准，要在“试验”的期限之内",
        "退回以后": "“退回重办”的再办一次，以写明的重办期限为准，另列一行；原来的期限照旧显示",
        "不再需要": "有了“并案”或“终止”就不用办了",
        "到期没有动作": "视同无意见",
    }


def test_an_extension_in_advance_is_asked_for_before_the_due_day(told) -> None:
    made = book(
        scope="assignment", roles=["lead"], ends=["报送"], extends={"event": "延期", "in_advance": True}
    )
    words = dict(describe_rule(made.rules[0], made, told().names))
    assert words["可以延长"] == "到期的前一天或者更早提出的“延期”有效"


def test_states_and_where_events_lead() -> None:
    assert [tuple(one) for one in state_texts(rulebook_from(BOOK).case_states)] == [
        ("待登记", "起点", (("登记", "办理中"),), ()),
        ("办理中", "", (("终止", "已终止"), ("归档", "已归档")), ("交办",)),
        ("已终止", "可以到此为止", (), ("备忘",)),
        ("已归档", "到此为止", (), ()),
    ]


def test_measures_in_words(told) -> None:
    measures = [
        {"title": "采用率", "of": ["编发"], "in": ["筛选"]},
        {"title": "次数", "of": ["召开"], "per": "month", "at_least": 1, "at_most": 2, "only_if": {"ordered": [True]}},
        {"title": "次数", "of": ["召开"], "per": "year", "at_least": 2},
    ]  # fmt: skip
    made = book(type="check", measures=measures)
    assert [measure_words(one, told().names) for one in made.rules[0].measures] == [
        "采用率：有过“筛选”的件里，有过“编发”的占多少",
        "次数：每月“召开”多少次，条文写1至2次（只数标明“区长已明确上会”的）",
        "次数：每年“召开”多少次，条文写至少2次",
    ]


def test_stops_in_words(told) -> None:
    made = book(
        scope="assignment",
        roles=["lead"],
        stops={
            "征求意见": "汇总",
            "上报": {"until": "批示", "latest": "15 working days"},
            "退回补正": {"until": "提交", "anew": True},
        },
    )
    assert dict(describe_rule(made.rules[0], made, told().names))["停止计算"] == (
        "从“征求意见”的次日起到“汇总”那天不计入期限；"
        "从“上报”的次日起到“批示”那天不计入期限，最长停15个工作日；"
        "从“退回补正”起不计期限，“提交”之日起重新计算"
    )


def test_grounds_in_words(told) -> None:
    grounds = [
        {"lapse": "test.rule"},
        {"event": "不满意"},
        {"event": "退回重办", "time": 2},
        {"event": "答复", "when": {"grade": ["复杂"]}, "unless": {"solved": [True]}},
    ]
    made = book(scope="event", grounds=grounds, ends=["责令整改"])
    (rule,) = made.rules
    assert dict(describe_rule(rule, made, told().names))["什么情形下要办"] == (
        "“试验”到期没有办；“不满意”；同一单位第2次起的“退回重办”；"
        "“答复”（办理等级为复杂，标明“已经解决”的除外）"
    )
    assert starts_words(rule, None, told().names) == "情形发生之日"
