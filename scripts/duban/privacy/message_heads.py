"""Who wrote a message in a chat that was copied: the name beside a time, at the beginning of a line.

All patterns are for folded text in simplified characters (simplified.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.given_names import SURE, SURE_SHORT, is_sure

_DAY = (
    r"(?:(?:[0-9]{4}|[0-9]{2})[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?|[0-9]{1,2}[-/月][0-9]{1,2}日?|"
    r"昨天|今天|星期[一二三四五六日天])"
)
_HOUR = r"(?:[上下]午|凌晨|早上|中午|晚上)? ?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
_STAMP = rf"(?:{_DAY} {{0,3}})?{_HOUR}"
_NAME = rf"(?P<name>{SURE}|{SURE_SHORT})"
_HEADS = re.compile(
    rf"^[ \t>*]{{0,8}}(?:{_NAME}[ \t]{{0,4}}[\[( ]{_STAMP}[\])]?[ \t]{{0,4}}(?::|$)"
    rf"|[\[(]?{_STAMP}[\])]?[ \t]{{1,4}}{_NAME.replace('<name>', '<later>')}[ \t]{{0,4}}(?::|$))",
    re.MULTILINE,
)
_CLOCK = re.compile(":(?<=[0-9]:)[0-9]{2}")
_FURTHEST = 48  # characters from the beginning of a line to its time
_FIGURES = re.compile("[0-9]+")
# Stops on the time-table of a bus.
_PLACE = frozenset("山河江湖海泉林桥庄州川")
_TOWNS = (
    "安庆 安阳 安康 安顺 安国 金华 金昌 石泉 江阴 江山 江华 温岭 温江 金平 金堂 康定 康平 平凉 高安 高阳 高清 高明 高平 龙海 "
    "龙泉 龙川 龙岩 黎明 祁阳 祁东 宁海 宁国 宁德 宁晋 宁安 武昌 武安 武宁 文昌 文山 文安 万宁 万安 万源 汪清 汤阴 汤原 莱阳 "
    "葛洲 辛集 霍山 霍州 孟津 孟州 林州 林海 林芝 罗山 罗源 罗平 余庆 余江 富阳 富源 方正 方山 钟山 钟祥 丁香 马龙 马山 左云 "
    "左权 广安 田林 田东 田阳 田家 黄山 黄岩 黄梅 黄石 白云 白山 白河 白城 柳江 柳林 梅江 梅花 夏津 夏河 蒙山 蒙城 凌海 凌源 "
    "汉阳 范县 "
)


def heads_of_messages(plain: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the names beside a time."""
    last = -1
    for clock in _CLOCK.finditer(plain):
        start = plain.rfind("\n", max(0, clock.start() - _FURTHEST), clock.start()) + 1
        head = _HEADS.match(plain, start) if start > last and clock.start() - start <= _FURTHEST else None
        last = max(last, start)
        if not head:
            continue
        group = "name" if head["name"] else "later"
        name = head[group]
        is_exact = len(_FIGURES.findall(head[0])) > 2
        is_stop = name in _TOWNS or (
            not is_exact and (len(name) < 3 or (len(name) == 3 and name[-1] in _PLACE))
        )
        if is_sure(name) and not is_stop:
            yield head.span(group)
