"""What a rule checks, in plain words: at which event, under which condition, what has to be there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from duban.cases.office import Office
from duban.law.requires_people import ROSTER
from duban.law.rulebook import Requirement, Rule, Rulebook
from duban.site.law_words import ROLES, Words, arises_words, either, value_names

LEVELS = {"error": "错误", "warning": "提醒"}


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement in words: where it looks, when it arises, what is demanded, why, how serious."""

    where: str
    when: str
    demands: tuple[str, ...]
    says: str
    level: str


def checks(rule: Rule, book: Rulebook, words: Words, office: Office) -> Iterator[Check]:
    """Yield the requirements of a rule in words."""
    for one in rule.requires:
        named = _Named(words if one.on == "header" else words.of("unit") if one.on == "unit" else words.on(one.on),
                       book, office)  # fmt: skip
        demands = tuple(TOLD[term](named, wanted) for term, wanted in one.terms.items())
        says = words.prose(one.says)
        yield Check(_where(one), arises_words(one, named.words), demands, says, LEVELS[one.level])


def _where(one: Requirement) -> str:
    if one.on == "header":
        return "登记的内容"
    return "单位名录里的每个单位" if one.on == "unit" else f"记“{one.on}”的时候"


@dataclass(frozen=True, slots=True)
class _Named:
    words: Words
    book: Rulebook
    office: Office

    def fields(self, names: list[str], between: str = "、") -> str:
        return between.join(f"“{self.words.field(name)}”" for name in names)

    def choices(self, name: str) -> str:
        """Return the words of one of the rulebook's lists, in quotes where one is itself a series."""
        listed = self.book.lists.get(name, ())
        series = any("、" in word or "，" in word for word in listed)
        return "、".join(f"“{word}”" if series else word for word in listed)


def _fields(told: _Named, wanted: list[str]) -> str:
    return f"要写明{told.fields(wanted)}"


def _without(told: _Named, wanted: list[str]) -> str:
    return f"不能明文写{told.fields(wanted)}，要封存"


def _any_field(told: _Named, wanted: list[str]) -> str:
    return f"{told.fields(wanted)}至少写一项"


def _values(told: _Named, wanted: Mapping[str, str]) -> str:
    return "；".join(
        f"{told.fields([field])}要写，只能是词表“{name}”里的：{told.choices(name)}"
        for field, name in wanted.items()
    )


def _answer_fields(told: _Named, wanted: list[str]) -> str:
    return f"答复里要写明{told.fields(wanted)}"


def _answer_values(told: _Named, wanted: Mapping[str, str]) -> str:
    return f"答复里的{_values(told, wanted)}"


def _answer_is(told: _Named, wanted: Mapping[str, list[Any]]) -> str:
    return f"所指的答复，{_holds(told, wanted)}"


def _answer_of(told: _Named, wanted: list[str]) -> str:
    return f"所指的答复要是{'、'.join(ROLES[role] for role in wanted)}作出的"


def _header(told: _Named, wanted: Mapping[str, list[Any]]) -> str:
    return f"这一件的{_holds(told, wanted)}"


def _holds(told: _Named, wanted: Mapping[str, list[Any]]) -> str:
    said = []
    for field, allowed in wanted.items():
        if allowed == [False]:
            said.append(f"{told.fields([field])}不能标为“是”")
        elif allowed == [True]:
            said.append(f"{told.fields([field])}要标为“是”")
        else:
            said.append(f"{told.fields([field])}要是{either(value_names(allowed, '“{}”'))}")
    return "，".join(said)


def _order(told: _Named, wanted: list[Any]) -> str:
    if len(wanted) == 1:
        return f"之前要有{_event(told, wanted[0])}"
    return f"之前要依次有{' → '.join(_event(told, one) for one in wanted)}"


def _before(told: _Named, wanted: list[Any]) -> str:
    any_order = "，不论先后" if len(wanted) > 1 else ""
    return f"之前要有{'、'.join(_event(told, one) for one in wanted)}{any_order}"


def _event(told: _Named, wanted: Any) -> str:
    """Return an event, with what stands in it: “审签”（职务为区长）."""
    if isinstance(wanted, str):
        return f"“{wanted}”"
    word, fields = next(iter(wanted.items()))
    names = told.words.on(word)
    said = [
        names.field(key) if value is True else f"{names.field(key)}为{value}" for key, value in fields.items()
    ]
    return f"“{word}”（{'、'.join(said)}）"


