"""The public page that says how long an answer takes: made from the rulebooks the office has adopted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from duban.publish.rule_words import Term, Words, holder_words, instruments, terms
from duban.publish.text import day_words, front, plain, table
from duban.records.office import Office
from duban.rules.calendar import Calendar
from duban.rules.explanation import STANDINGS
from duban.rules.rulebook import Rule, Rulebook
from duban.rules.vocabulary import Vocabulary

PATH = "how-long.md"


def how_long_page(
    books: Iterable[Rulebook],
    vocabulary: Vocabulary,
    words: Words,
    office: Office,
    calendar: Calendar,
    now: datetime,
) -> tuple[str, str]:
    """Return the page: for each rulebook its duties, with an example counted from today."""
    today = now.date()
    answering = vocabulary.doing("answers")
    parts = [
        _book(book, answering, words.of(book.kind), office, calendar, now)
        for book in books
        if _in_force(book, office, today)
    ]
    head = front(
        title="多久能收到答复",
        column="多久能收到答复",
        description="每一步由谁办、多长时间、依据哪一条，附按今天算出的日期",
        hide=["navigation"],
    )
    return (
        PATH,
        f"""{head}
# 多久能收到答复

下面的期限都出自本地的办理规定，每一项写明依据哪一条。“最迟日期”是举例：假定这一步从今天（{day_words(today)}）起算得出的。

<ul class="hints">
<li>起算的当天不计入，从第二天开始数。</li>
<li>“工作日”不包括周末、法定节假日和本地放假日，调休上班的周末算工作日。</li>
<li>按工作日计的期限不用顺延；按日、按月计的，最后一天是休息日就顺延到下一个工作日；写明“几月几日前”的含当日，不顺延。依据民法典第二百零一条至第二百零四条，周末按法定休假日对待。</li>
<li>标有【暂定】的日期，国家或者自治区还没有公布那一年的放假安排，公布后可能变动。</li>
</ul>

{"".join(parts)}""",
    )


def _in_force(book: Rulebook, office: Office, today: date) -> bool:
    """Whether a rulebook is in force and followed by the office on a day."""
    followed = any(
        one.rulebook == book.id and one.since <= today and (one.until is None or today <= one.until)
        for one in office.adopted
    )
    return followed and book.since <= today and (book.until is None or today < book.until)


def _book(
    book: Rulebook,
    answering: frozenset[str],
    words: Words,
    office: Office,
    calendar: Calendar,
    now: datetime,
) -> str:
    shown = [rule for rule in book.duties if rule.type == "duty" and not rule.every]
    main = [rule for rule in shown if rule.ends & answering and rule.scope == "assignment"]
    rows = [
        (
            plain(rule.title),
            plain(holder_words(rule, words, office)),
            "".join(f"<div>{_within(term)}</div>" for term in told),
            "".join(f"<div>{_example(term)}</div>" for term in told) or "—",
            "<br>".join(plain(cited) for cited, _ in instruments(rule, book)),
        )
        for rule in shown
        if (told := list(terms(rule, words, now, calendar, office)))
    ]
    heads = ("做什么", "由谁办", "多长时间", "最迟日期", "依据")
    sources = "".join(
        f'<li>《{plain(source.title)}》<span class="standing">{STANDINGS.get(source.standing, "")}</span>'
        f"{plain(source.date)}{_note(source.note)}</li>"
        for source in book.sources.values()
    )
    boxes = "\n".join(_answer(rule, words, office, calendar, now) for rule in main)
    return f"""## {plain(book.title)}

{boxes}

### 每一步的期限

{table(heads, rows, "limits")}

### 依据的文件

<ul class="sources">
{sources}
</ul>

{_readings(shown)}

"""


def _answer(rule: Rule, words: Words, office: Office, calendar: Calendar, now: datetime) -> str:
    lines = [
        f"<li>{_within(term)}{_then(term, now.date())}</li>"
        for term in terms(rule, words, now, calendar, office)
    ]
    return f'<div class="promise">\n<p><b>{plain(rule.title)}</b></p>\n<ul>{"".join(lines)}</ul>\n</div>'


def _within(term: Term) -> str:
    when = f"{plain(term.when)}：" if term.when else ""
    if term.due is None:
        return f"{when}{plain(term.within)}"
    return f"{when}从{plain(term.starts)}起 <b>{plain(term.within)}</b>"


def _then(term: Term, today: date) -> str:
    return f"，从今天（{today}）起算最迟 {_example(term)}" if term.due else ""


def _example(term: Term) -> str:
    if term.due is None:
        return "—"
    shown = f"{term.due:%Y-%m-%d %H:%M}" if isinstance(term.due, datetime) else term.due.isoformat()
    doubt = "【暂定】" if term.provisional else ""
    rolled = f"（{term.raw}是休息日，顺延）" if term.raw else ""
    return f'<span class="day">{shown}{doubt}</span>{rolled}'


def _note(note: str) -> str:
    return f"<br>{plain(note)}" if note else ""


def _readings(rules: Iterable[Rule]) -> str:
    """Return the readings chosen where the text is silent, folded away."""
    rows = "".join(
        f"<dt>{plain(rule.title)}</dt><dd>{plain(rule.interpretation.reading)}</dd>"
        for rule in rules
        if rule.interpretation is not None
    )
    if not rows:
        return ""
    return f"<details>\n<summary>条文没有写清楚的地方，本站这样理解</summary>\n<dl>{rows}</dl>\n</details>"
