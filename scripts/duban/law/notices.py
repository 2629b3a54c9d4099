"""Every notice about days off, read from rules/calendar and checked against its neighbours.

The form of a file is described in `notice_file`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from duban.findings import law_checks
from duban.findings.finding import ERROR, Finding, Unusable, Violation, located
from duban.law.notice_file import Notice, NoticeReader
from duban.yamlfile.read_yaml import Document, read_yaml

_SHOWN = "rules/calendar/"


def load_notices(folder: Path) -> tuple[tuple[Notice, ...], tuple[Finding, ...]]:
    """Return every sound notice below the folder (rules/calendar), in order of path, and the findings of the others.

    A file with a finding of level error is left out. Raises Unusable when there is no file at all.
    """
    # Without the suffix, so that 2020 comes before 2020-amendment.
    files = sorted(
        (path for path in folder.rglob("*.yml") if path.is_file()),
        key=lambda path: path.with_suffix("").parts,
    )
    if not files:
        raise Unusable(f"找不到放假通知：{folder} 下没有 .yml 文件")
    findings: list[Finding] = []
    documents: dict[str, Document] = {}
    good: dict[str, Notice] = {}
    for file in files:
        name = file.relative_to(folder).as_posix()
        document = documents[name] = read_yaml(file.read_bytes(), f"{_SHOWN}{name}")
        findings += document.findings
        if document.value is None or any(finding.level == ERROR for finding in document.findings):
            continue
        reader = NoticeReader(document.value)
        notice = reader.notice(name)
        findings += located(document, f"{_SHOWN}{name}", reader.faults)
        if not reader.faults:
            good[name] = notice
    for notice in list(good.values()):
        violations = list(_against_others(notice, good))
        findings += located(documents[notice.path], f"{_SHOWN}{notice.path}", violations)
        if violations:
            del good[notice.path]
    return tuple(good.values()), tuple(sorted(findings))


def sound_notices(folder: Path) -> tuple[Notice, ...]:
    """Return every notice below the folder; raises Unusable, naming file and line, if one is faulty."""
    notices, findings = load_notices(folder)
    for finding in findings:
        if finding.level == ERROR:
            raise Unusable(f"放假通知有误，{finding.path} 第{finding.line}行：{finding.message}")
    return notices


def _against_others(notice: Notice, good: Mapping[str, Notice]) -> Iterator[Violation]:
    """An amendment must change a notice of its own region and year; any other must be the only one of them."""
    if notice.amends is not None:
        yield from _against_amended(notice, good.get(notice.amends))
        return
    if notice.year is None:  # of the law's fixed holidays there is a file for each version of the law
        return
    for other in good.values():
        if other is notice:
            return
        same = (other.region, other.year, other.amends) == (notice.region, notice.year, None)
        if same and not (other.is_pending or notice.is_pending):
            message = f"{other.path} 已是同一地区同一年的通知；后发的调整通知要写 amends: {other.path}"
            yield law_checks.NOTICE_AMENDS.violation(("year",), message)


def _against_amended(notice: Notice, base: Notice | None) -> Iterator[Violation]:
    """An amendment must take back only days that are in the notice it changes."""
    if base is None or base.amends is not None:
        message = f"找不到被调整的通知“{notice.amends}”，写 rules/calendar 下的文件，如 cn/2020.yml"
        yield law_checks.NOTICE_AMENDS.violation(("amends",), message)
        return
    if (base.region, base.year) != (notice.region, notice.year):
        yield law_checks.NOTICE_AMENDS.violation(("amends",), f"“{base.path}”不是同一地区、同一年的通知")
    for index, day in enumerate(notice.remove_work):
        if day not in base.work:
            yield law_checks.NOTICE_AMENDS.violation(
                ("remove_work", index), f"{base.path} 没有安排{day}上班，不能取消"
            )
    for index, (first, last) in enumerate(notice.remove_off):
        if not any(entry.first <= first and last <= entry.last for entry in base.off):
            message = f"{base.path} 没有安排{first}至{last}放假，不能取消"
            yield law_checks.NOTICE_AMENDS.violation(("remove_off", index), message)
