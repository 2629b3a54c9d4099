"""The internal page of one rulebook: its texts, every rule with what it asks for, its states, its lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from duban.engine.explanation import TYPES
from duban.law.rulebook import Rule, Rulebook, Source, State, in_force
from duban.law.rulebook_file import citations
from duban.law.words.clock_words import starts_words
from duban.law.words.field_names import FieldNames
from duban.law.words.outcome_words import measure_words
from duban.law.words.phrases import condition_words
from duban.law.words.scope_words import holder_words
from duban.law.words.shapes import LIST
from duban.law.words.word_table import REQUIREMENT_WORDS, describe_rule
from duban.site.limit_words import LimitCounter, LimitText, lead_words
from duban.site.page_text import anchor_link, facts, jump_list, link, mark, page, plain, quiet, table
from duban.site.readings_page import reading_marks
from duban.site.requirement_words import LEVELS, RequirementText, requirement_texts
from duban.site.source_marks import sources_list, standing_mark

OWING = ("duty", "window", "recurring")
"""The types of rules that somebody has to do something about by a day."""

_LONG = frozenset({"检查什么", "依据", "本地理解", "另一种理解"})
"""What a phone gives a line of its own."""
_LINE = ' class="long"'


@dataclass(frozen=True, slots=True)
class Volume:
    """What one page shows: a rulebook with its own rules, or the rules that several rulebooks share."""

    title: str
    path: str
    book: Rulebook  # the rulebook itself, or one that shares it
    rules: tuple[Rule, ...]
    facts: tuple[tuple[str, str], ...]  # (name, HTML)
    sources: tuple[Source, ...]
    lists: Mapping[str, tuple[str, ...]]
    shared: bool = False


@dataclass(frozen=True, slots=True)
class RuleReader(LimitCounter):
    """What a rule is described with; beside what counts its limits, the page of every rule."""

    pages: Mapping[str, str]  # rule id -> page and anchor


def rule_page(volume: Volume, reader: RuleReader) -> tuple[str, str]:
    """Return the page of a rulebook."""
    book = volume.book
    jumps = [("rules", "每一条规则")]
    body = [
        '<h2 id="rules">每一条规则</h2>',
        quiet("标“错误”的不改正不能入册，标“提醒”的列出来核对。带引号的是登记册里的事件和项目。"),
        *(_rule(rule, volume, reader) for rule in volume.rules),
    ]
    if not volume.shared:
        for id, title, states in (
            ("course", "整件怎样走", book.case_states),
            ("assignment", "每个承办单位手上怎样走", book.assignment_states),
        ):
            if states:
                jumps.append((id, title))
                body += [f'<h2 id="{id}">{title}</h2>', _moves(states)]
    if volume.lists:
        jumps.append(("lists", "词表"))
        body += ['<h2 id="lists">词表</h2>', _lists(volume, reader)]
    return volume.path, page(
        volume.title,
        facts(volume.facts, "facts wide"),
        sources_list(volume.sources),
        jump_list(jumps),
        _contents(volume, reader),
        *body,
    )


def _contents(volume: Volume, reader: RuleReader) -> str:
    """Return all rules of a page in one table that leads to each."""
    rows = [
        (
            kind_mark(rule),
            anchor_link(rule.id, rule.title),
            plain(holder_words(rule, reader.names, reader.office)) if rule.type in OWING else "—",
            _short(rule, reader) or "—",
            mark("number", rule.id),
        )
        for rule in volume.rules
    ]
    return table(("类型", "内容", "由谁办", "期限", "编号"), rows, "contents")


def kind_mark(rule: Rule) -> str:
    """Return the type of a rule as a mark."""
    return mark("kind", TYPES.get(rule.type, rule.type))


def _short(rule: Rule, reader: RuleReader) -> str:
    if rule.type not in OWING:
        return ""
    return "<br>".join(_when(limit.when) + plain(limit.within) for limit in reader.limits(rule))


def _when(when: str) -> str:
    return f"{plain(when)}：" if when else ""


def _rule(rule: Rule, volume: Volume, reader: RuleReader) -> str:
    rows = "\n".join(
        f"<div{_LINE if name in _LONG else ''}><dt>{name}</dt><dd>{value}</dd></div>"
        for name, value in _rows(rule, volume, reader)
        if value
    )
    return f"""<section class="rule" id="{rule.id}">
