"""What a forge says when it does not do what it is asked: not now, or not at all."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from requests import Response

_MINUTE = 60.0  # seconds to wait where a forge says "too often" and not for how long
_WORDS = {403: "token 没有权限", 422: "代码平台不接受"}


def refusal(answer: Response, action: str, repository: str) -> str:
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
    reason = message(answer)
    return f"{action}：{_WORDS.get(status, '代码平台拒绝了')}（{status}）" + (
        f"，它说：{reason}" if reason else ""
    )


def seconds_to_wait(answer: Response) -> float | None:
    """Return how many seconds a forge wants us to wait before it takes this request; None where it took it.

    GitHub says "too often" with 403, too: with Retry-After, or with nothing left until X-RateLimit-Reset.
    """
    headers, status = answer.headers, answer.status_code
    spent = headers.get("X-RateLimit-Remaining") == "0"
    slow = "rate limit" in message(answer).lower() if status == 403 else False
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


def message(answer: Response) -> str:
    """Return what a forge says of a refusal, in one line of 200 characters at most."""
    try:
        content = answer.json()
    except ValueError:
        return ""
    if not isinstance(content, dict):
        return ""
    parts = [str(content.get("message") or "")]
    errors = content.get("errors")
    for error in errors if isinstance(errors, list) else []:
        if isinstance(error, dict):
            parts.append(" ".join(str(error[key]) for key in ("field", "code", "message") if error.get(key)))
        else:
            parts.append(str(error))
    line = "；".join(part for part in parts if part)
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+", " ", line)[:200].strip()
