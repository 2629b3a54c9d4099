"""Deciding that an answer becomes public: whether it may, and the entry whose digest locks what was decided on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duban.checks.check_case import check_file
from duban.editing import case_file
from duban.editing.append_entry import with_entry
from duban.editing.case_file import CaseFile
from duban.engine.office_context import OfficeContext
from duban.findings.finding import ERROR, Unusable
from duban.privacy import detect
from duban.privacy.credentials import PASSWORD
from duban.privacy.person_names import NAME
from duban.privacy.public_case import PublicCase, digest, public_view
from duban.privacy.public_case import released as released_answers
from duban.register.load_cases import find_case


@dataclass(frozen=True, slots=True)
class AnswerRelease:
    """An answer that may become public: what of it will, the event that says so, and the file's bytes with it."""

    file: CaseFile
    data: bytes
    path: str
    event: str
    public: PublicCase


def plan_release(
    context: OfficeContext, number: str, answer: str, by: str | None, day: date
) -> AnswerRelease:
    """Return the release of an answer (a1, a2 …) of a case on a day; nothing is written.

    `by` is the unit that decides, that of the office's first post where None. Raises Unusable where the answer
    cannot become public, is public already, or its public text holds a name or password.
    """
    # Read before it is checked: a change in between is found when writing.
    file = case_file.load(case_file.find(context.root, number))
    view = find_case(context, number)
    public = public_view(view.history, answer, day, context.vocabulary)
    if public is None:
        raise Unusable(
            f"{number} 的答复 {answer} 不能公开：要先有答复，再在 publication 里写好公开稿；受限、保密的事项不能公开"
        )
    _refuse_personal(number, public)
    if answer in dict(released_answers(view.history, context.vocabulary)):
        raise Unusable(f"{number} 的答复 {answer} 已经公开，要改公开稿先记一条撤回")
    unit = by or next(iter(context.office.posts.values()))
    if unit not in context.office.units:
        raise Unusable(f"office.yml 里没有“{unit}”这个单位；有：{'、'.join(context.office.units)}")
    event = next(iter(context.vocabulary.doing("publishes")))
    entry = {"at": str(day), "event": event, "by": unit, "answer": answer, "digest": digest(public)}
    data = with_entry(file, entry)
    for finding in check_file(context, view.filed.path, data).findings:
        if finding.level == ERROR:
            raise Unusable(f"没有写入：{finding.message}")
    return AnswerRelease(file, data, view.filed.path, event, public)


def _refuse_personal(number: str, public: PublicCase) -> None:
    for title, text in (("标题", public.title), ("来件", public.letter), ("答复", public.text)):
        for hit in detect.hits(text):
            if hit.kind in (NAME, PASSWORD):
                raise Unusable(
                    f"{number} 公开稿的{title}里有{hit.kind}，公开出去就收不回来；请先删去，再公开"
                )