def _count(told: _Named, wanted: Mapping[str, Any]) -> str:
    field = wanted["field"]
    text = wanted.get("of") == "characters" or ("of" not in wanted and field in told.words.texts)
    unit = "字" if text else "项"
    least, most = wanted.get("at_least"), wanted.get("at_most")
    said = [f"至少{least}{unit}"] if least is not None else []
    said += [f"不超过{most}{unit}"] if most is not None else []
    return f"{told.fields([field])}{'、'.join(said)}"


def _ratio(told: _Named, wanted: Mapping[str, Any]) -> str:
    whole = wanted["in"]
    if whole == ROSTER:
        of = "这种会议组成人员名单（设置文件里列出）"
    else:
        of = f"词表“{whole}”" if whole in told.book.lists else told.fields([whole])
    return f"{told.fields([wanted['of']])}的人数要超过{of}的{wanted['over']}"


def _papers(told: _Named, wanted: Mapping[str, list[str]]) -> str:
    said = [
        f"{'一律' if flag == 'always' else f'涉及“{flag}”的，'}要有{'、'.join(papers)}"
        for flag, papers in wanted.items()
    ]
    return f"材料：{'；'.join(said)}"


def _all_of(told: _Named, wanted: Mapping[str, str]) -> str:
    return "；".join(
        f"{told.fields([field])}里要写全：{told.choices(name)}" for field, name in wanted.items()
    )


def _posts(told: _Named, wanted: list[str]) -> str:
    said = []
    for post in wanted:
        unit = told.office.posts.get(post)
        said.append(post if unit in (None, post) else f"{post}（{unit}）")
    return f"只能由{'、'.join(said)}记"


def _each(told: _Named, wanted: Mapping[str, list[str]]) -> str:
    return "；".join(
        f"{told.fields([field])}里的每一人都要写{told.fields(needs)}" for field, needs in wanted.items()
    )


def _minimum(told: _Named, wanted: Mapping[str, int]) -> str:
    return "；".join(f"{told.fields([field])}不少于{least}" for field, least in wanted.items())


def _maximum(told: _Named, wanted: Mapping[str, int]) -> str:
    return "；".join(f"{told.fields([field])}不超过{most}" for field, most in wanted.items())


def _when_absent(told: _Named, wanted: Mapping[str, list[str]]) -> str:
    return "；".join(
        f"{told.fields([field])}不出席会议的，要写明{told.fields(needs)}" for field, needs in wanted.items()
    )


def _every_proposer(told: _Named, wanted: str) -> str:
    return f"之前要与每一位提出人“{wanted}”过"


def _consistent(told: _Named, wanted: list[str]) -> str:
    return f"几个单位答复同一个问题的，{told.fields(wanted)}不能互相矛盾"


def _differs(told: _Named, wanted: Mapping[str, str]) -> str:
    return "；".join(
        f"{told.fields([field])}里不能有“{word}”的同一批人（回避）" for field, word in wanted.items()
    )


TOLD: Mapping[str, Callable[[_Named, Any], str]] = {
    "fields": _fields,
    "without": _without,
    "any_field": _any_field,
    "values": _values,
    "answer_fields": _answer_fields,
    "answer_values": _answer_values,
    "answer_is": _answer_is,
    "answer_of": _answer_of,
    "header": _header,
    "restricted": lambda told, wanted: "要作为受限事项封存，只留编号、日期和事件",
    "order": _order,
    "before": _before,
    "count": _count,
    "ratio": _ratio,
    "papers": _papers,
    "every_point": lambda told, wanted: "所提的问题要逐项答复到",
    "answered_by_holder": lambda told, wanted: "只能由接受交办的单位自己答复",
    "all_of": _all_of,
    "posts": _posts,
    "by_assigner": lambda told, wanted: "只能由当初交办的单位记",
    "each": _each,
    "minimum": _minimum,
    "maximum": _maximum,
    "when_absent": _when_absent,
    "every_proposer": _every_proposer,
    "consistent": _consistent,
    "differs": _differs,
}
"""Every word a requirement may use, told."""
