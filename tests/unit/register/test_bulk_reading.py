"""Reading in two processes is the same as in one; a cache nobody else can write."""

import os
import subprocess

import pytest

from duban.checks.check_case import CheckedFile
from duban.findings.finding import ERROR, Finding
from duban.register import bulk_reading, reading_cache
from duban.register.bulk_reading import BulkReader, blob_id
from duban.yamlfile.read_yaml import read_yaml

COUNT = 450


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "duban"


@pytest.fixture
def register(tmp_path, home):
    root = tmp_path / "root"
    files = []
    for number in range(COUNT):
        path = f"cases/letters/2026/letter-2026-{number:04d}.yml"
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"title: 某街{number}号\n" + ("a:\n" if number % 7 == 0 else ""))
        files.append(path)
    return root, files


def judge(path, data):
    """A judge that leaves a trace of each file it was asked about."""
    with open(os.environ["JUDGED"], "a") as trace:
        trace.write(path + "\n")
    document = read_yaml(data, path)
    return CheckedFile(document.findings, ("letter-2026-0001",) if document.findings else (), document.value)


def size(file):
    return file.path, len(file.payload)


@pytest.fixture
def judged(tmp_path, monkeypatch):
    trace = tmp_path / "judged"
    monkeypatch.setenv("JUDGED", str(trace))

    def fresh():
        paths = trace.read_text().split() if trace.exists() else []
        trace.unlink(missing_ok=True)
        return sorted(paths)

    return fresh


def test_two_processes_find_what_one_finds(register, judged):
    root, files = register
    seen = []
    alone = BulkReader(root, judge, "k", jobs=1).read(files, size)
    both = BulkReader(root, judge, "k", jobs=2, progress=lambda *done: seen.append(done)).read(files, size)
    assert both == alone
    assert [one.path for one in both] == files
    assert seen[-1] == (COUNT, COUNT)
    assert both[3].value == {"title": "某街3号"}
    assert both[3].result == (files[3], len(both[3].payload))
    assert [one.rule for one in both[7].findings] == ["yaml.empty"]


def test_what_did_not_change_is_not_judged_again(register, judged):
    root, files = register
    folder = root / "build/cache"
    first = BulkReader(root, judge, "k", cache_dir=folder).read(files, size)
    assert judged() == files
    assert BulkReader(root, judge, "k", cache_dir=folder).read(files, size) == first
    assert judged() == []
    (root / files[5]).write_text("title: 别的\n")
    again = BulkReader(root, judge, "k", cache_dir=folder).read(files)
    assert judged() == [files[5]]
    assert again[5].value == {"title": "别的"}


def test_reading_one_file_keeps_what_is_known_of_the_others(register, judged):
    root, files = register
    folder = root / "build/cache"
    BulkReader(root, judge, "k", cache_dir=folder).read(files)
    (root / files[0]).write_text("title: 别的\n")
    (root / files[1]).unlink()
    judged()
    BulkReader(root, judge, "k", cache_dir=folder).read(files[:1])
    assert judged() == files[:1]
    BulkReader(root, judge, "k", cache_dir=folder).read([files[0], *files[2:]])
    assert judged() == []
    assert len(reading_cache.load(folder, "k")) == COUNT - 1


def test_the_same_content_under_another_name_is_judged_again(register, judged):
    root, files = register
    folder = root / "build/cache"
    BulkReader(root, judge, "k", cache_dir=folder).read(files)
    (root / files[0]).write_bytes((root / files[1]).read_bytes())
    judged()
    BulkReader(root, judge, "k", cache_dir=folder).read(files)
    assert judged() == files[:1]


def test_another_key_makes_the_cache_worthless(register, judged):
    root, files = register
    folder = root / "build/cache"
    BulkReader(root, judge, "k", cache_dir=folder).read(files)
    judged()
    BulkReader(root, judge, "other", cache_dir=folder).read(files)
    assert judged() == files


def _truncated(file, home):
    file.write_bytes(file.read_bytes()[:-1])


def _emptied(file, home):
    file.write_bytes(b"")


def _bit_flipped_in_a_payload(file, home):
    data = bytearray(file.read_bytes())
    data[-10] ^= 1
    file.write_bytes(data)


def _bit_flipped_in_the_index(file, home):
    data = bytearray(file.read_bytes())
    data[100] ^= 1
    file.write_bytes(data)


def _garbage_added(file, home):
    file.write_bytes(file.read_bytes() + b"x")


def _behind_a_link(file, home):
    other = file.with_name("other")
    file.rename(other)
    file.symlink_to(other)


def _a_folder_instead(file, home):
    file.unlink()
    file.mkdir()


def _a_pipe_instead(file, home):
    file.unlink()
    os.mkfifo(file)


def _by_another_user(file, home):
    (home / "key").write_bytes(b"y" * 32)


def _without_the_key(file, home):
    (home / "key").unlink()


