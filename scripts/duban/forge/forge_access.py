"""Which forge, which repository, by which token: from the environment, and from nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from duban.findings.finding import Unusable
from duban.forge import gitea, github
from duban.forge.forge_base import Forge
from duban.forge.gitea import Gitea
from duban.forge.github import GitHub
from duban.forge.http_client import HttpClient, Patience, Token

_FORGES: dict[str, tuple[type[Forge], str, str]] = {
    "github": (GitHub, "Bearer", github.ACCEPT),
    "gitea": (Gitea, "token", gitea.ACCEPT),
}
"""Kind -> its class, the word before a token, the form of answers that is asked for."""
_LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a repository: kind of forge (Forgejo is gitea), address of its API, owner/name, token.

    `login` is who we are there, "" where the forge is to be asked.
    """

    kind: str
    url: str
    repository: str
    token: str = field(repr=False)
    login: str = ""


def access_from(environ: Mapping[str, str]) -> Access | None:
    """Return how to reach the forge; None where the environment holds no token.

    DUBAN_FORGE, DUBAN_FORGE_URL, DUBAN_REPOSITORY, DUBAN_TOKEN and DUBAN_FORGE_LOGIN go before what the
    runner of a workflow sets: GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN. Raises Unusable where
    only part of it is there, or the token would travel unencrypted.
    """

    def variable(*names: str) -> str:
        return next((text for name in names if (text := environ.get(name, "").strip())), "")

    token = variable("DUBAN_TOKEN", "GITHUB_TOKEN")
    if not token:
        if variable("DUBAN_FORGE_URL", "DUBAN_REPOSITORY", "DUBAN_FORGE"):
            raise Unusable("写了代码平台的地址，却没有 token；请在环境变量 DUBAN_TOKEN 里写明")
        return None
    url = variable("DUBAN_FORGE_URL", "GITHUB_API_URL").rstrip("/")
    repository = variable("DUBAN_REPOSITORY", "GITHUB_REPOSITORY")
    if not url or not repository:
        name = "DUBAN_REPOSITORY（仓库，写成 owner/name）" if url else "DUBAN_FORGE_URL（代码平台的接口地址）"
        raise Unusable(f"有代码平台的 token，还缺环境变量 {name}")
    kind = variable("DUBAN_FORGE")
    if not kind:
        runs_there = any(environ.get(name) == "true" for name in ("GITEA_ACTIONS", "FORGEJO_ACTIONS"))
        kind = "gitea" if runs_there or url.endswith("/api/v1") else "github"
    if kind not in _FORGES:
        raise Unusable(f"DUBAN_FORGE 只能是 {'、'.join(_FORGES)}（Forgejo 写 gitea）")
    _check(url, repository, token)
    if kind == "gitea" and not url.endswith("/api/v1"):
        raise Unusable("Gitea、Forgejo 的接口地址（DUBAN_FORGE_URL）以 /api/v1 结尾")
    return Access(kind, url, repository, token, variable("DUBAN_FORGE_LOGIN"))


def _check(url: str, repository: str, token: str) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise Unusable("代码平台的接口地址写得不对") from None
    if not host or parts.scheme not in ("http", "https") or parts.username or parts.query or parts.fragment:
        raise Unusable("代码平台的接口地址写成 https://主机/路径，不带用户名和问号")
    if parts.scheme == "http" and host not in _LOCAL:
        raise Unusable(f"代码平台 {host} 的地址要用 https，否则 token 会被路上的人看到")
    if not re.fullmatch(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+", repository) or ".." in repository:
        raise Unusable("仓库（DUBAN_REPOSITORY）写成 owner/name")
    if not re.fullmatch(r"[\x21-\x7e]+", token):
        raise Unusable("token 里有空格、换行或者别的不该有的字符，请重新复制")


def forge_of(access: Access, patience: Patience) -> Forge:
    """Return the forge; nothing is asked of it yet."""
    forge, word, accept = _FORGES[access.kind]
    client = HttpClient(access.url, access.repository, Token(word, access.token), accept, patience)
    return forge(client, access.login)
