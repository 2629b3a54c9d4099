"""HTTP with a forge: what may be repeated is, what creates never blindly; every refusal is one Chinese line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase

from duban.findings.finding import Unusable

Kind = TypeVar("Kind")

TIMEOUT = (10, 30)  # seconds: to connect, and between two bytes of an answer
PAGES = 2000  # more pages than that are endless pagination
_MINUTE = 60.0  # seconds to wait where a forge says "too often" and not for how long
_WORDS = {403: "token 没有权限", 422: "代码平台不接受"}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to go on: `sleep` waits so many seconds, `total` is the most that all waits of a run may take,
    `attempts` how often one request is tried, `pause` the first wait after a fault (each next is double)."""

    sleep: Callable[[float], None]
    total: float = 120.0
    attempts: int = 4
    pause: float = 0.5


class Page(NamedTuple):
    """One page of a list: its rows, how many rows all pages have, the address of the next; None where untold."""

    rows: list[Any]
    total: int | None
    following: str | None


class LostAnswer(Exception):
    """No answer, or one that leaves open whether the request was carried out; the text says what came."""


class Token(AuthBase):
    """A token that goes into the header of a request and nowhere else."""

    def __init__(self, word: str, token: str) -> None:
        self._header = f"{word} {token}"

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._header
        return request

    def __repr__(self) -> str:
        return "Token(…)"

    def hide(self, text: str) -> str:
        """Return a text without the token."""
        return text.replace(self._header.partition(" ")[2], "…")


class HttpClient:
    """Requests to one repository of a forge. `base` is the address of its API, without a slash at the end."""

    def __init__(self, base: str, repository: str, token: Token, accept: str, patience: Patience) -> None:
        self.base, self.repository = base, repository
        self.host = urlsplit(base).netloc
        self._token, self._patience = token, patience
        self._left = patience.total
        self._session = requests.Session()
        self._session.headers.update({"Accept": accept, "User-Agent": "duban"})

    def get(self, path: str, action: str, **query: Any) -> Any:
        """Return what the forge answers to a GET, as JSON; `action` says in Chinese what is being done."""
        return self._json(self._repeated("GET", self.base + path, action, params=query))

    def get_or_none(self, path: str, action: str, *missing: int, **query: Any) -> Any:
        """Like `get`, but None where the forge refuses with one of these statuses."""
        answer = self._repeated("GET", self.base + path, action, missing=missing, params=query)
        return None if answer.status_code in missing else self._json(answer)

    def page(self, path: str, action: str, **query: Any) -> Page:
        """Return one page of a list; `path` may be the whole address of a following page, on this host."""
        url = path if "://" in path else self.base + path
        if urlsplit(url)[:2] != urlsplit(self.base)[:2]:  # the token goes to no other host
            raise Unusable(f"代码平台 {self.host} 把下一页指到了别的主机，没有跟过去")
        answer = self._repeated("GET", url, action, params=query)
        rows = self._json(answer)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Unusable(f"代码平台 {self.host} 的回答读不懂，请核对地址")
        total, following = answer.headers.get("X-Total-Count", ""), answer.links.get("next", {}).get("url")
        return Page(rows, int(total) if re.fullmatch(r"[0-9]{1,9}", total) else None, following)

    def endless_list(self) -> Unusable:
        """Return the error for a list whose pages do not end."""
        return Unusable(f"代码平台 {self.host} 的列表没有尽头，请核对地址和平台的版本")

    def change(self, path: str, action: str, content: Mapping[str, Any]) -> Any:
        """PATCH, repeated after a lost answer: to say the same twice changes nothing."""
        return self._json(self._repeated("PATCH", self.base + path, action, json=content))

    def delete(self, path: str, action: str) -> None:
        """DELETE, repeated after a lost answer; what is gone already is no fault."""
        self._repeated("DELETE", self.base + path, action, missing=(404,))

    def create(
        self, path: str, action: str, content: Mapping[str, Any], existing: Callable[[], Kind | None]
    ) -> Any | Kind:
        """POST, and return the answer as JSON; after a lost answer first look for what is `existing`."""
        for attempt in range(self._patience.attempts):
            try:
                return self._json(self._once("POST", self.base + path, action, json=content))
            except LostAnswer as lost:
                self._wait(self._patience.pause * 2**attempt, lost)
                if (found := existing()) is not None:
                    return found
                last = lost
        raise self._gave_up(last)

    def convert(self, conversion: Callable[[Any], Kind], value: Any) -> Kind:
        """Return part of an answer as a value of ours; raise Unusable where it is not of the form expected."""
        try:
            return conversion(value)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Unusable(f"代码平台 {self.host} 的回答缺少应有的内容，请核对地址和平台的版本") from None

    def _repeated(self, method: str, url: str, action: str, **request: Any) -> requests.Response:
        for attempt in range(self._patience.attempts):
            try:
                return self._once(method, url, action, **request)
            except LostAnswer as lost:
                last = lost
                if attempt + 1 < self._patience.attempts:
                    self._wait(self._patience.pause * 2**attempt, lost)
        raise self._gave_up(last)

    def _once(
        self, method: str, url: str, action: str, missing: tuple[int, ...] = (), **request: Any
    ) -> requests.Response:
        """Send one request, which may have `params` and `json`.

        What the forge put off (too many requests) was not carried out, and is sent again.
        """
        request |= {"auth": self._token, "timeout": TIMEOUT, "allow_redirects": method == "GET"}
        for _ in range(self._patience.attempts):
            try:
                answer = self._session.request(method, url, **request)
            except requests.exceptions.SSLError:
                raise Unusable(f"代码平台 {self.host} 的证书核验不过，没有发送任何内容") from None
            except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema):
                raise Unusable(f"代码平台的地址 {self.host} 不对") from None
            except requests.exceptions.TooManyRedirects:
                raise Unusable(f"代码平台 {self.host} 来回转址，请核对地址") from None
            except requests.exceptions.RequestException:
                raise LostAnswer(f"连不上代码平台 {self.host}") from None
            wait = _seconds_to_wait(answer)
            if wait is None:
                break
            self._wait(wait, None)
        else:
            raise Unusable(f"代码平台 {self.host} 一直说请求太多；过一小时再运行")
        if answer.status_code >= 500:
            raise LostAnswer(f"代码平台 {self.host} 出了故障（{answer.status_code}）")
        if answer.status_code >= 300 and answer.status_code not in missing:
            raise Unusable(self._token.hide(_refusal(answer, action, self.repository)))
        return answer

    def _wait(self, seconds: float, lost: LostAnswer | None) -> None:
        """Wait, within what all waits of this run may take together."""
        if seconds > self._left and lost is not None:
            raise self._gave_up(lost)
        if seconds > self._left:
            limited = f"限制了请求次数，还要等 {round(seconds)} 秒；过后再运行一次，不会重复"
            raise Unusable(f"代码平台 {self.host} {limited}")
        self._left -= seconds
        self._patience.sleep(seconds)

    def _gave_up(self, lost: LostAnswer) -> Unusable:
        return Unusable(f"{lost}，试了几次都不行；过后再运行一次，不会重复")

    def _json(self, answer: requests.Response) -> Any:
        try:
            return answer.json()
        except ValueError:
            hint = "请核对地址（要写到接口，例如以 /api/v1 结尾）"
            raise Unusable(f"代码平台 {self.host} 的回答不是 JSON，{hint}") from None


