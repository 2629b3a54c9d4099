"""Honest twins of `tampering_again`: agreed to anew, and reports kept from the year they are owed from."""

from decided import APPROVED, DESK, approve
from decided import office as with_members
from keepers import agreed, landed, with_keepers
from scenario import honest
from steps import edit, put
from tampering_again import JUNE, LONGER, MONTHLY, OFFICE, TIMES, kept_since_2024, reports

HONEST = (
    honest(
        "what was taken back is agreed to anew",
        with_keepers(),
        edit(OFFICE, (TIMES, LONGER)),
        agreed(),
        landed,
        edit(OFFICE, (LONGER, TIMES)),
        agreed(),
        landed,
        edit(OFFICE, (TIMES, LONGER)),
        agreed(),
    ),
    honest(
        "the first files of a routine begin with the year that is owed",
        kept_since_2024,
        put(MONTHLY, reports(JUNE)),
        put(
            "cases/routines/2024/dwk.mailbox.circular.yml",
            "duty: dwk.mailbox.circular\nyear: 2024\nentries: []\n",
        ),
    ),
    honest(
        "what was reported before it was recorded here is left out by a decision",
        with_members(),
        kept_since_2024,
        put(
            MONTHLY,
            f"{reports()[:-4]}\n- period: 2026-06\n  at: 2026-07-17\n  by: {DESK}\n  reason: 以前的在旧台账。\n{APPROVED}",
        ),
        approve("outside", MONTHLY),
    ),
)
