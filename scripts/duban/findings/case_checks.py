"""What can be said of one case file beyond its form: references, dates, entries, seals, releases."""

from __future__ import annotations

from duban.findings.check import Check, rows
from duban.findings.finding import ERROR, WARNING

_ORDER_OF_LIFE = "事情有先后；期限从这些日期起算，日期倒了，算出来的期限就不对"
_FROZEN = "只增不改：已经合并的经过是凭证"
_NAMED_BY_NUMBER = "条目和答复靠编号互相指，指错了，程序和读者都找不到"
_ONE_HOLDER = "《党政机关公文处理工作条例》第二十四条：需要两个以上部门办理的，应当明确主办部门"
_UNITS = "责任要落到单位：office.yml 的 units 是唯一的名册"
_RELEASE = "《政府信息公开条例》第十七条：公开前要审查；公开的必须就是审查过的那一份"

# fmt: off
NO_SUCH_CHANNEL = Check("case.channel", ERROR, "没有这个渠道",
    "哪一类有哪些渠道，由规则书写明（applies.channel）；期限和状态按渠道找规则书",
    "照消息里列出的渠道写；真是新的渠道，先写管它的规则书", "错：channel: 区长信箱网上\n对：channel: 区长信箱-网上")
LIMIT_TOO_LONG = Check("case.limit", ERROR, "写明的期限太长",
    "日历只收有限的年份，没有哪一件给三年以上；多写一位数字，到期的日子就差出几年",
    "核对数字和单位；真要写得更远的，写成日期", "错：limit: 1000 working days\n对：limit: 100 working days")
YEAR_OUT_OF_RANGE = Check("case.year", ERROR, "日期超出能计算的年份",
    "工作日要按国务院办公厅每年的放假通知计算，日历只收这些年份",
    "核对年份，多半是打错了数字", "错：received: \"2206-02-10\"\n对：received: \"2026-02-10\"")
MORE = Check("check.more", ERROR, "一个文件里的问题太多，没有列完",
    "列得太长没有人读；前面的改好了，后面的往往也就没有了",
    "先改前面列出的，再检查一遍")
IDLE_FIELD = Check("entry.idle", WARNING, "事件用不上的字段",
    "词汇表（rules/vocabulary.yml）列明了每个事件能写哪些字段；写了别的不起作用，读的人却会当真",
    "还没有合并的，删去这一行，或者改用别的事件；已经合并的不用改")
MISSING_FIELD = Check("entry.needs", ERROR, "事件缺少必写的字段",
    "词汇表（rules/vocabulary.yml）的 needs：少了它，这一条说明不了发生了什么",
    "补上这一行", "错：event: 备注\n对：event: 备注，text: 已电话告知")
NO_SUCH_ANSWER = Check("reference.answer", ERROR, "提到的答复不在 answers 里", _NAMED_BY_NUMBER,
    "照 answers 里的编号写，或者先在 answers 里写上这份答复", "错：answer: a3\n对：answer: a1")
ANSWER_ID_TWICE = Check("reference.answer-id", ERROR, "两份答复编号相同", _NAMED_BY_NUMBER,
    "依次编号：a1、a2、a3")
ANSWERED_TWICE = Check("reference.answer-twice", ERROR, "一份答复被记成答复了两次",
    "一份答复只在一天发出；再次答复是另一份文书",
    "另写一份答复，用新的编号")
ANSWER_UNUSED = Check("reference.answer-unused", ERROR, "答复没有对应的经过",
    "哪一天答复的，要看经过；没有这一条，办结日期就算不出来",
    "在 timeline 里加一条答复，写明 answer 的编号")
BEFORE_ARRIVAL = Check("reference.before-arrival", ERROR, "经过早于来件", _ORDER_OF_LIFE,
    "核对两个日期，改正写错的那一个；已经合并的用更正")
NOT_THE_POST = Check("reference.by", ERROR, "这件事不该由这个单位来记",
    "词汇表（rules/vocabulary.yml）的 posts：有些事只能由规定的岗位来办，例如督查室交办",
    "by 写担任这个岗位的单位")
DATES_CROSSED = Check("reference.date", ERROR, "日期前后颠倒", _ORDER_OF_LIFE,
    "核对消息里的两个日期，改正写错的那一个；已经合并的用更正",
    "错：at: \"2026-02-11\"，until: \"2026-02-01\"\n对：at: \"2026-02-11\"，until: \"2026-03-01\"")
NO_SUCH_ENTRY = Check("reference.entry", ERROR, "指的不是前面的条目", _NAMED_BY_NUMBER,
    "从上往下数，写被指的那一条是第几条；只能指上面的")
NOT_THE_DAY_HELD = Check("reference.held", ERROR, "开会的日子两处不一样",
    "会议只开一次；议定事项的期限从开会那天算起",
    "改成同一天；会议改期的，用更正改 held（corrects: 0）")