def _refusal(answer: requests.Response, action: str, repository: str) -> str:
    """Return in one Chinese line what a forge refused, and why; `action` says what was being done."""
    asked = re.search(r"/repos/([^/?]+/[^/?]+)", answer.url)  # of a fork, its own
    status, subject = answer.status_code, f"仓库 {asked[1] if asked else repository}"
    if status == 401:
        host = urlsplit(answer.url).netloc
        return f"代码平台 {host} 不认这个 token：写错了、过期了或者已经撤销，请换一个（401）"
    if status == 404:
        return f"{action}：{subject} 不存在，或者 token 没有权限（404）"
    if status == 410:
        return f"{action}：{subject} 没有开启 issue，请在仓库设置里打开（410）"
    if status < 400:
        return f"{action}：代码平台把请求转到了别处（{status}），{subject} 可能改了名或者搬了家，请核对"
    reason = f"，它说：{text}" if (text := _message(answer)) else ""
    return f"{action}：{_WORDS.get(status, '代码平台拒绝了')}（{status}）{reason}"


def _seconds_to_wait(answer: requests.Response) -> float | None:
    """Return how many seconds a forge wants us to wait before it takes this request; None where it took it.

    GitHub says "too often" with 403, too: with Retry-After, or with nothing left until X-RateLimit-Reset.
    """
    headers, status = answer.headers, answer.status_code
    spent = headers.get("X-RateLimit-Remaining") == "0"
    slow = "rate limit" in _message(answer).lower() if status == 403 else False
    if status != 429 and not (status == 403 and (spent or slow or "Retry-After" in headers)):
        return None
    if re.fullmatch(r"[0-9]{1,9}", asked := headers.get("Retry-After", "").strip()):
        return float(asked)
    reset = headers.get("X-RateLimit-Reset", "").strip()
    if spent and re.fullmatch(r"[0-9]{1,12}", reset):
        try:  # by the forge's own clock: ours may be wrong
            return max(1.0, float(reset) - parsedate_to_datetime(headers.get("Date", "")).timestamp())
        except ValueError:
            return _MINUTE
    return _MINUTE


def _message(answer: requests.Response) -> str:
    """Return what a forge says of a refusal, in one line of 200 characters at most."""
    try:
        content = answer.json()
    except ValueError:
        return ""
    if not isinstance(content, dict):
        return ""
    parts, errors = [str(content.get("message") or "")], content.get("errors")
    for error in errors if isinstance(errors, list) else []:
        if isinstance(error, dict):
            error = " ".join(str(error[key]) for key in ("field", "code", "message") if error.get(key))
        parts.append(str(error))
    line = "；".join(filter(None, parts))
    return " ".join(line.split())[:200]
