"""A real office in a folder, the real command, a forge and a webhook over real HTTP."""

from __future__ import annotations

import pytest
from change_home import Desk, Register
from forge_server import Forge, Receiver
from remind_home import Home


@pytest.fixture
def home(tmp_path, monkeypatch, capsys):
    """Three letters: one late, one late enough to be raised, one due soon; two units."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    home = Home(tmp_path / "office", capsys, monkeypatch)
    home.put(1, "区住建局", "2026-07-06")
    home.put(2, "区教体局", "2026-06-30")
    home.put(3, "区住建局", "2026-07-08")
    return home


@pytest.fixture(params=["github", "gitea"])
def forge(request, home):
    forge = Forge(request.param)
    home.environ |= forge.environ()
    yield forge
    forge.close()


@pytest.fixture
def github(home):
    forge = Forge("github")
    home.environ |= forge.environ()
    yield forge
    forge.close()


@pytest.fixture
def receiver(home):
    receiver = Receiver()
    home.environ["DUBAN_MESSAGES"] = receiver.url
    yield receiver
    receiver.close()


@pytest.fixture
def desk(capsys, monkeypatch):
    return Desk(capsys, monkeypatch)


@pytest.fixture(params=["github", "gitea"])
def hosted(request, desk):
    """A forge that the desk reaches."""
    forge = Forge(request.param)
    desk.environ |= forge.environ()
    yield forge
    forge.close()


@pytest.fixture
def register(tmp_path, capsys, monkeypatch):
    return Register(tmp_path / "register", capsys, monkeypatch)
