"""Every notice about days off, read from rules/calendar and checked against its neighbours.

The form of a file is described in ``notice_form``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from duban.findings.finding import ERROR, Finding, Unusable, Violation, located
from duban.law.notice_file import UNVERIFIED, Notice, Reading
from duban.yamlfile.document import read_yaml

__all__ = ["UNVERIFIED", "Notice", "load_notices", "sound_notices"]


def load_notices(folder: Path) -> tuple[tuple[Notice, ...], tuple[Finding, ...]]:
    """Every readable notice below the folder (rules/calendar), in order of path, and what is wrong.

    A file with a finding of level error is left out. Raises Unusable when there is no file at all.
    """
    # Without the suffix, so that 2020 comes before 2020-amendment.
    files = sorted(
        (path for path in folder.rglob("*.yml") if path.is_file()),
        key=lambda path: path.with_suffix("").parts,
    )
    if not files:
        raise Unusable(f"找不到放假通知：{folder} 下没有 .yml 文件")
    notices: list[Notice] = []
    findings: list[Finding] = []
    documents = {}
    for file in files:
        name = file.relative_to(folder).as_posix()
        shown = f"rules/calendar/{name}"
        document = read_yaml(file.read_bytes(), shown)
        findings += document.findings
        if document.value is None or any(one.level == ERROR for one in document.findings):
            continue
        reading = Reading(document.value)
        notice = reading.notice(name)
        findings += located(document, shown, reading.faults)
        if not reading.faults:
            notices.append(notice)
            documents[name] = document
    good = {notice.path: notice for notice in notices}
    for notice in notices:
        document = documents[notice.path]
        faults = list(_against_others(notice, good))
        findings += located(document, f"rules/calendar/{notice.path}", faults)
        if faults:
            del good[notice.path]
    return tuple(good.values()), tuple(sorted(findings))


def sound_notices(folder: Path) -> tuple[Notice, ...]:
    """Every notice below the folder; raises Unusable, naming file and line, if one is faulty."""
    notices, findings = load_notices(folder)
    for finding in findings:
        if finding.level == ERROR:
            raise Unusable(f"放假通知有误，{finding.path} 第{finding.line}行：{finding.message}")
    return notices


def _against_others(notice: Notice, good: dict[str, Notice]) -> Iterator[Violation]:
    """An amendment must change a notice of its own region and year, and only days that are in it."""
    if notice.amends is None:
        for other in good.values():
            if other is notice:
                return
            same = (other.region, other.year, other.amends) == (notice.region, notice.year, None)
            if same and not (other.is_pending or notice.is_pending):
                text = f"{other.path} 已是同一地区同一年的通知；后发的调整通知要写 amends: {other.path}"
                yield Violation(("year",), "notice.amends", text)
        return
    base = good.get(notice.amends)
    if base is None or base.amends is not None:
        text = f"找不到被调整的通知“{notice.amends}”，写 rules/calendar 下的文件，如 cn/2020.yml"
        yield Violation(("amends",), "notice.amends", text)
        return
    if (base.region, base.year) != (notice.region, notice.year):
        yield Violation(("amends",), "notice.amends", f"“{base.path}”不是同一地区、同一年的通知")
    for place, day in enumerate(notice.remove_work):
        if day not in base.work:
            text = f"{base.path} 没有安排{day}上班，不能取消"
            yield Violation(("remove_work", place), "notice.amends", text)
    for place, (first, last) in enumerate(notice.remove_off):
        if not any(entry.first <= first and last <= entry.last for entry in base.off):
            text = f"{base.path} 没有安排{first}至{last}放假，不能取消"
            yield Violation(("remove_off", place), "notice.amends", text)
