"""Whatever would rewrite the record is refused, by the right rule, at its line."""

import pytest
import tampering_again
import tampering_also
import tampering_decisions
import tampering_files
import tampering_header
import tampering_history
import tampering_insider
import tampering_lateness
import tampering_law
import tampering_leaks
import tampering_lists
import tampering_merges
import tampering_names
import tampering_notices
import tampering_numbers
import tampering_published
import tampering_sealed
import tampering_settings
import tampering_time
import tampering_timeline
import tampering_together
from scenario import Tampering, done

TABLES = (
    tampering_again,
    tampering_also,
    tampering_decisions,
    tampering_files,
    tampering_header,
    tampering_history,
    tampering_insider,
    tampering_lateness,
    tampering_law,
    tampering_leaks,
    tampering_lists,
    tampering_merges,
    tampering_names,
    tampering_notices,
    tampering_numbers,
    tampering_published,
    tampering_sealed,
    tampering_settings,
    tampering_time,
    tampering_timeline,
    tampering_together,
)
TAMPERINGS = [one for table in TABLES for one in table.TAMPERINGS]


def test_there_are_enough_of_them_and_each_has_a_name_of_its_own():
    assert len(TAMPERINGS) >= 80
    assert len({one.what for one in TAMPERINGS}) == len(TAMPERINGS)


@pytest.mark.parametrize("one", TAMPERINGS, ids=[one.what for one in TAMPERINGS])
def test_refused(one: Tampering, register, errors):
    words = done(register, one)
    told = errors(register, *words, *(("--today", one.today) if one.today else ()))
    assert {finding["rule"] for finding in told} == set(one.rules.split()), told
    places = {f"{finding['path']}:{finding['line']}" for finding in told}
    assert not one.at or one.at in places, places
    said = {
        finding["message"]
        for finding in told
        if not one.at or one.at == f"{finding['path']}:{finding['line']}"
    }
    assert not one.says or one.says in said, said
    assert not one.secret or one.secret not in str(told)
    assert not register.sentinel.exists()
