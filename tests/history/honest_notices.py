"""Honest changes of notices, adoptions and units: announced as they were published, ended today or later."""

from honest_law import AMENDMENT, CORRECTION, NEXT_YEAR, OFFICE, UNIT
from keepers import agreed, with_keepers
from scenario import honest
from steps import edit, put, whole
from tampering_law import ADOPTED
from tampering_notices import LATER, REGION, SECOND, announced, second_book

SEEN = (
    ("number: unverified", "number: 示例〔2026〕1号"),
    ("date: unverified", "date: 2026-03-10"),
    ("source: 未见通知原文", "source: 按自治区政府网站2026-03-10刊登的通知核对"),
)
"""What becomes known of the region's notice."""


def still_pending(text: str) -> str:
    """Write the days of a festival of which nobody has seen the notice, and go on waiting for it."""
    return text.replace("pending:", "off:\n- holiday: 开斋节\n  days: 2026-03-20\npending:")


HONEST = (
    honest(
        "a pending festival is announced as it was published",
        announced("2026-03-20/2026-03-21"),
        edit(REGION, *SEEN),
    ),
    honest(
        "a pending festival is announced with a make-up day to come",
        announced("2026-03-20", more="work:\n- 2026-08-01\n"),
        edit(REGION, *SEEN),
    ),
    honest("days of a notice nobody has seen are entered, it stays pending", whole(REGION, still_pending)),
    honest(
        "a festival is announced outside of its window, with a reason, agreed to by two",
        with_keepers(),
        *LATER,
        agreed(),
    ),
    honest(
        "it is written better where a window comes from",
        whole(REGION, lambda text: text.replace("的伊斯兰历对照表列为2026-05-27", "的历表列为2026-05-27")),
    ),
    honest(
        "a festival of the months to come is waited for",
        edit(
            REGION,
            (
                "- holiday: 古尔邦节",
                "- holiday: 区庆\n  window: 2026-10-20/2026-10-26\n  source: 惯例\n- holiday: 古尔邦节",
            ),
        ),
    ),
    honest(
        "the window of a festival is corrected, and says so",
        edit(REGION, ("2026-05-24/2026-06-02", "2026-05-24/2026-06-05"), ("pending:", f"{CORRECTION}pending:")),
    ),
    honest("an amendment of days that begin today", put(
        "rules/calendar/cn/2026-amendment.yml", AMENDMENT.replace("2026-09-28", "2026-07-17"))),
    honest(
        "a notice of an earlier year is entered afterwards, and says so",
        put(
            "rules/calendar/cn/2017.yml",
            NEXT_YEAR.replace("2027", "2017").replace("date: 2026-07-16", "date: 2016-12-01") + CORRECTION,
        ),
    ),
    honest(
        "a second rulebook follows the first",
        second_book,
        edit(
            OFFICE,
            (
                "dwk.mailbox, from: 2025-12-01, decision",
                "dwk.mailbox, from: 2025-12-01, to: 2026-12-31, decision",
            ),
            (ADOPTED, f"{ADOPTED}{SECOND.replace('2026-07-17', '2027-01-01')}"),
        ),
    ),
    honest(
        "an adoption ends today",
        edit(OFFICE, (ADOPTED, ADOPTED.replace(", decision", ", to: 2026-07-17, decision"))),
    ),
    honest(
        "a unit is abolished from tomorrow, another goes on",
        edit(
            OFFICE,
            (
                UNIT,
                UNIT.replace("}", ", to: 2026-07-17, succeeded_by: [区教育局]}")
                + UNIT.replace("区教体局", "区教育局").replace("}", ", from: 2026-07-18}"),
            ),
        ),
    ),
)  # fmt: skip
