"""Honest twins of `tampering_again`: agreed to anew, and reports kept from the year they are owed from."""

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
)
