"""What can be wrong with the law an office goes by: its rulebooks and its calendar."""

from __future__ import annotations

from duban.findings.check import Check, rows
from duban.findings.finding import ERROR, WARNING

_PRECISE = "规则书当程序用，名字对不上的规则永远不起作用，也没有人看得出来"

_NOTICE = "放假安排以国务院办公厅和地方政府的通知为准，工作日照它数"

# fmt: off
NOTICE_AMENDS = Check("notice.amends", ERROR, "放假通知与被它调整的通知对不上", _NOTICE,
    "amends 写同一地区、同一年、最先发的那份通知；只能取消那份通知安排过的日子",
    "错：amends: 2020\n对：amends: cn/2020.yml")
NOTICE_FORM = Check("notice.form", ERROR, "放假通知的写法不对", _NOTICE,
    "照 rules/calendar 下别的通知写", "错：days: 2026-2-15\n对：days: 2026-02-15/2026-02-23")
NOTICE_MISSING = Check("notice.missing", WARNING, "用到了没有放假通知的日子", _NOTICE,
    "照通知写 rules/calendar/cn/年份.yml，地方的写 rules/calendar/地区代码/年份.yml；没有公布以前，那些日期都标【暂定】",
    "缺：rules/calendar/cn/2027.yml\n有：year: 2027，写明 off（放假）和 work（调休上班）")
NOT_CARRIED_ARTICLE = Check("rulebook.left-out-text", ERROR, "没有收入的条文，没有写出自哪份文件、哪一条",
    "没有收入的也要能查到原文，条文要以本地区规则书 sources 里的一个简称开头",
    "条文前面写上文件的简称，没有的先写进规则书的 sources；后面写上第几条",
    "错：article: 第二十六条\n对：article: 会议规则第二十六条")
NOT_CARRIED_RULE = Check("rulebook.left-out", ERROR, "没有收入的条文，与规则书对不上",
    "一条要求要么由规则管，要么写明为什么没有收入；两边都写又不说明，看的人不知道信哪一边",
    "规则已经引用的，用 carried_by 写明其余由哪几条规则管；全部由规则管的、写了两次的，从 not-carried.yml 里删去",
    "错：article: 会议规则第五条，没有 carried_by\n对：article: 会议规则第五条，carried_by: [dwk.meet.attend]")
RULEBOOK_ARTICLE = Check("rulebook.article", ERROR, "条文没有写出自哪份文件",
    "每条规则都要能查到原文，条文要以 sources 里的一个简称开头",
    "条文前面写上文件的简称，没有的先写进 sources", "错：article: 第五条\n对：article: 信箱办法第五条")
RULEBOOK_CHANNEL = Check("rulebook.channel", ERROR, "条件里的渠道，这本规则书不管", _PRECISE,
    "改成 applies 的 channel 里写明的渠道，或者把它补进 channel",
    "错：applies 的 channel 是 [收文]，条件写 channel: [来文]\n对：条件写 channel: [收文]")
RULEBOOK_EVENT = Check("rulebook.event", ERROR, "用了词汇表里没有的事件", _PRECISE,
    "改成 rules/vocabulary.yml 里有的事件；状态里的事件还要属于这一级", "错：ends: [答覆]\n对：ends: [答复]")
RULEBOOK_EVERY = Check("rulebook.every", ERROR, "一件之内的定期报告不是每周",
    "一件之内只会按周算；每月、每季度的报告不属于哪一件",
    "一件之内的写 every: week，其他的写成 type: recurring",
    "错：type: duty、every: month\n对：type: recurring、every: month")
RULEBOOK_FIELD = Check("rulebook.field", ERROR, "用了没有的字段，或者字段写的不是日期、单位", _PRECISE,
    "改成 schemas/ 和 rules/vocabulary.yml 里有的字段", "错：fields: [handlr]\n对：fields: [handler]")
RULEBOOK_FLAG = Check("rulebook.flag", ERROR, "不要求的写成了 false",
    "写 false 与不写是一个意思，容易看成反过来的要求",
    "删去这一行", "错：every_point: false\n对：不写 every_point")
RULEBOOK_GROUND = Check("rulebook.ground", ERROR, "写的情形永远不会发生",
    "到不了期的、互相等着的，写了也没有一件会因此要办",
    "lapse 写一条有期限的 duty 或 window；互相等着的改掉一个",
    "错：grounds: [{lapse: dwk.mailbox.scope}]\n对：grounds: [{lapse: dwk.mailbox.handle}]")
