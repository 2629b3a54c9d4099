"""Every entry that is refused because it takes lateness away is accepted once it is decided on and confirmed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import tampering_lateness
from decided import office
from scenario import Register, Tampering, done

from duban.findings.finding import Where
from duban.yamlfile.block_editing import put_mapping
from duban.yamlfile.read_yaml import Document, read_yaml

LOST = {"guard.lateness", "guard.due-later"}
ROWS = [
    row for row in tampering_lateness.TAMPERINGS if set(row.rules.split()) <= LOST and row.how[0] == "--base"
]
DECISION = {"class": "经批准消除", "paper": {"number": "石区督〔2026〕12号"}, "post": "区长"}


def entries(document: Document) -> Iterator[Where]:
    """Yield the path of every entry and report of a file."""
    owners: list[Where] = [()]
    owners += [(name, n) for name in ("topics", "items") for n in range(len(document.value.get(name, ())))]
    for owner in owners:
        value = document.value
        for step in owner:
            value = value[step]
        for name in ("timeline", "entries"):
            yield from ((*owner, name, n) for n in range(len(value.get(name, ()))))


def decide(register: Register, path: str, line: int, today: str) -> tuple[str, str]:
    """Write a decision into the entry that a finding points to; return its case and number, for the command."""
    data = register.read(path)
    document = read_yaml(data.encode("utf-8"), path)
    where = next(where for where in entries(document) if document.locate(where)[0] == line)
    entry = document.value
    for step in where:
        entry = entry[step]
    if "reason" not in entry:
        data = put_mapping(data, (*where, "reason"), "查明情况以后经批准。")
    decision = dict(DECISION) if str(entry["at"])[:10] == today else {**DECISION, "decided": today}
    register.write(path, put_mapping(data, (*where, "lateness_decision"), decision))
    part = {"topics": "#t", "items": "#"}.get(str(where[0]))
    number = (
        f"{path.rpartition('/')[2][:-4]}{part}{int(where[1]) + 1}" if part else path.rpartition("/")[2][:-4]
    )
    return number, str(int(where[-1]) + 1)


def test_there_are_enough_of_them():
    assert len(ROWS) >= 20


@pytest.mark.parametrize("row", ROWS, ids=[row.what for row in ROWS])
def test_accepted_with_its_decision(row: Tampering, register, errors):
    office()(register)
    words = done(register, row)
    words += ["--today", row.today] if row.today else []
    today = row.today[:10] or "2026-07-17"
    refused = errors(register, *words)
    assert {finding["rule"] for finding in refused} == set(row.rules.split())
    places = dict.fromkeys((finding["path"], finding["line"]) for finding in refused)
    decided = [decide(register, path, line, today) for path, line in sorted(places, reverse=True)]
    register.commit()
    assert {finding["rule"] for finding in errors(register, *words)} == {"guard.second"}
    for number, entry in decided:
        for login in ("outside", "review", "zhujian"):  # one of them is of no unit that was late
            key = str(register.key(login))
            status, _, err = register.duban("approve", number, entry, "--key", key, "--today", today)
            if status == 0:
                break
        assert status == 0, err
    register.commit()
    assert errors(register, *words) == []
