"""Text in which labels are looked for: traditional characters as simplified ones, capitals as small letters.

One character becomes one, so that positions stay. The rules that know labels by their words search this text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PAIRS = (
    "聯联繫系絡络電电話话號号碼码戶户帳账賬账開开簽签舉举報报訴诉請请證证權权護护監监長长們们導导東东門门樓楼單单區区縣县鎮镇鄉乡莊庄棟栋層层議议領领銜衔經经辦办負负責责學学媽妈爺爷兒儿"
    "業业網网線线應应對对發发變变動动訊讯驗验認认鑰钥當当來来寫写訪访諮咨詢询職职員员農农組组郵邮遞递貨货現现實实際际點点張张劉刘陳陈楊杨黃黄趙赵吳吴孫孙馬马鄭郑謝谢許许韓韩馮冯鄧邓蕭萧"
    "葉叶蘇苏呂吕盧卢鍾钟鐘钟譚谭陸陆賈贾韋韦鄒邹閻阎龍龙賀贺顧顾龔龚萬万錢钱嚴严湯汤倫伦齊齐喬乔龐庞顏颜聶聂魯鲁關关蘭兰畢毕塗涂遊游藍蓝寧宁紀纪歐欧陽阳諸诸鄺邝練练簡简連连師师車车項项"
    "岡冈衛卫費费竇窦婁娄繆缪麥麦饒饶閔闵鄔邬欒栾陰阴樂乐豐丰國国華华偉伟強强軍军麗丽艷艳傑杰鵬鹏濤涛輝辉鳳凤貴贵寶宝銀银紅红愛爱義义禮礼慶庆雲云曉晓進进風风飛飞鳴鸣則则維维誌志達达遠远"
    "鋒锋鋼钢鐵铁親亲產产標标題题滿满處处務务級级類类獨独灣湾羅罗圍围場场園园廣广廠厂鋪铺舖铺棄弃衚胡衕同臨临時时間间後后為为與与從从個个無无書书記记該该據据內内術术質质財财會会協协調调"
    "設设備备轉转給给還还這这裡里裏里問问願愿須须"
    "賴赖彥彦詠咏蔣蒋譽誉瑋玮瑩莹靜静嫻娴嬋婵穎颖維维緯纬綺绮潔洁濱滨煒炜燦灿燁烨瓊琼純纯紹绍綱纲綸纶緒绪聰聪荊荆萊莱藝艺詩诗諾诺謙谦謹谨"
    "賓宾賜赐賢贤贊赞躍跃軒轩輯辑鈺钰鈞钧銘铭銳锐錦锦鎧铠闊阔韜韬順顺頌颂頤颐馳驰駿骏驍骁驥骥鯤鲲鴻鸿鶴鹤鷹鹰鸞鸾齡龄勳勋翹翘"
    "統统編编機机醫医險险臺台參参貳贰鎖锁駕驾養养療疗儲储貸贷摺折隊队"
)
_SIMPLE = str.maketrans(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))
_CAPITALS = re.compile("[A-Z]+")
_TRADITIONAL = re.compile("[" + "".join(map(chr, sorted(_SIMPLE))) + "]")


def simplified(plain: str) -> str:
    """Return a text of the same length in which labels and names stand in simplified characters."""
    return plain.translate(_SIMPLE) if _TRADITIONAL.search(plain) else plain


def small_letters(plain: str) -> str:
    """Return a text of the same length with small Latin letters."""
    lowered = plain.lower()
    return lowered if len(lowered) == len(plain) else _CAPITALS.sub(lambda match: match[0].lower(), plain)


def has_any(text: str, words: Iterable[str]) -> bool:
    """Return whether one of some words stands in a text: a look that spares most texts a search with patterns."""
    return any(map(text.__contains__, words))


def spaced(words: str) -> str:
    """Return a pattern of words between whose characters up to three spaces may stand, the longest first."""
    return one_of(" {0,3}".join(word) for word in sorted(words.split(), key=len, reverse=True))


def one_of(patterns: Iterable[str]) -> str:
    """Return a pattern of the first of several that fits; each begins with a character that means itself.

    Those that begin alike stand together, so that at a character of a text only these few are tried.
    """
    by_first: dict[str, list[str]] = {}
    for pattern in patterns:
        by_first.setdefault(pattern[0], []).append(pattern[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in by_first.items())
