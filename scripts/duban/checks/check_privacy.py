"""What must not be read by everybody in one case file: numbers of persons, and fields that are not sealed."""

from __future__ import annotations

from collections.abc import Iterator

from duban.cases.case import Case
from duban.findings import case_checks
from duban.findings.finding import Violation, Where, parse_dotted
from duban.privacy import detect, sealing


def check_personal_numbers(case: Case) -> Iterator[Violation]:
    """Numbers of persons must stand neither in the title nor in what is prepared for the public."""
    texts: list[tuple[Where, str]] = [(("title",), case.title)]
    for index, publication in enumerate(case.publication):
        where: Where = ("publication", index)
        texts.append(((*where, "letter"), publication.letter))
        texts.append(((*where, "text"), publication.text))
        texts.append(((*where, "title"), publication.fields.get("title", "")))
    for where, text in texts:
        for kind in detect.kinds(text):
            message = f"这里有{kind}，公开出去就收不回来；请删去，需要保存的用 duban seal 封存"
            yield case_checks.PERSONAL_NUMBER.violation(where, message)


def check_seals(case: Case) -> Iterator[Violation]:
    """Fields that have to be sealed must hold a whole sealed block."""
    for name, block in sealing.fields(case.header):
        where = parse_dotted(name)
        for fault in sealing.seal_faults(block):
            yield case_checks.BAD_SEAL.violation(where, fault)