RULEBOOK_IDLE = Check("rulebook.idle", ERROR, "写了不起作用的项",
    "没有人看的一行，读的人却会当真：以为期限管着，其实没有管",
    "删去这一行，或者改成它起作用的种类和范围",
    "错：type: check、within: …\n对：type: duty、scope: case、within: …")
RULEBOOK_ID = Check("rulebook.id", ERROR, "规则或规则书的编号写了两次",
    "编号是引用规则的凭证，一个编号只能指一条规则",
    "给其中一条换一个编号，或者删去重复的",
    "错：两条规则都写 id: dwk.mailbox.handler\n对：一条改成 id: dwk.mailbox.transfer")
RULEBOOK_INTERPRETATION = Check("rulebook.interpretation", ERROR, "条文没有写明期限，却没有写怎样理解",
    "条文没有写的，采用哪一种理解要有据可查",
    "用 interpretation 写下采用的理解（reading）和另一种理解（other）",
    "错：limit: none，没有 interpretation\n对：limit: none，加 interpretation: {reading: …, other: …}")
RULEBOOK_LIMIT = Check("rulebook.limit", ERROR, "期限看不懂、太长、单位不对，或者没有写",
    "算不出日期的期限等于没有期限",
    "写成 5 working days、15 days、3 months、30 minutes 这样；条文没有数字的写 none",
    "错：limit: by 02-29\n对：limit: by 03-01")
RULEBOOK_LIST = Check("rulebook.list", ERROR, "没有这个词表", _PRECISE,
    "把词表写在 lists 里，或者改成有的词表",
    "错：values: {result: 结果}，lists 里没有“结果”\n对：lists: {结果: [采纳, 不采纳]}")
RULEBOOK_NEWER = Check("rulebook.newer", ERROR, "规则书用了现在的程序读不懂的写法",
    "判的是现在的程序；它不读的一行，写了等于没写",
    "分两次改：先把程序和 schemas/ 升级、合并，再改规则书")
RULEBOOK_OVERLAP = Check("rulebook.overlap", ERROR, "同时有两个期限有效",
    "一件事按来件那天有效的期限办，不能有两个",
    "给前一个写上 until（止日）",
    "错：from: 2022-01-01 和 from: 2024-01-01，都没有 until\n对：前一个加 until: 2024-01-01")
RULEBOOK_RULE = Check("rulebook.rule", ERROR, "提到的规则不存在", _PRECISE,
    "改成这本规则书或者共用规则书里有的编号", "错：beside: dwk.mailbox.relpy\n对：beside: dwk.mailbox.reply")
RULEBOOK_SHARES = Check("rulebook.shares", ERROR, "共用的规则书没有，或者有错误",
    "共用的规则书不能用，这一本也就不完整",
    "改成能共用的规则书的编号；有错误的先改它", "错：shares: [ar.comon]\n对：shares: [ar.common]")
RULEBOOK_SOURCE = Check("rulebook.source", ERROR, "一个简称指了两份文件",
    "引用条文只写简称，一个简称只能指一份文件",
    "把其中一个换个简称", "错：两本规则书里“督查规则”的文号、日期不一样\n对：其中一份改称“督查规则（2024）”")
RULEBOOK_STATE = Check("rulebook.state", ERROR, "状态到不了，或者到了出不去",
    "办理过程要有头有尾，件不能卡在半路",
    "补上通到这个状态、离开这个状态的事件，或者写 final: true",
    "错：- {state: 退回}\n对：- {state: 退回, on: {交办: 办理中}}")
RULEBOOK_TARGET = Check("rulebook.target", ERROR, "自定目标比期限长，或者单位、方向不同",
    "目标是比期限更短的要求，写得更长就没有意义",
    "改成比期限短、与期限同样计算的，或者删去",
    "错：limit: 5 working days、target: 10 working days\n对：limit: 5 working days、target: 3 working days")
RULEBOOK_TERM = Check("rulebook.term", ERROR, "要求用不到它看的地方",
    "来件本身和单位名录里没有的东西，要求了也没有人看",
    "on 改写事件，或者删去这一项", "错：on: header、order: [登记]\n对：on: 答复、order: [登记]")
RULEBOOK_UNTIL = Check("rulebook.until", ERROR, "止日不晚于起日",
    "止日当天起不再适用，不晚于起日就一天也没有用过",
    "核对两个日期", "错：from: 2024-01-01、until: 2023-12-31\n对：from: 2024-01-01、until: 2024-12-31")

CHECKS: tuple[Check, ...] = rows(vars())
