"""What can be said of personal data and secrets in plaintext, wherever they are found."""

from __future__ import annotations

from duban.findings.check import Check, rows
from duban.findings.finding import ERROR, WARNING

# fmt: off
LEAK = Check("privacy.leak", ERROR, "个人信息或者密码写成了明文",
    "《个人信息保护法》第二十五条、第五十一条：不得公开，保存要加密；Git 的历史删不掉，写进去一次就一直在",
    "还没有提交的：删去，要保存的用 duban seal 封存。单位对外公布的电话、邮箱、地址、联系人：先列进 office.yml。"
    "已经提交、推送的：照消息里说的清理",
    "错：备注里写来信人的手机号\n对：电话写进 writer，用 duban seal 封存")
MAYBE = Check("privacy.maybe", WARNING, "可能是个人信息，请看一看",
    "《个人信息保护法》第二十五条：不得公开；程序只能猜，是不是由人来定",
    "是个人信息的删去，要保存的用 duban seal 封存；不是的不用改",
    "错：来信最后一行落款写着姓名\n对：删去落款，原信用 duban seal 封存")

SEARCHED = frozenset({LEAK.id, MAYBE.id})
"""What the guard searches for in every file, cases or not, and reports by itself."""

CHECKS: tuple[Check, ...] = rows(vars())
"""The two of them, in the order of their ids."""
