"""The pages for developers name only what there is: files, links, names in the program, commands and targets of make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from duban.cli import cli
from duban.cli.command_registry import COMMANDS
from duban.findings.registry import check_by_id

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "scripts" / "duban"
PAGES = [
    "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "README.zh-CN.md", "SECURITY.md", ".github/pull_request_template.md",
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "development").glob("*.md")),
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").glob("*/README.md")),
]  # fmt: skip
ENDINGS = ["cfg", "css", "html", "json", "lock", "md", "py", "svg", "toml", "txt", "yaml", "yml"]
FILE = re.compile(rf"[\w>*-]\.(?:{'|'.join(ENDINGS)})\Z")
SEARCHED = ("scripts", "tests", "docs", "rules", "schemas", ".github", ".gitea")
"""Where a file may stand that a page names without its folder."""
BUILT = ("build/",)
ELSEWHERE = frozenset(
    {".gitlab-ci.yml@group/judge", "docs/CODEOWNERS", "info/", "cases/letters/2026/letter-2026-0900.yml"}
)
"""What looks like a file of this repository and is one of another place, or one that the reader is to write."""


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def quoted(page: str) -> list[str]:
    """Return what stands in backticks in a page, blocks of code left out."""
    prose = re.sub(r"^( *)```.*?^\1```", "", text_of(page), flags=re.MULTILINE | re.DOTALL)
    return sorted(set(re.findall(r"`([^`\n]+)`", prose)))


def rooms() -> set[str]:
    return {path.parent.name for path in PROGRAM.glob("*/__init__.py")}


def is_path(text: str) -> bool:
    """Whether a quoted text names a file or folder of this repository."""
    if re.search(r"[\s:{}$…]|://|^[-/]", text) or text.startswith(BUILT) or text in ELSEWHERE:
        return False
    first, slash, rest = text.partition("/")
    return bool(FILE.search(text)) or (
        bool(slash) and (not rest or first in rooms() or (ROOT / first).is_dir())
    )


def is_there(page: str, path: str) -> bool:
    """Whether a path leads to something from the top, the program, or the page; a bare file name from anywhere."""
    pattern = re.sub(r"<[^<>]+>", "*", path).rstrip("/").replace("**.", "**/*.")
    folders = (ROOT, PROGRAM, (ROOT / page).parent)
    if any(next(folder.glob(pattern), None) for folder in folders):
        return True
    return "/" not in path and any(next((ROOT / folder).rglob(pattern), None) for folder in SEARCHED)


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    assert not [text for text in quoted(page) if is_path(text) and not is_there(page, text)]


@pytest.mark.parametrize("page", PAGES)
def test_no_name_in_backticks_is_broken_over_a_line(page: str) -> None:
    prose = re.sub(r"^( *)```.*?^\1```", "", text_of(page), flags=re.MULTILINE | re.DOTALL)
    assert not [line for line in prose.splitlines() if line.count("`") % 2]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    text, dead = text_of(page), []
    for target in re.findall(r"\]\(([^()\s]+)\)", text):
        if "://" not in target:
            path, _, anchor = target.partition("#")
            file = (ROOT / page).parent / path if path else ROOT / page
            if not file.exists() or (anchor and anchor not in anchors(file)):
                dead.append(target)
    assert not dead


def anchors(file: Path) -> set[str]:
    """Return the anchors a forge gives to the headings of a page."""
    heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_says_is_in_a_file_is_in_it(page: str) -> None:
    lacking = []
    for path, names in re.findall(r"`([\w/]+\.\w+)`(?:: | \()((?:`[\w.]+`(?:, | and )?)+)", text_of(page)):
        folders = (ROOT, PROGRAM)
        text = next(
            ((folder / path).read_text(encoding="utf-8") for folder in folders if (folder / path).is_file()),
            "",
        )
        lacking += [
            f"{path}: {name}"
            for name in re.findall(r"`([\w.]+)`", names)
            if text and name.rpartition(".")[2] not in text
        ]
    assert not lacking


def names_of_program(text: str) -> bool:
    """Whether a quoted text is a dotted name that begins with a room: guard.verdict, or a check such as guard.header."""
    return bool(re.fullmatch(r"[a-z_]+(\.[\w-]+)+", text)) and text.partition(".")[0] in rooms()


def leads_into_program(name: str) -> bool:
    if check_by_id(name) is not None:
        return True
    module, _, attribute = name.rpartition(".")
    try:
        return hasattr(import_module(f"duban.{module}"), attribute) or bool(import_module(f"duban.{name}"))
    except ImportError:
        return False


@pytest.mark.parametrize("page", PAGES)
def test_every_name_of_the_program_is_there(page: str) -> None:
    named = [re.sub(r"\(.*", "", text) for text in quoted(page)]
    dotted = [name for name in named if names_of_program(name) and name.rpartition(".")[2] not in ENDINGS]
    assert not [name for name in dotted if not leads_into_program(name)]


def commands(page: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the commands of `duban` that a page quotes, each with its options."""
    for text in quoted(page):
        words = text.removeprefix(".venv/bin/").split()
        if len(words) > 1 and words[0] == "duban" and re.match(r"[a-z]", words[1]):
            yield words[1], re.findall(r"--[a-z-]+", text)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_is_there(page: str) -> None:
    unknown = []
    for name, options in commands(page):
        if name not in COMMANDS:
            unknown.append(name)
            continue
        command = cli.get_command(None, name)  # type: ignore[arg-type]
        below = getattr(command, "commands", {}).values()
        known = {
            option for each in (command, *below) for parameter in each.params for option in parameter.opts
        }
        unknown += [f"{name} {option}" for option in options if option not in known]
    assert not unknown


@pytest.mark.parametrize("page", PAGES)
def test_every_target_of_make_is_there(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE)) | {".venv/ready"}
    named = [text.split()[1] for text in quoted(page) if text.startswith("make ")]
    assert not [target for target in named if target not in targets and "=" not in target]


@pytest.mark.parametrize("name", sorted(COMMANDS))
@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_every_command_is_in_the_table(page: str, name: str) -> None:
    assert re.search(rf"^\|.*`(?:duban )?{name}\b", text_of(page), re.MULTILINE)


def test_a_path_that_is_gone_would_be_seen() -> None:
    gone = [
        "records/plain.py",
        "scripts/duban/nowhere/",
        "guard/judge",
        "soundness.py",
        "rules/<district>/no.yml",
    ]
    assert all(is_path(path) and not is_there("README.md", path) for path in gone)
    assert not leads_into_program("engine.judge") and not leads_into_program("site.sheets.Sheet")


def test_what_is_elsewhere_is_named_and_not_here() -> None:
    assert not [path for path in ELSEWHERE if is_there("README.md", path)]
    assert {text for page in PAGES for text in quoted(page)} >= ELSEWHERE
