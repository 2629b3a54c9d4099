"""Whatever a text is made of, searching four times as much of it takes about four times as long.

Work is compared with work on the same machine, in CPU time and with room to spare: a search that goes over a text
again for every character of it takes sixteen times as long.
"""

from time import process_time

import pytest

from duban.privacy.detect import hits

MOBILE = "138" + "1234" + "5678"
ATOMS = [
    "1 ", "1\n", "1", "1.", "1,", "13 ", "1 9 0 1 0 1 ", "4444 ", "138 ", "86 ", "0952", "00", "+8",
    "2026-03-04 10:00 ", "1,234,567,890.12\t", f"{MOBILE} ", f"{MOBILE}\n", "一", "一 ", "廿1", "幺洞",
    "1\u200b", "1a", "1l", "l", "o ", "O0", "|", "|1", "&#49;", "&amp;#49; ", "&amp;", "&", "&#", "@",
    "a@", "a@~a.", "a.b@c.", " at ", "a at q~q dot com ", "qq.com ", "(at)", "@\n", "a", "ab1",
    "0a1b2c3d-", "A1", "E1", "E123~45678 ", "护照", "护照A123~4567 ", "通行证", "京A", "京A1", "京A 1 ",
    "使1", "密码", "密码 ", "密码:", "password ", "-----BEGIN", "-----BEGIN PRIVATE KEY-----\n",
    "AGE-SECRET-KEY-1", "https://a:b@c", "电话", "电话 ", "电话201~2345", "201~2345、", "0952-201~2345/",
    "手机 1 ", "+852 9123~ 4567 ", "身份证号", "账号", "账号1234~56789 ", "社保卡号123~45678 ", "微信",
    "微信号a", "wx", "wxid_", "QQ", "QQ123~4", "联系人", "居民王", "姓名：", "号楼", "1号楼2单元", "路1号",
    "(", ")(", "\n", " ", "\t", "-", ".", "=", "/", "\u0301", "㎡", "⑩", "𝟙", "\U0001f600",
    "A" * 76 + "\n", "QUJD", "=?B?",
]  # fmt: skip
"""What a hostile text is made of, over and over; a `~` cuts what would be found in this file."""
BYTES = 12_000


def cpu_seconds(text):
    began = process_time()
    hits(text)
    return process_time() - began


@pytest.mark.parametrize("atom", ATOMS)
def test_the_work_grows_as_the_text_does(atom):
    atom = atom.replace("~", "")
    text = atom * (BYTES // len(atom.encode()))
    hits(text)
    for _ in range(3):  # the machine may be busy with something else
        less, more = cpu_seconds(text), cpu_seconds(text * 4)
        if more < 9 * max(less, 0.004):
            return
    pytest.fail(f"{less:.3f} s for {len(text)} characters, {more:.3f} s for {4 * len(text)}")
