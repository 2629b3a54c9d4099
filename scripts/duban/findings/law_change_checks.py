"""What the guard can say of a change to the law, the office or the program: what it would do to cases, and who agreed."""

from __future__ import annotations

from duban.findings.check import Check, rows
from duban.findings.finding import ERROR

_UNSEEN = "逾期不能悄悄消失：改一条规则，可以让几千件变绿，要有人看过这几千件再签字"
_TWO = "由两位管规则的人员同意：在最后一次推送以后由另一位在平台上批准，或者各自运行 duban approve --law 签名"

# fmt: off
LAW_APPROVAL = Check("guard.law-approval", ERROR, "规则改动的同意书不对",
    "同意书写明谁看过改动会动到哪些件；登记以后只增不改，内容对不上的不算",
    "删去这一份，重新运行 duban approve --law；登记过的恢复原样",
    "错：改 rules/approvals/2026-07-17-1.yml 的 digest\n对：duban approve --law 重新写一份")
LAW_BACK = Check("guard.law-back", ERROR, "规则变回以前公布过的样子",
    "旧的规则公布过，后来改了又公布过；悄悄变回去，那以后改的就都不算数了，要有人看见", _TWO,
    "错：git revert 收紧期限的那一次提交\n对：写明为什么恢复，由两位管规则的人员同意")
LAW_LATENESS = Check("guard.law-lateness", ERROR, "改规则以后，逾期、欠着的事或者案件的规则书变了", _UNSEEN,
    "改成有日期的新规定（从今天以后起用）；确实原来录错了的，写明理由和文件，由两位管规则的人员各自运行 duban approve --law",
    "错：把放假通知补到已经过去的日子，3 件的逾期没有了\n对：duban approve --law --reason 理由 --paper 文号，再由另一位签名")
PROGRAM = Check("guard.program", ERROR, "改了程序，只有一个人同意",
    "程序怎样算，逾期就怎样显示；一个人改了程序，就能让逾期不显示", _TWO,
    "错：一个人改 scripts/，自己合并\n对：另一位管规则的人员在最后一次推送以后批准")
ROLE_BACK = Check("guard.role-back", ERROR, "收回过的身份又给回来",
    "收回身份总有原因；用 git revert 撤销一次改动，身份就跟着回来了，要有人看见", _TWO,
    "错：git revert 收回身份的那一次提交\n对：写明为什么给回来，由另外两位管规则的人员同意")
SETTINGS = Check("guard.settings", ERROR, "改了决定什么算逾期、谁能记的设置",
    "这些设置不管今天动不动到哪一件，都决定以后什么算逾期、谁说了算；一个人不能自己改给自己用", _TWO,
    "错：把 late_entry_days: 3 改成 30，一个人合并\n对：两位管规则的人员同意；能写日期的（left、to、from）写日期")

CHECKS: tuple[Check, ...] = rows(vars())
