"""`duban serve`: both sites on this machine, built anew whenever a source changes."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import click

from duban.cli.build import TITLES
from duban.cli.command_registry import Command
from duban.cli.shared_options import root_option, today_option
from duban.cli.terminal import say, say_text
from duban.findings.finding import Unusable
from duban.site.preview_server import HOST, SourceWatcher, server

_SHOWN = 20


@click.command("serve", cls=Command, short_help="在本机查看两个网站，改了文件自动重新生成")
@click.option("--port", type=click.IntRange(1024, 65534), default=8000, metavar="端口",
              help="公开网站的端口，默认 8000；内部网站用下一个端口")  # fmt: skip
@today_option
@root_option
def serve(port: int, today: str | None, root: Path) -> int:
    """生成两个网站，在本机（127.0.0.1）打开，别的机器看不到。

    cases、rules、schemas、docs、office.yml、mkdocs*.yml 有改动就重新生成；生成失败时保留原来的网站。
    按 Ctrl-C 结束。
    """
    with SourceWatcher(root) as sources:
        if not _build(root, today) and not all(_site(root, name).is_dir() for name in TITLES):
            raise Unusable("网站没有生成，请先改正上面的问题")
        servers = [server(_site(root, name), port + offset) for offset, name in enumerate(TITLES)]
        for running in servers:
            threading.Thread(target=running.serve_forever, daemon=True).start()
        for offset, title in enumerate(TITLES.values()):
            say(f"{title}：http://{HOST}:{port + offset}/")
        say("文件改动后自动重新生成，按 Ctrl-C 结束。")
        try:
            while True:
                sources.wait()
                _build(root, today)
        except KeyboardInterrupt:
            say()
            return 0
        finally:
            for running in servers:
                running.server_close()


def _site(root: Path, name: str) -> Path:
    return root / "build" / name / "site"


def _build(root: Path, today: str | None) -> bool:
    """Build both sites in a process of their own and say how it went; True if they were built.

    Its own process, because rendering forks, and a process that serves has threads.
    """
    began = time.monotonic()
    done = _run("build", "all", "--format", "json", root=root, today=today)
    if done.returncode:
        say_text(done.stderr.strip() or "生成失败", err=True)
        say("没有生成，网站还是原来的。", err=True)
        return False
    summary = json.loads(done.stdout)
    pages = "，".join(f"{TITLES[built['site']]} {built['pages']} 页" for built in summary["sites"])
    say(f"已生成：{pages}，用时 {time.monotonic() - began:.1f} 秒。")
    if summary["withheld"]:
        _show_errors(root, today)
    return True


def _show_errors(root: Path, today: str | None) -> None:
    """Say which errors keep case files from the public site, as far as they fit on a screen."""
    checked = _run("check", "--format", "json", root=root, today=today)
    if checked.returncode == 2:  # broken since it was built
        say_text(checked.stderr.strip(), err=True)
        return
    findings = json.loads(checked.stdout)["findings"]
    errors = [finding for finding in findings if finding["level"] == "error"]
    for error in errors[:_SHOWN]:
        say(f"{error['path']}:{error['line']}:{error['column']} {error['message']}", err=True)
    if len(errors) > _SHOWN:
        say(f"……共 {len(errors)} 处错误，运行 duban check 看全部。", err=True)


def _run(*words: str, root: Path, today: str | None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "duban", *words, "--root", str(root)]
    if today:
        command += ["--today", today]
    return subprocess.run(command, capture_output=True, text=True, check=False)