<h3>{kind_mark(rule)} {plain(rule.title)} {anchor_link(rule.id, rule.id, "number")}</h3>
<dl>
{rows}
</dl>
</section>"""


def _rows(rule: Rule, volume: Volume, reader: RuleReader) -> Iterator[tuple[str, str]]:
    """Yield (name, HTML) of everything a rule says."""
    names = reader.names
    if rule.type in OWING:
        yield "由谁办", plain(holder_words(rule, names, reader.office))
        if rule.starts:
            yield "从什么时候起", plain(_start(rule, names))
        yield "期限", "<br>".join(_limits(rule, reader))
    yield from ((head, plain(sentence)) for head, sentence in describe_rule(rule, volume.book, names))
    texts = [_requirement(text) for text in requirement_texts(rule, volume.book, names, reader.office)]
    yield "检查什么", f'<ul class="checks">{"".join(texts)}</ul>' if texts else ""
    yield "要看的数", "<br>".join(plain(measure_words(measure, names)) for measure in rule.measures)
    yield (
        "依据",
        "<br>".join(
            f"{plain(citation)}{standing_mark(source.standing)}"
            for citation, source in citations(rule.articles, volume.book.sources)
        ),
    )
    reading = rule.interpretation
    if reading is not None:
        yield "本地理解", f"{reading_marks(volume.path, reading)}{plain(names.prose(reading.reading))}"
        yield "另一种理解", plain(names.prose(reading.other))


def _start(rule: Rule, names: FieldNames) -> str:
    start = starts_words(rule, None, names)
    if rule.counts_back:
        return f"{start}，往前数"
    return f"一年里最后一件{start}" if rule.scope == "round" else start


def _limits(rule: Rule, reader: RuleReader) -> Iterator[str]:
    """Yield the limits in force, those no longer or not yet in force last."""
    for text in reader.limits(rule):
        yield _limit(text, starts_words(rule, None, reader.names))
    for dated in rule.within:
        if in_force(dated, reader.now.date()):
            continue
        span = f"{dated.since}起" + (f"至{dated.until}（不含）" if dated.until else "")
        limits = "；".join(
            (f"{when}：" if (when := condition_words(limit.when, reader.names)) else "")
            + (limit.period.words if limit.period else "条文没有写明天数")
            for limit in dated.limits
        )
        yield mark("quiet", f"{span}：{limits}")


def _limit(limit: LimitText, usual: str) -> str:
    """Return a limit, with its start where that is not the rule's usual one."""
    is_usual = limit.starts == usual and not limit.back
    text = limit.within if is_usual else lead_words(limit) + limit.within
    aim = f"（争取{plain(limit.aim.within)}，不作期限）" if limit.aim else ""
    note = mark("quiet", f"（{limit.note}）") if limit.note and not limit.back else ""
    return f"{_when(limit.when)}<b>{plain(text)}</b>{aim}{note}"


def _requirement(text: RequirementText) -> str:
    when = f"（{plain(text.when)}）" if text.when else ""
    demands = "；".join(plain(demand) for demand in text.demands)
    says = f"<br>{mark('quiet', text.says)}" if text.says else ""
    level = mark("level must" if text.level == LEVELS["error"] else "level should", text.level)
    return f"<li>{level}{plain(text.where)}{when}：{demands}{says}</li>"


def _moves(states: Mapping[str, State]) -> str:
    rows = []
    for state, meaning, moves, idle in state_texts(states):
        shown = "".join(f"<div>{plain(event)} → <b>{plain(to)}</b></div>" for event, to in moves)
        note = f"<br>{mark('quiet', meaning)}" if meaning else ""
        rows.append((f"<b>{plain(state)}</b>{note}", shown or "—", plain("、".join(idle)) or "—"))
    return table(("状态", "发生什么 → 变为", "可以记、状态不变"), rows, "moves")


Moves = tuple[tuple[str, str], ...]


def state_texts(states: Mapping[str, State]) -> Iterator[tuple[str, str, Moves, tuple[str, ...]]]:
    """Yield (state, what it means, events that lead elsewhere with where to, events that change nothing)."""
    first = next(iter(states), "")
    for name, state in states.items():
        end = "到此为止" if not state.on else "可以到此为止"
        marks = ["起点"] * (name == first) + ["单位仍负责"] * state.holds + [end] * state.final
        away = tuple((event, target) for event, target in state.on.items() if target != name)
        yield name, "、".join(marks), away, tuple(event for event, to in state.on.items() if to == name)


def _lists(volume: Volume, reader: RuleReader) -> str:
    rows = []
    for name, listed in volume.lists.items():
        using = "、".join(
            link(volume.path, reader.pages[rule.id], rule.title)
            for rule in volume.book.rules
            if rule.id in reader.pages and name in lists_asked(rule)
        )
        entries = "".join(f"<li>{plain(word)}</li>" for word in listed)
        rows.append((f"<b>{plain(name)}</b>", f'<ol class="list">{entries}</ol>', using or "—"))
    return table(("词表", "可以用的词", "哪些规则用"), rows, "lists")


def lists_asked(rule: Rule) -> set[str]:
    """Return the names of the lists a rule asks words of, and of the fields it may ask for in their place."""
    return {
        mention.name
        for requirement in rule.requires
        for name, value in requirement.terms.items()
        for mention in REQUIREMENT_WORDS[name].mentions(value)
        if mention.kind == LIST or mention.or_list
    }