MERGED_INTO_ITSELF = Check("reference.itself", ERROR, "并到了自己", "并案是把重复的一件并入另一件",
    "into 写另一件的件号")
OUT_OF_ORDER = Check("reference.order", ERROR, "经过没有按日期先后写", _ORDER_OF_LIFE,
    "按日期先后写；事后补记的加在最后，at 写今天，late_entry 写明是哪天的事；要算在那一天的，再加一条更正")
PUBLISHED_TWICE = Check("reference.publication", ERROR, "公开稿和被它代替的那一份对不上",
    "一份答复只有一份公开稿；换掉哪一份，要写明白，才查得到当时公开的是什么",
    "先撤回公开，另加一份公开稿，用 replaces 写明代替第几份；没有可代替的就删去 replaces")
BAD_CORRECTION = Check("reference.set", ERROR, "照这样更正以后不对",
    _FROZEN + "；更正后的内容和一开始写的一样要合规",
    "照消息改 set 里的内容；公开的记录不能更正，先撤回再重新公开")
TO_OR_PARTS = Check("reference.to-or-parts", ERROR, "承办和分办同时写了", _ONE_HOLDER,
    "一家主办写 to，几家分办写 parts，只写一个",
    "错：to: 区住建局，parts: [区教体局]\n对：to: 区住建局，co_units: [区教体局]")
NO_SUCH_TOPIC = Check("reference.topic", ERROR, "没有这个议题", _NAMED_BY_NUMBER,
    "topic 写议题是第几个，从 1 数起")
UNKNOWN_UNIT = Check("reference.unit", ERROR, "office.yml 里没有这个单位", _UNITS,
    "写 units 里的代号；新单位先在 office.yml 里加上；几个单位写成列表",
    "错：co_units: [区住建局、区教体局]\n对：co_units: [区住建局, 区教体局]")
UNIT_NOT_THERE = Check("reference.unit-gone", ERROR, "那一天没有这个单位",
    _UNITS + "，单位的设立和撤销日期也在那里",
    "写当时的单位；已经撤销的写承接它的单位")
UNIT_TWICE = Check("reference.unit-twice", ERROR, "一个单位写了两次", _ONE_HOLDER,
    "承办和协办不能是同一个单位，留一处")
WRONG_YEAR = Check("reference.year", ERROR, "件号的年份和来件日期不一致",
    "件号按来件的年份编，件号里的年份就是凭据",
    "核对来件日期；件号的年份不对的，没有合并的用 duban renumber 换件号",
    "错：letter-2025-0007，received: \"2026-02-10\"\n对：letter-2026-0007，received: \"2026-02-10\"")
UNSETTLED = Check("register.unsettled", WARNING, "了结以后还有没办完的",
    "了结以后不能再办，没办完的会一直算超期",
    "先办完再了结；已经办了的用更正补记")
CLOSED_TO_PUBLIC = Check("release.closed", ERROR, "公开了不能公开的",
    "《个人信息保护法》第二十五条、《政府信息公开条例》第十四条、第十五条：没有同意公开的、涉密的、涉及隐私的不公开",
    "记一条撤回公开")
RELEASE_CHANGED = Check("release.digest", ERROR, "公开稿和决定公开时不一样了", _RELEASE,
    "先撤回，再用 duban release 重新公开；digest 不要手写")
NOTHING_PREPARED = Check("release.publication", ERROR, "公开了，却没有公开稿", _RELEASE,
    "在 publication 里写好 letter 和 text，撤回以后再用 duban release 重新公开")
RELEASED_TWICE = Check("release.twice", ERROR, "同一份答复公开了两次",
    "已经公开的不用再记；换了内容的，要看得出旧的撤回过",
    "删去这一条；要换内容先撤回")
NOT_RELEASED = Check("release.withdraw", ERROR, "撤回了没有公开的答复", "撤回对着前面的一次公开",
    "核对 answer 的编号；没有公开过的不用撤回")
NO_RULEBOOK = Check("rulebook.none", ERROR, "没有规则书管这一件",
    "期限和状态都出自规则书；没有规则书，什么也算不出来",
    "核对渠道和收件日期，或在 office.yml 的 adopted 里写明采用哪本、从哪天起")
SEVERAL_RULEBOOKS = Check("rulebook.several", ERROR, "几本规则书都管这一件",
    "一件事只能按一套规则办，否则期限有两个",
    "在 office.yml 的 adopted 里只留一本")
BAD_SEAL = Check("seal.block", ERROR, "封存的内容不完整或没有封存",
    "写信人的身份和联系方式不能以明文进入 Git：Git 忘不掉（《个人信息保护法》第五十一条，加密）",
    "用 duban seal 封存，不要手写；被改动过的从 Git 中恢复")

CHECKS: tuple[Check, ...] = rows(vars())
"""Every check of a case file, in the order of their ids."""
