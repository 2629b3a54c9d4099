"""Which files are case files, and what is refused with one finding each."""

import os
from pathlib import Path

import pytest

from duban.findings.finding import Unusable
from duban.register.scan import scan

GOOD = "cases/letters/2026/letter-2026-0007.yml"


@pytest.fixture
def root(tmp_path):
    write(tmp_path, GOOD)
    write(tmp_path, "cases/.gitkeep")
    write(tmp_path, "cases/README.md")
    write(tmp_path, "cases/proposals/2025/proposal-2025-00012.yml")
    write(tmp_path, "cases/routines/2026/dwk.inst.monthly.yml")
    return tmp_path


def write(root: Path, path: str) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("title: x\n")
    return file


def test_case_files_and_routines_are_told_apart(root):
    found = scan(root)
    assert found.files == (GOOD, "cases/proposals/2025/proposal-2025-00012.yml")
    assert found.routines == ("cases/routines/2026/dwk.inst.monthly.yml",)
    assert found.findings == ()


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("cases/letters/2026/letter-2026-0008.yaml", "repository.extension"),
        ("cases/letters/2026/letter-2026-0008.YML", "repository.extension"),
        ("cases/letters/2026/letter-2026-0008.yml~", "repository.extension"),
        ("cases/letters/2026/letter-2026-0008", "repository.extension"),
        ("cases/letters/2026/letter-2026-8.yml", "repository.number"),
        ("cases/letters/2026/letter-2026-0000008.yml", "repository.number"),
        ("cases/letters/2026/Letter-2026-0008.yml", "repository.number"),
        ("cases/letters/2026/letter-2026-0008 .yml", "repository.number"),
        ("cases/letters/2026/letter-2026-０００８.yml", "repository.number"),
        ("cases/letters/2026/某信.yml", "repository.number"),
        ("cases/letters/2026/proposal-2026-0008.yml", "repository.kind"),
        ("cases/letters/2026/letter-2025-0008.yml", "repository.year"),
        ("cases/letters/26/letter-2026-0008.yml", "repository.year"),
        ("cases/letters/letter-2026-0008.yml", "repository.stray"),
        ("cases/letter-2026-0008.yml", "repository.stray"),
        ("cases/letters/2026/more/letter-2026-0008.yml", "repository.stray"),
        ("cases/complaints/2026/letter-2026-0008.yml", "repository.folder"),
        ("cases/routines/2026/Monthly.yml", "repository.number"),
        ("cases/letters/2026/.git/config", "repository.submodule"),
        ("cases/letters/.git/config", "repository.submodule"),
        ("cases/letters/2026/sub/.git", "repository.submodule"),
    ],
)
def test_whatever_does_not_belong_is_named_once(root, path, rule):
    write(root, path)
    found = scan(root)
    assert [one.rule for one in found.findings] == [rule]
    assert path.startswith(found.findings[0].path)
    assert GOOD in found.files or rule == "repository.submodule"


def test_links_are_refused_and_not_followed(root, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    write(outside, "letter-2026-0009.yml")
    os.symlink(outside / "letter-2026-0009.yml", root / "cases/letters/2026/letter-2026-0009.yml")
    os.symlink(outside, root / "cases/letters/2025")
    os.symlink(outside, root / "cases/meetings")
    os.symlink("nowhere", root / "cases/letters/2026/letter-2026-0010.yml")
    found = scan(root)
    assert [(one.path, one.rule) for one in found.findings] == [
        ("cases/letters/2025", "repository.symlink"),
        ("cases/letters/2026/letter-2026-0009.yml", "repository.symlink"),
        ("cases/letters/2026/letter-2026-0010.yml", "repository.symlink"),
        ("cases/meetings", "repository.symlink"),
    ]
    assert GOOD in found.files


def test_a_pipe_and_an_executable_are_refused(root):
    os.mkfifo(root / "cases/letters/2026/letter-2026-0011.yml")
    write(root, "cases/letters/2026/letter-2026-0012.yml").chmod(0o755)
    assert [one.rule for one in scan(root).findings] == ["repository.special", "repository.executable"]


def test_a_name_that_is_no_text_is_shown_safely(root):
    os.close(os.open(os.fsencode(root / "cases/letters/2026") + b"/\xff\n.yml", os.O_CREAT))
    (finding,) = scan(root).findings
    assert finding.path == "cases/letters/2026/〈U+DCFF〉〈U+000A〉.yml"


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        ([GOOD], (GOOD,)),
        (["cases/letters"], (GOOD,)),
        (["cases/letters/2026/"], (GOOD,)),
        (["./cases/letters/../letters/2026"], (GOOD,)),
        ([GOOD, "cases/proposals"], (GOOD, "cases/proposals/2025/proposal-2025-00012.yml")),
        (["cases"], (GOOD, "cases/proposals/2025/proposal-2025-00012.yml")),
        (["."], (GOOD, "cases/proposals/2025/proposal-2025-00012.yml")),
        (["cases/routines"], ()),
    ],
)
def test_only_what_is_asked_for(root, paths, files):
    assert scan(root, paths).files == files


@pytest.mark.parametrize("path", ["cases/letters/2026/letter-2026-9999.yml", "..", "/etc", "office.yml"])
def test_paths_outside_or_absent_are_unusable(root, path):
    write(root, "office.yml")
    with pytest.raises(Unusable):
        scan(root, [path])


def test_a_folder_without_cases_is_unusable(tmp_path):
    with pytest.raises(Unusable):
        scan(tmp_path)
    os.symlink("/etc", tmp_path / "cases")
    with pytest.raises(Unusable):
        scan(tmp_path)
