"""How a duty runs and how a matter goes, in words: what meets, extends or undoes it; states; figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from duban.law.rulebook import Measure, Rule, Rulebook, State
from duban.site.law_words import Words, arises_words, condition_words, either
from duban.site.limit_words import EVERY

SCOPES = {
    "case": "整件一项",
    "assignment": "每个单位各一项",
    "event": "每发生一次各一项",
    "round": "每个单位一年一项",
    "office": "整个办公室一项",
}


def course_words(rule: Rule, book: Rulebook, words: Words) -> Iterator[tuple[str, str]]:
    """Yield (name, sentence) of everything about a duty beside who, from when and within how long."""
    if rule.type in ("duty", "window"):
        yield "怎样计", _counted(rule)
    when = arises_words(rule, words)
    if when:
        yield "什么时候有", when
    if rule.ends:
        only = condition_words(rule.ends_if, words.on(min(rule.ends)))
        yield "做到什么算完成", _events(rule.ends) + (f"（要{only}）" if only else "")
    elif rule.scope == "round":
        yield "做到什么算完成", "报来的一份登记在例行事项里"
    if rule.extends:
        needs = "、".join(words.on(rule.extends.event).field(name) for name in rule.extends.needs)
        said = f"到期之前提出的“{rule.extends.event}”有效" + (f"，要写明{needs}" if needs else "")
        yield "可以延长", said
    if rule.open_end:
        end = rule.open_end
        title = next((one.title for one in book.rules if one.id == end.within), "")
        limit = f"，要在“{title}”的期限之内" if title else ""
        promised = words.on(end.event).field(end.promised)
        yield "改为承诺的日期", f"“{end.event}”里写明{promised}的，以那一天为准{limit}"
    if rule.again:
        limit = words.on(rule.again.event).field(rule.again.limit)
        yield (
            "退回以后",
            f"“{rule.again.event}”的再办一次，以写明的{limit}为准，另列一行；原来的期限照旧显示",
        )
    if rule.moot:
        yield "不再需要", f"有了{_events(rule.moot)}就不用办了"
    if rule.release:
        yield "解除", f"有了{_events(rule.release)}就不再负责"
    if rule.silence:
        yield "到期没有动作", rule.silence
    if rule.beside:
        title = next((one.title for one in book.rules if one.id == rule.beside), rule.beside)
        yield "并行", f"与“{title}”同时计算，先到的标为先到期"


def _counted(rule: Rule) -> str:
    if rule.scope == "round" and rule.at_least > 1:
        return f"一年办到{rule.at_least}件的单位，每年一项"
    often = f"，{EVERY[rule.every]}一次" if rule.every else ""
    return SCOPES[rule.scope] + often


def _events(words: Iterable[str]) -> str:
    return either([f"“{word}”" for word in sorted(words)])


class Room(NamedTuple):
    """A state: what it means, which events lead where, which change nothing."""

    state: str
    mark: str
    moves: tuple[tuple[str, str], ...]  # (event, state it leads to)
    idle: tuple[str, ...]


def rooms(states: Mapping[str, State]) -> Iterator[Room]:
    """Yield the states in the rulebook's order."""
    first = next(iter(states), "")
    for name, state in states.items():
        marks = [
            *(["起点"] if name == first else []),
            *(["单位仍负责"] if state.holds else []),
            *(["到此为止"] if state.final and not state.on else ["可以到此为止"] if state.final else []),
        ]
        away = tuple((event, target) for event, target in state.on.items() if target != name)
        idle = tuple(event for event, target in state.on.items() if target == name)
        yield Room(name, "、".join(marks), away, idle)


def measure_words(measure: Measure, words: Words) -> str:
    """Return what a measure counts and what the text says of it: 面商率：“报送”过的件里，“面商”过的占多少."""
    of = "、".join(f"“{word}”" for word in sorted(measure.of))
    if measure.per:
        said = f"{measure.title}：{EVERY[measure.per]}{of}多少次{bound_words(measure)}"
    else:
        among = "、".join(f"“{word}”" for word in sorted(measure.among))
        said = f"{measure.title}：有过{among}的件里，有过{of}的占多少"
    when = condition_words(measure.only_if, words)
    return f"{said}（只数{when}的）" if when else said


def bound_words(measure: Measure) -> str:
    """Return the bounds a text sets to a frequency: 条文要求1至2次."""
    least, most = measure.at_least, measure.at_most
    if least is None and most is None:
        return ""
    if least is None or most is None:
        return f"，条文写至少{least}次" if most is None else f"，条文写至多{most}次"
    return f"，条文写{least}次" if least == most else f"，条文写{least}至{most}次"
