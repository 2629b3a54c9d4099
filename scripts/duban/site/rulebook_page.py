"""The internal page of one rulebook: its texts, every rule with what it asks for, its states, its lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from duban.engine.explanation import STANDINGS, TYPES
from duban.law.rulebook import Rule, Rulebook, Source, State
from duban.site.law_words import Words, condition_words, holder_words, instruments
from duban.site.lifecycle_words import course_words, measure_words, rooms
from duban.site.limit_words import Counting, Term, lead_words, starts_words
from duban.site.page_text import front, link, plain, table
from duban.site.readings_page import reading_marks
from duban.site.requirement_words import Check, checks

OWING = ("duty", "window", "recurring")
"""The types of rules that somebody has to do something about by a day."""


_LONG = frozenset({"检查什么", "依据", "本地理解", "另一种理解"})
"""What a phone gives a line of its own."""
_LINE = ' class="long"'


@dataclass(frozen=True, slots=True)
class Volume:
    """What one page tells: a rulebook with its own rules, or the rules that several rulebooks share."""

    id: str
    title: str
    path: str
    book: Rulebook  # the rulebook itself, or one that shares it
    rules: tuple[Rule, ...]
    facts: tuple[tuple[str, str], ...]  # (name, HTML)
    sources: tuple[Source, ...]
    lists: Mapping[str, tuple[str, ...]]
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Reader(Counting):
    """What a rule is told with; beside what counts its limits, the place of every rule."""

    places: Mapping[str, str]  # rule id -> page and anchor


def rule_page(volume: Volume, reader: Reader) -> tuple[str, str]:
    """Return the page of a rulebook."""
    here, book = volume.path, volume.book
    jumps = [("rules", "每一条规则")]
    parts = [
        front(title=plain(volume.title), hide=["navigation", "toc"]),
        f"# {plain(volume.title)}",
        "\n".join(
            (
                '<dl class="facts wide">',
                *(f"<div><dt>{name}</dt><dd>{told}</dd></div>" for name, told in volume.facts if told),
                "</dl>",
            )
        ),
        sources_list(volume.sources),
    ]
    body = [
        '<h2 id="rules">每一条规则</h2>',
        '<p class="quiet">标“错误”的不改正不能入册，标“提醒”的列出来核对。带引号的是登记册里的事件和项目。</p>',
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
        body += ['<h2 id="lists">词表</h2>', _lists(volume, reader, here)]
    way = "".join(f'<li><a href="#{id}">{title}</a></li>' for id, title in jumps)
    parts += [f'<ul class="jumps">{way}</ul>', _contents(volume, reader), *body]
    return here, "\n\n".join(parts) + "\n"


def sources_list(sources: Iterable[Source]) -> str:
    """Return the instruments with number, date, standing and what is to be known of them."""
    rows = []
    for one in sources:
        day = "" if one.date == "undated" else plain(one.date)
        number = "" if one.number.startswith("无") else plain(one.number)
        told = " ".join(filter(None, (f"《{plain(one.title)}》", number, day)))
        note = f"<br>{plain(one.note)}" if one.note else ""
        rows.append(f"<li>{told}{standing_mark(one.standing)}{note}</li>")
    return "\n".join(('<ul class="sources">', *rows, "</ul>"))


def standing_mark(standing: str) -> str:
    """Return the standing of a text as a mark."""
    return f'<span class="standing">{plain(STANDINGS.get(standing, standing))}</span>'


def _contents(volume: Volume, reader: Reader) -> str:
    """Return all rules of a page in one table that leads to each."""
    rows = [
        (
            kind_mark(rule),
            f'<a href="#{rule.id}">{plain(rule.title)}</a>',
            plain(holder_words(rule, reader.words, reader.office)) if rule.type in OWING else "—",
            _short(rule, reader) or "—",
            f'<span class="number">{plain(rule.id)}</span>',
        )
        for rule in volume.rules
    ]
    return table(("类型", "内容", "由谁办", "期限", "编号"), rows, "contents")


def kind_mark(rule: Rule) -> str:
    """Return the type of a rule as a mark."""
    return f'<span class="kind">{TYPES.get(rule.type, plain(rule.type))}</span>'


def _short(rule: Rule, reader: Reader) -> str:
    if rule.type not in OWING:
        return ""
    return "<br>".join(
        (f"{plain(one.when)}：" if one.when else "") + plain(one.within) for one in reader.terms(rule)
    )


def _rule(rule: Rule, volume: Volume, reader: Reader) -> str:
    rows = "\n".join(
        f"<div{_LINE if name in _LONG else ''}><dt>{name}</dt><dd>{told}</dd></div>"
        for name, told in _told(rule, volume, reader)
        if told
    )
    return f"""<section class="rule" id="{rule.id}">
