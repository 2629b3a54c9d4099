"""The public page that says how long an answer takes: made from the rulebooks the office has adopted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from duban.cases.office import Office
from duban.law.calendar import Calendar
from duban.law.load_rulebooks import covers
from duban.law.merge_notices import MissingNotice
from duban.law.not_carried import NotCarried, of_books
from duban.law.rulebook import DUTIES, Rule, Rulebook, in_force
from duban.law.vocabulary import Vocabulary
from duban.law.words.field_names import FieldNames
from duban.site.limit_words import LimitCounter, opening
from duban.site.not_carried_page import not_carried_part
from duban.site.page_text import day_words, folded, page, plain
from duban.site.rule_atlas import ORDER
from duban.site.time_limits_tables import (
    all_sources,
    example_words,
    folded_readings,
    limits_table,
    standings,
    within,
)

PATH = "how-long.md"

FOR_THE_PUBLIC = ("letter", "proposal")
"""Kinds of matters somebody outside waits for."""


TITLE = "多久能收到答复"
HINTS = (
    "起算的当天不计入，从第二天开始数。",
    "“工作日”不包括周末、法定节假日和本地放假日，调休上班的周末算工作日。",
    "按工作日计的期限不用顺延；按日、按月计的，最后一天是休息日就顺延到下一个工作日；"
    "写明“几月几日前”的含当日，不顺延。依据民法典第二百零一条至第二百零四条，周末按法定休假日对待。",
    "标有【暂定】的日期，国家或者自治区还没有公布那一年的放假安排，公布后可能变动。",
)
NO_PROMISE = "<p>本办公室没有采用来信、建议提案的办理规定，所以这里没有给来信人、提出人答复的期限。</p>\n\n"


def how_long_page(
    books: Iterable[Rulebook],
    vocabulary: Vocabulary,
    names: FieldNames,
    office: Office,
    calendar: Calendar,
    now: datetime,
    not_carried: Iterable[NotCarried] = (),
) -> tuple[str, str]:
    """Return the page: for each rulebook its duties, with an example counted from today; at the end what is left out."""
    today = now.date()
    answering = vocabulary.doing("answers")
    counter = LimitCounter(names, office, calendar, now)
    followed = _followed(books, office, today)
    outside = sorted(
        (book for book in followed if book.kind in FOR_THE_PUBLIC),
        key=lambda book: FOR_THE_PUBLIC.index(book.kind),
    )
    inside = [book for book in followed if book.kind not in FOR_THE_PUBLIC]
    parts = [_book(book, answering, replace(counter, names=names.of(book.kind))) for book in outside]
    return PATH, page(
        TITLE,
        f"下面的期限都出自本地的办理规定，每一项写明依据哪一条。"
        f"“最迟日期”是举例：假定这一步从今天（{day_words(today)}）起算得出的。",
        "\n".join(
            ('<ul class="hints">', *(f"<li>{hint}</li>" for hint in _hints(followed, office)), "</ul>")
        ),
        "".join(parts or [NO_PROMISE]) + _internal(inside, counter),
        not_carried_part(of_books(not_carried, followed)),
        contents=True,
        column=TITLE,
        description="每一步由谁办、多长时间、依据哪一条，附按今天算出的日期",
    )


def _followed(books: Iterable[Rulebook], office: Office, today: date) -> list[Rulebook]:
    """Return the rulebooks that the office follows today, each once."""
    adopted = {adoption.rulebook for adoption in office.adopted if covers(adoption, today)}
    return [book for book in dict.fromkeys(books) if book.id in adopted and in_force(book, today)]


def example_notices(
    books: Iterable[Rulebook], office: Office, calendar: Calendar, now: datetime
) -> tuple[MissingNotice, ...]:
    """Return the notices that are not at hand, in order: those that an example on the page rests on, and those
    that can change today."""
    today = now.date()
    counter = LimitCounter(FieldNames({}, {}, {}), office, calendar, now)
    notices = set(calendar.lacking(today, today))
    for book in _followed(books, office, today):
        types = frozenset({"duty"}) if book.kind in FOR_THE_PUBLIC else DUTIES
        for rule in book.rules:
            for limit in counter.limits(rule) if rule.type in types else ():
                notices.update(limit.lacks)
    return tuple(sorted(notices))


def _hints(books: Sequence[Rulebook], office: Office) -> Iterator[str]:
    """Yield how limits are to be read; minutes and targets only where a rulebook has them."""
    yield from HINTS
    rules = [rule for book in books for rule in book.rules]
    if any(rule.counts_minutes for rule in rules):
        opens = opening(office)
        yield f"按分钟、小时计的，举例从今天{opens.hour}时{opens.minute:02}分起算。"
    if any(limit.target for rule in rules for dated in rule.within for limit in dated.limits):
        yield "写“争取”的是更短的目标，过了不算逾期。"


def _book(book: Rulebook, answering: frozenset[str], counter: LimitCounter) -> str:
    shown = [rule for rule in book.rules if rule.type == "duty"]
    boxes = "\n".join(_answer(rule, counter) for rule in _main(shown, answering, counter))
    channels = "、".join(sorted(book.channels))
    way = f"<p>适用于{plain(channels)}。</p>\n\n" if channels else ""
    return f"""## {plain(book.title)}

