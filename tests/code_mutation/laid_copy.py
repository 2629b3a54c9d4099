"""A copy of the project in a folder of its own, with an interpreter that imports the program from there.

What changes the program, or measures it, works in such a copy: the checkout is never touched, and two
copies are worked in at once. The copy's `.venv` holds links and two lines; the packages are the checkout's.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def lay_copy(folder: Path, at_start: str = "") -> Path:
    """Make `folder` a copy of the checkout as it stands, uncommitted files too; return its interpreter.

    `at_start` is a program that every Python process of the copy runs before anything else.
    """
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder)], check=True)
    for name in _listed(folder):
        if not (ROOT / name).exists():
            (folder / name).unlink()
    for name in _listed(ROOT, "--others", "--exclude-standard", "--cached"):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name, follow_symlinks=False)
    return _interpreter(folder, at_start)


def _listed(folder: Path, *words: str) -> list[str]:
    done = subprocess.run(
        ["git", "-C", str(folder), "ls-files", "-z", *words], check=True, capture_output=True
    )
    return [name for name in done.stdout.decode().split("\0") if name]


def _interpreter(folder: Path, at_start: str) -> Path:
    venv.create(folder / ".venv", symlinks=True)
    python = folder / ".venv" / "bin" / "python"
    lines = [str(folder / "scripts"), *(f"import site; site.addsitedir({path!r})" for path in _packages())]
    own = next((folder / ".venv" / "lib").glob("python*/site-packages"))
    if at_start:
        (own / "laid_start.py").write_text(at_start, encoding="utf-8")
        lines.insert(1, "import laid_start")
    (own / "laid.pth").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for command in BIN.iterdir():
        laid = python.parent / command.name
        if not laid.exists() and command.is_file():
            laid.symlink_to(command)
    duban = python.parent / "duban"
    duban.unlink(missing_ok=True)
    duban.write_text(
        f"#!{python}\nimport sys\nfrom duban.cli import main\nsys.exit(main())\n", encoding="utf-8"
    )
    duban.chmod(0o755)
    return python


def _packages() -> list[str]:
    return [path for path in sys.path if path.endswith("site-packages")]