<h3>{kind_mark(rule)} {plain(rule.title)} <a class="number" href="#{rule.id}">{plain(rule.id)}</a></h3>
<dl>
{rows}
</dl>
</section>"""


def _told(rule: Rule, volume: Volume, reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield (name, HTML) of all that a rule says."""
    words = reader.words
    if rule.type in OWING:
        yield "由谁办", plain(holder_words(rule, words, reader.office))
        if rule.starts:
            yield "从什么时候起", plain(_start(rule, words))
        yield "期限", "<br>".join(_limits(rule, reader))
    yield from ((name, plain(told)) for name, told in course_words(rule, volume.book, words))
    rows = [_check(one) for one in checks(rule, volume.book, words, reader.office)]
    yield "检查什么", f'<ul class="checks">{"".join(rows)}</ul>' if rows else ""
    yield "要看的数", "<br>".join(plain(measure_words(one, words)) for one in rule.measures)
    yield (
        "依据",
        "<br>".join(
            f'{plain(cited)}<span class="standing">{plain(standing)}</span>'
            for cited, standing in instruments(rule, volume.book)
        ),
    )
    reading = rule.interpretation
    if reading is not None:
        marks = reading_marks(volume.path, reading)
        yield "本地理解", f"{marks}{plain(words.prose(reading.reading))}"
        yield "另一种理解", plain(words.prose(reading.other))


def _start(rule: Rule, words: Words) -> str:
    said = starts_words(rule, None, words)
    if rule.counts_back:
        return f"{said}，往前数"
    return f"一年里最后一件{said}" if rule.scope == "round" else said


def _limits(rule: Rule, reader: Reader) -> Iterator[str]:
    """Yield the limits in force, those no longer or not yet in force last."""
    for one in reader.terms(rule):
        yield _limit(one, starts_words(rule, None, reader.words))
    today = reader.now.date()
    for dated in rule.within:
        if dated.since <= today and (dated.until is None or today < dated.until):
            continue
        span = f"{dated.since}起" + (f"至{dated.until}（不含）" if dated.until else "")
        said = "；".join(
            (f"{when}：" if (when := condition_words(one.when, reader.words)) else "")
            + (one.period.words if one.period else "条文没有写明天数")
            for one in dated.limits
        )
        yield f'<span class="quiet">{plain(f"{span}：{said}")}</span>'


def _limit(term: Term, usual: str) -> str:
    """Return a limit, with its start where that is not the rule's usual one."""
    said = term.within if term.starts == usual and not term.back else lead_words(term) + term.within
    when = f"{plain(term.when)}：" if term.when else ""
    aim = f"（争取{plain(term.aim.within)}，不作期限）" if term.aim else ""
    note = f'<span class="quiet">（{plain(term.note)}）</span>' if term.note and not term.back else ""
    return f"{when}<b>{plain(said)}</b>{aim}{note}"


def _check(one: Check) -> str:
    when = f"（{plain(one.when)}）" if one.when else ""
    demands = "；".join(plain(demand) for demand in one.demands)
    says = f'<br><span class="quiet">{plain(one.says)}</span>' if one.says else ""
    style = "must" if one.level == "错误" else "should"
    return f'<li><span class="level {style}">{one.level}</span>{plain(one.where)}{when}：{demands}{says}</li>'


def _moves(states: Mapping[str, State]) -> str:
    rows = []
    for one in rooms(states):
        mark = f'<br><span class="quiet">{plain(one.mark)}</span>' if one.mark else ""
        led = "".join(f"<div>{plain(event)} → <b>{plain(to)}</b></div>" for event, to in one.moves)
        rows.append((f"<b>{plain(one.state)}</b>{mark}", led or "—", plain("、".join(one.idle)) or "—"))
    return table(("状态", "发生什么 → 变为", "可以记、状态不变"), rows, "moves")


def _lists(volume: Volume, reader: Reader, here: str) -> str:
    rows = []
    for name, listed in volume.lists.items():
        using = "、".join(
            link(here, reader.places[rule.id], plain(rule.title))
            for rule in volume.book.rules
            if rule.id in reader.places and name in lists_asked(rule)
        )
        entries = "".join(f"<li>{plain(word)}</li>" for word in listed)
        rows.append((f"<b>{plain(name)}</b>", f'<ol class="list">{entries}</ol>', using or "—"))
    return table(("词表", "可以用的词", "哪些规则用"), rows, "lists")


def lists_asked(rule: Rule) -> set[str]:
    """Return the names of the lists a rule asks words of."""
    asked = {one.terms.get("ratio", {}).get("in", "") for one in rule.requires}
    for term in ("values", "answer_values", "all_of"):
        asked.update(name for one in rule.requires for name in one.terms.get(term, {}).values())
    return asked