{way}{standings(book)}

{boxes}

### 每一步的期限

{limits_table(shown, book, counter)}

### 依据的文件

{all_sources([book])}

{folded_readings(shown, counter.names)}

"""


def _main(rules: Sequence[Rule], answering: frozenset[str], counter: LimitCounter) -> list[Rule]:
    """Return what somebody waits for: the answer, or where a text limits only the work before it, that work."""
    owed = [
        rule
        for rule in rules
        if rule.scope == "assignment"
        and "lead" in rule.roles
        and "co" not in rule.roles
        and not rule.every
        and (
            rule.stated
            or rule.round_only  # the promise stands, even on a day when this year's is over
            or any(limit.due is not None for limit in counter.limits(rule))
        )
    ]
    return [rule for rule in owed if rule.ends & answering] or owed


def _answer(rule: Rule, counter: LimitCounter) -> str:
    today = counter.now.date()
    lines = [f"<li>{within(limit)}{example_words(limit, today)}</li>" for limit in counter.limits(rule)]
    return f'<div class="promise">\n<p><b>{plain(rule.title)}</b></p>\n<ul>{"".join(lines)}</ul>\n</div>'


def _internal(books: Sequence[Rulebook], counter: LimitCounter) -> str:
    """Return the section; empty where the office follows no such rulebook, or none with limits."""
    kinds: dict[str, list[Rulebook]] = {}
    for book in books:
        kinds.setdefault(book.kind, []).append(book)
    seen: set[str] = set()
    folds = [
        fold
        for kind in sorted(kinds, key=ORDER.index)
        if (fold := _folded_kind(kinds[kind], replace(counter, names=counter.names.of(kind)), seen))
    ]
    if not folds:
        return ""
    return "\n\n".join(
        (
            "## 政府内部的办理期限",
            "<p>下面这些不是给来信人、提案人答复的期限，是政府内部办事的期限，一并公布。点开看每一类。</p>",
            *folds,
            folded("依据的文件", all_sources(books), "wide"),
        )
    )


def _folded_kind(books: Sequence[Rulebook], counter: LimitCounter, seen: set[str]) -> str:
    """Return the limits of one kind of matter, folded; a rule several rulebooks share is listed once."""
    count, parts = 0, []
    for book in books:
        rules = [rule for rule in book.rules if rule.type in DUTIES and rule.id not in seen]
        seen.update(rule.id for rule in rules)
        if rules:
            count += len(rules)
            parts += [
                f'<p class="booked"><b>{plain(book.title)}</b></p>',
                standings(book),
                limits_table(rules, book, counter),
                folded_readings(rules, counter.names),
            ]
    if not parts:
        return ""
    title = counter.names.kind(books[0].kind)
    return folded(f"{title}（{count} 项）", "\n".join(filter(None, parts)), "wide")
