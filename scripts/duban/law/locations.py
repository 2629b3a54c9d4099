"""Where the law and the schemas of an office lie: in its own folders, or with the program."""

from pathlib import Path

from duban.findings.finding import Unusable

NOT_CARRIED = "not-carried.yml"
"""The file in a district's folder that says which clauses of its texts no rule carries."""

APPROVALS = "approvals"
"""The folder in rules/ that holds who agreed to a change of the law: a record, no law."""

_PACKAGE = Path(__file__).resolve().parents[1]


def folder(root: Path) -> Path:
    """Return the folder that holds the law for an office at ``root``.

    The office's own ``rules/`` comes first, then the copy that the installed package
    carries, then the checkout that the package was started from. Raises Unusable where an
    office has rules of its own that would be ignored silently.
    """
    own = root / "rules"
    if (own / "vocabulary.yml").is_file() or (own / "calendar").is_dir():
        return own
    if own.is_symlink() or (own.exists() and not own.is_dir()):
        raise Unusable(f"{own} 不是目录；规则放在 rules/ 目录里，不用自己的规则就删去它")
    if any(path.parent.name != APPROVALS for path in own.glob("*/*.yml")):
        raise Unusable(f"{own} 里有规则书，却没有 vocabulary.yml 和 calendar/；请把整个 rules/ 目录放进来")
    return of_program()


def of_program(name: str = "rules") -> Path:
    """Return a folder that comes with the program: the installed package's, or the checkout's."""
    packaged = _PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / name


def schemas(root: Path) -> Path:
    """Return the folder of JSON Schemas for an office at ``root``: its own, the package's, or the checkout's."""
    own = root / "schemas"
    return own if (own / "common.json").is_file() else of_program("schemas")
