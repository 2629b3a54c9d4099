"""The cases of an office as views: all of them in bulk, or one by its number."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from duban.cases.case_numbers import PART, case_path, file_of, kind_of
from duban.checks.check_case import check_file
from duban.engine.case_view import CaseView, analyse
from duban.engine.office_context import OfficeContext
from duban.findings.finding import ERROR, Unusable, UnusableFile
from duban.register.bulk_reading import BulkReader, Each, FileReading, UsableFile
from duban.register.forked_workers import JOBS, Progress
from duban.register.reading_cache import FOLDER


def read_cases(
    context: OfficeContext,
    files: Sequence[str],
    each: Each | None = None,
    progress: Progress | None = None,
    jobs: int = JOBS,
) -> list[FileReading]:
    """Return a reading of each case file, with what `each` makes of the usable ones; see BulkReader."""
    return _reader(context, progress, jobs).read(files, each)


def read_case(context: OfficeContext, path: str) -> FileReading:
    """Return a reading of one case file, checked here and now."""
    return _reader(context).read_one(path)


def _reader(context: OfficeContext, progress: Progress | None = None, jobs: int = JOBS) -> BulkReader:
    cache = context.root / FOLDER
    return BulkReader(context.root, partial(check_file, context), context.key, cache, progress, jobs)


def view_of(file: UsableFile | FileReading, context: OfficeContext, until: str = "9999") -> CaseView:
    """Return the view of a usable file as it stood on a day (ISO): the check's own where it is that day's, too."""
    if file.view is not None and file.view.is_as_of(until):
        return file.view
    assert file.payload is not None
    return analyse(file.path, json.loads(file.payload), context, until)


def find_case(context: OfficeContext, number: str, until: str = "9999") -> CaseView:
    """Return one case by its number, as it stood on a day (ISO); of a meeting also a topic or item (#t1, #3).

    Raises Unusable where there is no such case, or where its file has faults to be mended first.
    """
    path = case_path(file_of(number))
    if path is None or not (PART.fullmatch(number) or kind_of(number)):
        raise Unusable(
            f"“{number}”不是件号；件号写成 letter-2026-0007，会议的议定事项写成 meeting-2026-0011#3"
        )
    if not (context.root / path).is_file():
        raise Unusable(f"没有 {number} 这一件（{path}）")
    reading = read_case(context, path)
    if reading.payload is None:
        raise _why_unusable(reading)
    whole = view_of(reading, context, until)
    numbers = [part.number for part in whole.parts]
    if number not in (whole.number, *numbers):
        raise Unusable(
            f"没有 {number} 这一件；{whole.number} 里有：{'、'.join(numbers) or '没有议题和议定事项'}"
        )
    views = (view for view in whole.held_by(until) if view.has_rulebook)
    found = next((view for view in views if view.number == number), None)
    if found is None:
        raise Unusable(f"{number} 没有规则书管，先运行 duban check {path}")
    return found


def _why_unusable(reading: FileReading) -> Unusable:
    """Return what is wrong with a file from which nothing can be computed, every error at its line."""
    errors = [finding for finding in reading.findings if finding.level == ERROR]
    return UnusableFile(errors) if errors else Unusable(f"{reading.path}：没有内容")
