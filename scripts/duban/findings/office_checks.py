"""What can be said of office.yml beyond its form: units, posts, adoptions, dates, members, keys."""

from __future__ import annotations

from duban.findings.check import Check, rows
from duban.findings.finding import ERROR, WARNING

_YEARS = "工作日要按国务院办公厅每年的放假通知计算，日历只收这些年份"
_ONE_PERSON = "谁记的要分得清：一个登录名、一把公钥只对一个人"

# fmt: off
BOT_WITH_ROLES = Check("office.bot", ERROR, "机器人有别的身份", "机器人只搬运，不替人交办、审核、公开",
    "人和机器人各用各的登录名", "错：roles: [机器人, 督查室]\n对：roles: [机器人]")
HEIR_IN_A_CIRCLE = Check("office.heir", ERROR, "承接单位绕回了自己", "撤销单位没办完的要有现在的单位接着办",
    "succeeded_by 写现在还在的单位")
HOURS_OUT_OF_ORDER = Check("office.hours", ERROR, "办公时间先后不对", "按小时计的期限只在办公时间里数",
    "按先后写，每段的止在起之后",
    "错：hours: [[\"14:30\", \"18:00\"], [\"08:30\", \"12:00\"]]\n对：hours: [[\"08:30\", \"12:00\"], [\"14:30\", \"18:00\"]]")
BAD_KEY = Check("office.key", ERROR, "封存用的公钥不对", "公钥错一个字，封存的内容就没有人打得开",
    "照 age-keygen 给出的那一行抄，以 age1 开头；私钥决不能写在这里")
UNKNOWN_MEETING = Check("office.meeting", ERROR, "没有这种会议", "会议的种类由 schemas/meeting.json 列明",
    "照消息里列出的名称写")
BAD_PERIOD = Check("office.period", ERROR, "期限写得不对", "办公室定的期限要能从某一天往后数",
    "写成 10 working days、15 days、1 month 或 by 01-31",
    "错：limits: {dwk.task.handle: 30 minutes}\n对：limits: {dwk.task.handle: 10 working days}")
OWNERS_DRIFTED = Check("office.owners", WARNING, "CODEOWNERS 与 office.yml 对不上",
    "谁能改规则由 office.yml 定；CODEOWNERS 只是让平台去请他们审核，对不上就请错了人",
    "运行 duban owners 重新生成")
POST_MISSING = Check("office.post", ERROR, "没有写明哪个单位担任这个岗位", "采用的规则书把事情交给这个岗位",
    "在 posts 里写明是哪个单位")
NOBODY_IN_ROLE = Check("office.role", ERROR, "必须有人担任的身份没有人",
    "写了 recording，就按身份认谁能记什么；没有这个身份的人，该办的事谁也办不了",
    "在 members 里给在职的人写上这个身份")
ROSTER_MISSING = Check("office.roster", ERROR, "没有写会议的组成人员",
    "采用的规则书要数到会人数，例如半数以上组成人员到会",
    "在 rosters 里写明这种会议的组成人员")
NOT_A_ROUND = Check("office.round", ERROR, "这条规则的期限不能按年另定",
    "rounds 只改固定日期，或者一年一轮的规则",
    "把这一行删去")
UNKNOWN_RULE = Check("office.rule", ERROR, "没有这条规则", "另定期限要对着规则书里的一条规则",
    "核对规则的编号：duban rules")
UNKNOWN_RULEBOOK = Check("office.rulebook", ERROR, "没有这本规则书", "采用的规则书要在 rules/ 里",
    "照消息里列出的名称写")
BAD_PUBLIC_LINE = Check("office.line", ERROR, "对外公布的号码写得不对",
    "列在 public_lines 里的，到处都不算个人信息；放得太宽，来信人的电话也查不出来了",
    "一段办公号码写全区号，星号只放最后，最多四个；邮箱、手机号、地址写全",
    "错：public_lines: [\"0952-20*****\"]\n对：public_lines: [\"0952-201****\"]")
SETS_NOTHING = Check("office.idle", ERROR, "办公室另定的期限不起作用",
    "limits 只给逐件写明的期限定默认，routines 只给定期报告定日子；写给别的规则，没有人看",
    "把这一行删去；规则书的期限改了的，在规则书的 within 里添一段")
SPAN_REVERSED = Check("office.span", ERROR, "停用早于采用", "停用日期早于采用日期，等于没有采用",
    "核对 from 和 to")
BAD_SSH_KEY = Check("office.ssh-key", ERROR, "签名公钥缺少、不对或两个人共用", _ONE_PERSON,
    "写这个人自己的 SSH 公钥，一整行，以 ssh- 或 ecdsa- 开头")
WRITTEN_TWICE = Check("office.twice", ERROR, "同一项写了两次",
    "单位、登录名、采用的规则书都只能有一处，不然不知道以哪处为准",
    "只留一处；再次采用规则书的，前一次先写 to")
UNIT_WRONG = Check("office.unit", ERROR, "units 里没有这个单位，或它的起止日期颠倒",
    "责任要落到单位：units 是唯一的名册",
    "写 units 里的代号，或先在那里加上；from 要在 to 之前")
TEXT_UNVERIFIED = Check("office.unverified", ERROR, "采用的规则书没有照原文核对过",
    "期限要有原文可查；没有核对过的，可能抄错、漏抄",
    "先对照原文逐条核对，再把规则书 sources 里的 standing 改成原文的效力（statute、issued 等）",
    "错：采用的规则书写 standing: unverified\n对：核对以后写 standing: statute")
YEAR_OUT_OF_RANGE = Check("office.year", ERROR, "年份超出能计算的范围", _YEARS, "核对年份")

CHECKS: tuple[Check, ...] = rows(vars())
"""Every check of office.yml, in the order of their ids."""
