"""Nothing is said against an honest change."""

import honest_cases
import honest_git
import honest_law
import pytest
from scenario import Honest, done

TABLES = (honest_cases, honest_git, honest_law)
HONEST = [one for table in TABLES for one in table.HONEST]


def test_there_are_enough_of_them_and_each_has_a_name_of_its_own():
    assert len(HONEST) >= 40
    assert len({one.what for one in HONEST}) == len(HONEST)


@pytest.mark.parametrize("one", HONEST, ids=[one.what for one in HONEST])
def test_not_refused(one: Honest, register, errors):
    words = done(register, one)
    assert errors(register, *words, *(("--today", one.today) if one.today else ())) == []
