"""Says at the end of a session how many scenarios of each instrument ran, and how many of them failed."""

from collections import Counter


def pytest_terminal_summary(terminalreporter):
    ran, failed = Counter(), Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            name = getattr(report, "nodeid", "")
            if "::test_scenario[" in name and report.when == "call":
                file = name.partition("[")[2].partition(":")[0]
                ran[file] += 1
                failed[file] += outcome == "failed"
    if ran:
        terminalreporter.section("scenarios", sep="-")
        for file, count in sorted(ran.items()):
            more = f", {failed[file]} failed" if failed[file] else ""
            terminalreporter.write_line(f"{file:<16} {count:>4} scenarios{more}")
