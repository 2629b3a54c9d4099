"""What nobody must read in the plaintext of one case, and what the public may: leaks, seals, releases in force."""

from __future__ import annotations

from collections.abc import Iterator

from duban.cases.case import Case
from duban.cases.case_history import CaseHistory
from duban.cases.office import Office
from duban.findings import case_checks
from duban.findings.finding import Finding, Violation, Where, parse_dotted
from duban.law.vocabulary import Vocabulary
from duban.privacy import sealing
from duban.privacy.file_leaks import are_innocent, is_written_as_read, leak_findings_in
from duban.privacy.file_text import text_of
from duban.privacy.public_case import closed_to_public, is_released, public_view, released
from duban.privacy.public_lines import public_lines
from duban.yamlfile.read_yaml import Document


def check_leaks(
    office: Office, path: str, data: bytes, document: Document, has_form: bool = False
) -> Iterator[Finding]:
    """No text of a file holds personal data or a secret in plaintext, but what the office lists as public.

    `has_form` says that the file has the form of its schema, and so no field that nobody knows.
    """
    lines = public_lines(office.listed)
    is_sound = has_form and document.value is not None and not document.findings
    if not (is_sound and is_written_as_read(data) and are_innocent(document.value, lines)):
        yield from leak_findings_in(path, text_of(data), lines, document)


def check_seals(case: Case) -> Iterator[Violation]:
    """Fields that have to be sealed must hold a whole sealed block."""
    for name, block in sealing.fields(case.header):
        where = parse_dotted(name)
        for fault in sealing.seal_faults(block):
            yield case_checks.BAD_SEAL.violation(where, fault)


def release_violations(history: CaseHistory, vocabulary: Vocabulary) -> Iterator[Violation]:
    """Yield what is wrong with the releases and withdrawals of a case."""
    releasing = vocabulary.doing("publishes") | vocabulary.doing("withdraws")
    if releasing.isdisjoint(
        [entry.event for entry in history.entries]
    ):  # most cases: nothing was ever released
        return
    yield from _check_turns(history, vocabulary)
    yield from _check_what_is_public(history, vocabulary)


def _check_turns(history: CaseHistory, vocabulary: Vocabulary) -> Iterator[Violation]:
    """An answer must not be released while it is public, nor withdrawn while it is not."""
    publishes, withdraws = vocabulary.doing("publishes"), vocabulary.doing("withdraws")
    public: set[str] = set()
    for entry in history.accepted:
        answer = entry.fields.get("answer", "")
        where = ("timeline", entry.number - 1)
        if entry.event in publishes:
            if answer in public:
                message = f"答复 {answer} 已经公开，不用再记；要换内容先撤回"
                yield case_checks.RELEASED_TWICE.violation(where, message)
            public.add(answer)
        elif entry.event in withdraws:
            if answer not in public:
                message = f"答复 {answer} 没有公开，用不着撤回"
                yield case_checks.NOT_RELEASED.violation(where, message)
            public.discard(answer)


def _check_what_is_public(history: CaseHistory, vocabulary: Vocabulary) -> Iterator[Violation]:
    """What is public must be open to the public, prepared for it, and exactly what was released."""
    for answer, entry in released(history, vocabulary):
        where: Where = ("timeline", entry.number - 1)
        again = f"先撤回，再重新公开：duban release {history.case.number} {answer}"
        if closed_to_public(history.case, vocabulary):
            message = "来信人没有同意公开的，以及举报、受限、保密的事项，不能公开，请撤回"
            yield case_checks.CLOSED_TO_PUBLIC.violation(where, message)
            continue
        public = public_view(history, answer, entry.day, vocabulary)
        if public is None:
            message = f"公开了答复 {answer}，但 publication 里没有为它准备的公开稿（letter 和 text）；{again}"
            yield case_checks.NOTHING_PREPARED.violation((*where, "answer"), message)
        elif not is_released(public, entry.fields.get("digest")):
            message = f"公开稿和决定公开时的内容不一样了（摘要值对不上），网站不会发布；{again}"
            yield case_checks.RELEASE_CHANGED.violation((*where, "digest"), message)
