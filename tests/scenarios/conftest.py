"""Says at the end of a session how many scenarios of each instrument ran, and how many of them failed."""

from collections import Counter


def pytest_terminal_summary(terminalreporter):
    from machine import ALL, OF_NATIONAL_LAW

    instruments = {one.file: one.defaults["instrument"] for one in (*ALL, *OF_NATIONAL_LAW)}
    ran, failed = Counter(), Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            name = getattr(report, "nodeid", "")
            if "::test_scenario[" in name and report.when == "call":
                instrument = instruments[name.partition("[")[2].partition(".yml:")[0]]
                ran[instrument] += 1
                failed[instrument] += outcome == "failed"
    if ran:
        terminalreporter.section("scenarios", sep="-")
        for instrument, count in sorted(ran.items()):
            more = f", {failed[instrument]} failed" if failed[instrument] else ""
            terminalreporter.write_line(f"{count:>5} scenarios  {instrument}{more}")
