"""Where messages go: mail, 企业微信, 钉钉, 飞书 and whatever else apprise knows; addresses are secrets, never shown."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import apprise

from duban.findings.finding import Unusable
from duban.notify.daily_digest import Message

VARIABLE = "DUBAN_MESSAGES"
logging.getLogger("apprise").disabled = True  # its messages hold parts of addresses

_MARGIN = 100  # bytes that a channel without titles needs to put the title before the text


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its number among the others (from 1), the name of the service, and what apprise sends by."""

    number: int
    service: str
    room: int  # bytes
    plugin: apprise.NotifyBase = field(repr=False)


def addresses_from(environ: Mapping[str, str]) -> list[Address]:
    """Return the addresses in DUBAN_MESSAGES, one URL a line. Raises Unusable for one apprise cannot send to."""
    asset = apprise.AppriseAsset(async_mode=False, storage_mode="memory", app_id="duban", app_desc="督办")
    found = []
    lines = [line.strip() for line in environ.get(VARIABLE, "").splitlines()]
    for number, url in enumerate(filter(None, lines), 1):
        plugin = apprise.Apprise.instantiate(url, asset=asset)
        if plugin is None:
            forms = "mailto://、wecombot://、dingtalk://、feishu:// 开头的地址，一行一个"
            raise Unusable(f"{VARIABLE} 里第 {number} 个地址不能用；写成 {forms}")
        found.append(Address(number, str(plugin.service_name), plugin.body_maxlen, plugin))
    return found


def room_for(addresses: Sequence[Address], most: int = 30_000) -> int:
    """Return how many bytes of text every one of these addresses takes; apprise counts characters, services bytes."""
    return min([most, *(address.room for address in addresses)]) - _MARGIN


def send(addresses: Sequence[Address], message: Message) -> list[Address]:
    """Send a message to each address, one try each; return those that did not take it, as far as is known."""
    failed = []
    for address in addresses:
        post = apprise.Apprise()
        post.add(address.plugin)
        if not post.notify(body=message.text, title=message.title, body_format=apprise.NotifyFormat.TEXT):
            failed.append(address)
    return failed