def _key_readable_by_all(file, home):
    (home / "key").chmod(0o644)


def _forged(file, home):
    """Written by somebody without the key: nothing was ever wrong in any file."""
    stranger = home.parent / "stranger"
    body = file.read_bytes()
    kept = {
        path: (blob, reading_cache.Kept((), (), one.payload)) for path, (blob, one) in _entries(body, home)
    }
    reading_cache.save(file.parent, "k", kept, home=stranger)
    assert file.read_bytes() != body


def _entries(body, home):
    return list(reading_cache.load((home.parent.parent / "root/build/cache"), "k").entries())


ATTACKS = [
    _truncated, _emptied, _bit_flipped_in_a_payload, _bit_flipped_in_the_index, _garbage_added,
    _behind_a_link, _a_folder_instead, _a_pipe_instead, _by_another_user, _without_the_key, _key_readable_by_all, _forged,
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__.strip("_"))
def test_a_cache_that_is_not_our_own_is_ignored_and_rebuilt(register, judged, home, attack):
    root, files = register
    folder = root / "build/cache"
    first = BulkReader(root, judge, "k", cache_dir=folder).read(files)
    judged()
    attack(folder / "cases.bin", home)
    assert BulkReader(root, judge, "k", cache_dir=folder).read(files) == first
    assert judged() == files
    if attack is not _a_folder_instead:
        assert BulkReader(root, judge, "k", cache_dir=folder).read(files) == first
        assert judged() == []


def test_the_key_is_the_users_alone(register, judged, home):
    root, files = register
    BulkReader(root, judge, "k", cache_dir=root / "build/cache").read(files)
    assert (home / "key").stat().st_mode & 0o777 == 0o600
    assert len((home / "key").read_bytes()) == 32
    assert sorted(os.listdir(root / "build/cache")) == [".gitignore", "cases.bin"]


def test_a_linked_cache_folder_is_not_written_into(register, judged, tmp_path):
    root, files = register
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / "build").symlink_to(elsewhere)
    BulkReader(root, judge, "k", cache_dir=root / "build/cache").read(files)
    assert list(elsewhere.iterdir()) == []


def test_a_worker_that_raises_is_heard(register):
    def raising(path, data):
        raise ZeroDivisionError(path)

    root, files = register
    for jobs in (1, 2):
        with pytest.raises(ZeroDivisionError):
            BulkReader(root, raising, "k", jobs=jobs).read(files)


def test_a_worker_that_dies_is_an_error_and_no_hang(register):
    def dying(path, data):
        os._exit(3)

    root, files = register
    with pytest.raises(RuntimeError):
        BulkReader(root, dying, "k", jobs=2).read(files)


def test_what_cannot_be_read_is_a_finding_and_stops_nothing(register, judged):
    root, files = register
    (root / files[0]).unlink()
    (root / files[1]).unlink()
    os.mkfifo(root / files[1])
    (root / files[2]).unlink()
    (root / files[2]).symlink_to("/etc/passwd")
    (root / files[3]).write_bytes(b"a: " + b"x" * (50 << 20))
    readings = BulkReader(root, judge, "k", cache_dir=root / "build/cache").read(files)
    rules = [[finding.rule for finding in one.findings] for one in readings[:4]]
    assert rules == [
        ["repository.unreadable"], ["repository.special"], ["repository.unreadable"], ["yaml.size"],
    ]  # fmt: skip
    assert all(one.payload is None and one.blob == "" for one in readings[:4])
    assert readings[4].value == {"title": "某街4号"}


def test_blob_ids_are_those_of_git():
    data = "标题\n".encode()
    told = subprocess.run(["git", "hash-object", "--stdin"], input=data, capture_output=True, check=True)
    assert blob_id(data) == told.stdout.decode().strip()


def test_findings_survive_the_cache(tmp_path, home):
    finding = Finding("p", 3, 5, "yaml.tab", ERROR, "“某”", "第五条")
    kept = reading_cache.Kept((finding,), ("letter-2026-0001",), b"{}")
    assert reading_cache.save(tmp_path / "c", "k", {"p": ("b", kept)})
    loaded = reading_cache.load(tmp_path / "c", "k")
    assert loaded.kept("p", "b") == kept
    assert loaded.kept("p", "other") is None
    assert loaded.kept("other", "b") is None


def test_the_programs_own_source_is_part_of_the_key(tmp_path, monkeypatch):
    package = tmp_path / "duban" / "records"
    package.mkdir(parents=True)
    (package / "bulk.py").write_text("a = 1\n")
    monkeypatch.setattr(bulk_reading, "__file__", str(package / "bulk.py"))
    digest = bulk_reading.program_digest.__wrapped__  # asked anew, as another run of the program does
    before = digest()
    assert digest() == before
    (package / "bulk.py").write_text("a = 2\n")
    assert digest() != before
