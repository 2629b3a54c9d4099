"""Prints at the end of a session which routes of their rulebooks the five offices walk."""


def pytest_terminal_summary(terminalreporter):
    lines = [
        value
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, ())
        for name, value in getattr(report, "user_properties", ())
        if name == "coverage"
    ]
    if lines:
        terminalreporter.section("routes walked by the five offices", sep="-")
        for line in lines:
            terminalreporter.write_line(line)
