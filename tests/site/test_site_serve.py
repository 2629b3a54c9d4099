"""`duban serve`: the site as it is now, and a rebuild when a source changes."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sites import district

from duban.findings.finding import Unusable
from duban.site import preview_server
from duban.site.preview_server import SourceWatcher, server


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, http.client.HTTPConnection]]:
    for name, text in (("one", "一"), ("two", "二")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(text)
        (tmp_path / name / "404.html").write_text(f"没有{text}")
        (tmp_path / name / "folder").mkdir()
    (tmp_path / "site").symlink_to("one")
    running = server(tmp_path / "site", 0)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield tmp_path, http.client.HTTPConnection("127.0.0.1", running.server_port)
    running.shutdown()
    running.server_close()


def get(connection: http.client.HTTPConnection, path: str) -> tuple[int, str]:
    connection.request("GET", path)
    reply = connection.getresponse()
    return reply.status, reply.read().decode()


def test_the_site_is_read_anew_for_each_request(served: tuple[Path, http.client.HTTPConnection]) -> None:
    root, connection = served
    assert get(connection, "/") == (200, "一")
    (root / "next").symlink_to("two")
    os.replace(root / "next", root / "site")
    assert get(connection, "/") == (200, "二")


@pytest.mark.parametrize("path", ["/nix.html", "/folder/", "/../one/index.html", "/%2e%2e/one/index.html"])
def test_what_is_not_in_the_site_is_not_found(
    served: tuple[Path, http.client.HTTPConnection], path: str
) -> None:
    assert get(served[1], path) == (404, "没有一")


def test_a_port_that_is_taken_is_one_line(served: tuple[Path, http.client.HTTPConnection]) -> None:
    with pytest.raises(Unusable, match="--port"):
        server(served[0], served[1].port)


@pytest.mark.parametrize("observer", [preview_server.Observer, preview_server.PollingObserver])
def test_every_change_of_a_source_is_seen(
    tmp_path: Path, observer: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview_server, "Observer", observer)
    seen = 0
    with SourceWatcher(tmp_path) as sources:
        for name in (
            "office.yml",
            "cases/letters/2026/a.yml",
            "rules/x/y.yml",
            "docs/public/a.md",
            "mkdocs.yml",
        ):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            for text in ("一", "一二"):
                path.write_text(text)
                seen += sources.wait()
        (tmp_path / "cases/letters/2026/a.yml").unlink()
        seen += sources.wait()
        assert seen == 11
        (tmp_path / "build").mkdir()
        (tmp_path / "build/x").write_text("x")
        (tmp_path / "docs/public/a.md").read_text()
        assert not sources.wait(1.5)


def test_changes_that_follow_each_other_are_one(tmp_path: Path) -> None:
    with SourceWatcher(tmp_path) as sources:
        for number in range(10):
            (tmp_path / "office.yml").write_text(str(number))
        assert sources.wait()
        assert not sources.wait(0.5)


def test_where_the_system_has_no_watches_left_files_are_polled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Exhausted(preview_server.PollingObserver):
        def start(self) -> None:
            raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(preview_server, "Observer", Exhausted)
    with SourceWatcher(tmp_path) as sources:
        (tmp_path / "office.yml").write_text("一")
        assert sources.wait()


def test_serve_builds_again_and_keeps_the_last_site(tmp_path: Path) -> None:
    root = district("dongqu", tmp_path / "office")
    probe = server(root, 0)
    port = probe.server_port
    probe.server_close()
    command = [sys.executable, "-u", "-m", "duban", "serve", "--root", str(root), "--port", str(port)]
    # A test run in the background may ignore Ctrl-C; the server it starts must not inherit that.
    running = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert _until(running, "Ctrl-C").count("http://127.0.0.1:") == 2
        connection = http.client.HTTPConnection("127.0.0.1", port)
        before = get(connection, "/index.html")
        assert before[0] == 200
        office = root / "office.yml"
        text = office.read_text()
        office.write_text("name: [\n")
        assert "office.yml" in _until(running, "还是原来的")
        assert get(connection, "/index.html") == before
        office.write_text(text.replace("东区网页测试", "东区试一试"))
        _until(running, "已生成")
        assert "东区试一试" in get(connection, "/index.html")[1]
        running.send_signal(signal.SIGINT)
        assert running.wait() == 0
        assert "Traceback" not in running.stdout.read()
    finally:
        running.kill()
        running.wait()


def _until(running: subprocess.Popen[str], word: str) -> str:
    said = ""
    for line in running.stdout:
        said += line
        if word in line:
            return said
    raise AssertionError(said)
