"""The handbook's letter, from arrival to archive and to the public, day by day through the real gate."""

import re
from pathlib import Path

from scenario import BASE, NEXT

PAGE = Path(__file__).parents[2] / "docs" / "internal" / "handbook-whole.md"
LETTER = re.search(r"^```yaml\n(title: .*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)[1]
HEAD, REST = LETTER.split("answers:\n")
REST = f"answers:\n{REST}"


def test_the_letter_of_the_handbook_passes_the_gate_on_each_day_it_grows(register, errors):
    assigned = HEAD[: HEAD.index("# 7月6日")]
    answered = HEAD[: HEAD.index("# 7月10日")]
    for day, text in (("2026-07-01", assigned), ("2026-07-08", answered + REST), ("2026-07-10", HEAD + REST)):
        register.write(NEXT, text)
        register.commit(f"到 {day}")
        assert errors(register, *BASE, "--today", day, "--actor", "desk") == [], day
        register.git("branch", "--force", "main", "HEAD")
    status, out, err = register.duban("release", "letter-2026-0007", "a1", "--today", "2026-07-10")
    assert (status, err) == (0, ""), err
    assert "公园北门路灯不亮" in out and "青山公园" not in out  # the title of its own, not that of the case
    register.commit("公开")
    assert errors(register, *BASE, "--today", "2026-07-10", "--actor", "desk") == []
