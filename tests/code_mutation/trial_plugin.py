"""A pytest plugin that runs the tests named in a file, in its order, until their seconds of a processor are used up."""

from __future__ import annotations

import os
from pathlib import Path

ORDER = {
    name: at for at, name in enumerate(Path(os.environ["DUBAN_TRIAL"]).read_text("utf-8").split("\0")) if name
}
SECONDS = float(os.environ["DUBAN_TRIAL_SECONDS"])


def pytest_collection_modifyitems(config, items):
    items[:] = sorted((item for item in items if item.nodeid in ORDER), key=lambda item: ORDER[item.nodeid])


def pytest_runtest_logfinish(nodeid):
    with open(os.environ["DUBAN_TRIAL"] + ".ran", "a", encoding="utf-8") as file:
        file.write(nodeid + "\0")


def pytest_runtest_logreport(report):
    if report.failed:
        Path(os.environ["DUBAN_TRIAL"] + ".caught").write_text(report.nodeid, encoding="utf-8")


def pytest_runtest_protocol(item, nextitem):
    if sum(os.times()[:4]) > SECONDS:
        item.session.shouldstop = "the time of this trial is used up"
