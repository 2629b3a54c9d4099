"""Letters as a clerk breaks them: of each file exactly one message, which says what is wrong and what to write.

Each row changes a sound letter (the text replaced, and by what; nothing replaced: added at the end), or is a file of
its own, with the one finding in it: line and column, check, message.
"""

# ruff: noqa: E501 — a message is one line, as a clerk reads it

from pathlib import Path

import pytest

from duban.checks.check_case import check_file
from duban.register.load_office import load

ROOT = Path(__file__).parents[3]
PATH = "cases/letters/2026/letter-2026-0900.yml"
TEXT = "text: 北门的路灯不亮。\n"
LETTER = """\
title: 北门路灯不亮
channel: 区长信箱-网上
category: 求助
received: 2026-11-18T20:05
consent: 同意公开
text: 北门的路灯不亮。
timeline:
- at: 2026-11-19
  event: 登记
  by: 区政府督查室
  matter: 生产生活困难
- at: 2026-11-19
  event: 交办
  by: 区政府督查室
  to: 区住建局
  handler: 周明
  grade: 一般
"""

# fmt: off
CHANGED = {
    "正文前面是全角竖线": (
        (TEXT, "text: ｜\n  第一段。\n  第二段。\n"),
        "6:1 yaml.full-width “text:”后面的“｜”不是半角的“|”。请改成“|”，正文从下一行写起，每行前面空两格。",
    ),
    "正文前面是全角大于号": (
        (TEXT, "text: ＞\n  第一段。\n"),
        "6:1 yaml.full-width “text:”后面的“＞”不是半角的“|”。请改成“|”，正文从下一行写起，每行前面空两格。",
    ),
    "忘了竖线": (
        (TEXT, "text: 第一段。\n  第二段。\n"),
        "6:1 yaml.folded “text”的内容写成了几行，读出来会连成一段。冒号后面写“|”，正文从下一行写起，每行前面空两格；本来是一段的，写成一行。",
    ),
    "忘了竖线，正文从下一行写起": (
        (TEXT, "text:\n  第一段。\n  第二段。\n"),
        "6:1 yaml.folded “text”的内容写成了几行，读出来会连成一段。冒号后面写“|”，正文从下一行写起，每行前面空两格；本来是一段的，写成一行。",
    ),
    "正文用全角空格缩进": (
        (TEXT, "text: |\n\u3000\u3000第一段。\n\u3000\u3000第二段。\n"),
        "7:1 yaml.space 这一行前面是全角空格，不算缩进。请改成半角空格；“|”下面的正文，每行前面空两个半角空格。",
    ),
    "冒号后面是不间断空格": (
        (TEXT, "text:\u00a0第一段。\n"),
        "6:1 yaml.space “text:”后面是不间断空格。请改成一个半角空格。",
    ),
    "冒号后面是全角空格": (
        (TEXT, "text:\u3000第一段。\n"),
        "6:1 yaml.space “text:”后面是全角空格。请改成一个半角空格。",
    ),
    "用不间断空格缩进": (
        ("  event: 登记", "\u00a0\u00a0event: 登记"),
        "9:1 yaml.space 这一行前面是不间断空格，不算缩进。请改成半角空格；“|”下面的正文，每行前面空两个半角空格。",
    ),
    "用全角空格缩进": (
        ("  event: 登记", "\u3000event: 登记"),
        "9:1 yaml.space 这一行前面是全角空格，不算缩进。请改成半角空格；“|”下面的正文，每行前面空两个半角空格。",
    ),
    "缩进里夹着不间断空格": (
        ("  event: 登记", " \u00a0event: 登记"),
        "9:1 yaml.space 这一行前面是不间断空格，不算缩进。请改成半角空格；“|”下面的正文，每行前面空两个半角空格。",
    ),
    "正文超过上限": (
        (TEXT, "text: |\n  " + "路" * 60000 + "\n"),
        "6:1 schema.maxLength “来信内容”（text）：最多写 50000 个字，现在是 60001 个。",
    ),
    "标题超过上限": (
        ("北门路灯不亮", "灯" * 300),
        "1:1 schema.maxLength “标题”（title）：最多写 80 个字，现在是 300 个。",
    ),
    "引号里的反斜杠": (
        ("title: 北门路灯不亮", "title: \"北门\\d路灯\""),
        "1:11 yaml.syntax 双引号里的“\\d”不是正确的写法。反斜杠写两个“\\\\”，或者把双引号改成单引号。",
    ),
    "引号里的文件路径": (
        ("title: 北门路灯不亮", "title: \"C:\\Users\\路灯\""),
        "1:13 yaml.syntax 双引号里的“\\U”不是正确的写法。反斜杠写两个“\\\\”，或者把双引号改成单引号。",
    ),
    "引号里的控制字符": (
        ("title: 北门路灯不亮", "title: \"路灯\\e[2J\""),
        "1:8 yaml.invisible 引号里写有不可见字符 U+001B。请删去。",
    ),
    "名称太长": (
        (TEXT, "text: 好\n" + "k" * 1100 + ": x\n"),
        "7:1101 yaml.syntax 冒号前面的名称太长，有 1100 个字。名称只写规定的英文词；是正文的，写在“|”下面，每行前面空两格。",
    ),
    "一句话写成了名称": (
        (TEXT, "text: 好\n" + "长" * 200 + ": x\n"),
        "7:1 schema.unknown-field “长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长…”不是规定的名称。是正文的，写在“|”下面，每行前面空两格；不是的，可以写的有：title、channel、category、received、consent、addressed_to、reachable、supervised、lead_from、text、writer、original、restricted、sealed、against、lookup、note、imported、timeline、answers、publication。",
    ),
    "正文的一行写成了名称": (
        (TEXT, "text: 第一段。\n第二段: 说明\n"),
        "7:1 schema.unknown-field “第二段”不是规定的名称。是正文的，写在“|”下面，每行前面空两格；不是的，可以写的有：title、channel、category、received、consent、addressed_to、reachable、supervised、lead_from、text、writer、original、restricted、sealed、against、lookup、note、imported、timeline、answers、publication。",
    ),
    "没有写内容": (
        ("category: 求助", "category:"),
        "3:1 yaml.empty “category”后面没有写内容。请写上内容，或把这一行删掉。",
    ),
    "最后一行没有写内容": (
        ("grade: 一般", "grade:"),
        "17:3 yaml.empty “grade”后面没有写内容。请写上内容，或把这一行删掉。",
    ),
    "内容写成波浪号": (
        ("category: 求助", "category: ~"),
        "3:1 yaml.empty “category”后面没有写内容。请写上内容，或把这一行删掉。",
    ),
    "列表没有写内容": (
        ("to: 区住建局", "to: 区住建局\n  co_units:"),
        "16:3 yaml.empty “co_units”后面没有写内容。请写上内容，或把这一行删掉。",
    ),
    "空的列表": (
        ("to: 区住建局", "to: 区住建局\n  co_units: []"),
        "16:3 schema.minItems “协办单位”（co_units）：至少要有 1 项，现在是 0 项。",
    ),
    "全角冒号": (
        ("category: 求助", "category：求助"),
        "3:1 yaml.colon “category”后面是全角冒号。请改成半角冒号加空格：“category: ”。",
    ),
    "全角冒号加空格": (
        ("category: 求助", "category： 求助"),
        "3:1 yaml.colon “category”后面是全角冒号。请改成半角冒号加空格：“category: ”。",
    ),
    "中文名称加全角冒号": (
        ("category: 求助", "分类：求助"),
        "3:1 yaml.colon “分类”后面是全角冒号。是名称的，改成半角冒号加空格；是正文的，写在“|”下面，每行前面空两格。",
    ),
    "列表里是全角逗号": (
        ("to: 区住建局", "to: 区住建局\n  co_units: [区财政局，区教体局]"),
        "16:14 reference.unit office.yml 里没有单位“区财政局，区教体局”。几个单位写成列表，用半角逗号隔开：[区财政局, 区教体局]。",
    ),
    "列表里是顿号": (
        ("to: 区住建局", "to: 区住建局\n  co_units: [区财政局、区教体局]"),
        "16:14 reference.unit office.yml 里没有单位“区财政局、区教体局”。几个单位写成列表，用半角逗号隔开：[区财政局, 区教体局]。",
    ),
    "渠道没有规则书，缺什么以后再说": (
        ("channel: 区长信箱-网上\ncategory: 求助\nreceived: 2026-11-18T20:05\nconsent: 同意公开\ntext: 北门的路灯不亮。\ntimeline:\n- at: 2026-11-19\n  event: 登记", "channel: 区长信箱\ncategory: 求助\nreceived: 2026-11-18T20:05\nconsent: 同意公开\ntext: 北门的路灯不亮。\ntimeline:\n- at: 2026-11-19\n  event: 转办"),
        "2:1 case.channel “渠道”（channel）：没有“区长信箱”这个写法。是不是想写“区长信箱-网上”？规则书写明的有：人民网留言板、互联网+督查、区长信箱-网上、区长信箱-纸质。",
    ),
    "主办写了两个": (
        ("to: 区住建局", "to: 区住建局, 区教体局"),
        "15:3 reference.unit office.yml 里没有单位“区住建局, 区教体局”。to 只写一个主办单位，协办的写在 co_units: [甲, 乙]；几家分办的，不写 to，写 parts: [甲, 乙]。",
    ),
    "期限写几周": (
        ("to: 区住建局", "to: 区住建局\n  limit: 两周内"),
        "16:3 schema.pattern “办结期限”（limit）：“两周内”写成 14 days（14日）。按工作日数的写 working days。",
    ),
    "期限写某日前": (
        ("to: 区住建局", "to: 区住建局\n  limit: 11月30日前"),
        "16:3 schema.pattern “办结期限”（limit）：“11月30日前”没有写年份。写成“年-月-日”，例如 2026-11-30。",
    ),
    "几个人写成一个": (
        ("to: 区住建局", "to: 区住建局\n  persons: [赵磊、王芳]"),
        "16:13 schema.pattern “参与人员”（persons）第 1 项：这一项里写了几个人，会当成一个人；几个人用半角逗号隔开，例如 [赵磊, 王芳]。",
    ),
    "全角方括号": (
        ("to: 区住建局", "to: 区住建局\n  co_units: ［区财政局, 区教体局］"),
        "16:3 schema.type “协办单位”（co_units）：应当是列表，方括号和逗号用半角。写成：[区财政局, 区教体局]。",
    ),
    "黑方括号": (
        ("to: 区住建局", "to: 区住建局\n  co_units: 【区财政局，区教体局】"),
        "16:3 schema.type “协办单位”（co_units）：应当是列表，方括号和逗号用半角。写成：[区财政局, 区教体局]。",
    ),
    "全角花括号": (
        ("- at: 2026-11-19\n  event: 登记\n  by: 区政府督查室\n  matter: 生产生活困难\n", "- ｛at: 2026-11-19, event: 登记, by: 区政府督查室, matter: 生产生活困难｝\n"),
        "8:3 yaml.full-width 花括号是全角的。请改成半角的“{”“}”，里面的冒号、逗号也用半角、后面空一格；或者每项单独写一行。",
    ),
    "中文引号里有冒号": (
        ("title: 北门路灯不亮", "title: “北门路灯: 不亮”"),
        "1:13 yaml.syntax “title”的内容里还有一个“: ”，要给整句加半角双引号：title: \"北门路灯: 不亮\"。",
    ),
    "全角减号": (
        ("- at: 2026-11-19", "－ at: 2026-11-19"),
        "8:1 yaml.full-width 这一条开头的“－”不是半角的“-”。请改成“- ”（减号加一个空格）。",
    ),
    "破折号开头": (
        ("- at: 2026-11-19", "— at: 2026-11-19"),
        "8:1 yaml.full-width 这一条开头的“—”不是半角的“-”。请改成“- ”（减号加一个空格）。",
    ),
    "Tab 缩进": (
        ("  event: 登记", "\tevent: 登记"),
        "9:1 yaml.tab 这里用了制表符（Tab）。请改用空格。",
    ),
    "冒号后面是 Tab": (
        ("category: 求助", "category:\t求助"),
        "3:10 yaml.tab 这里用了制表符（Tab）。请改用空格。",
    ),
    "同一项写了两次": (
        ("category: 求助", "category: 求助\ncategory: 投诉"),
        "4:1 yaml.duplicate “category”在第 3 行已经写过。只保留一处。",
    ),
    "同一项写了两次，一次有全角字": (
        ("category: 求助", "category: 求助\nｃategory: 投诉"),
        "4:1 yaml.duplicate “ｃategory”在第 3 行已经写过。只保留一处。",
    ),
    "冒号后面没有空格": (
        ("category: 求助", "category:求助"),
        "3:1 yaml.colon “category:”后面要空一格再写内容。",
    ),
    "一条里冒号后面没有空格": (
        ("event: 登记", "event:登记"),
        "9:3 yaml.colon “event:”后面要空一格再写内容。",
    ),
    "日期写成列表": (
        ("received: 2026-11-18T20:05", "received: [2026-11-18]"),
        "4:1 schema.type “来件日期”（received）：应当是文字，这里却是列表。例如：2026-02-10。",
    ),
    "答复全文写在经过里": (
        ("", "- at: 2026-11-20\n  event: 报送\n  by: 区住建局\n- at: 2026-11-20\n  event: 审核通过\n  by: 区政府督查室\n  to: 区住建局\n- at: 2026-11-20\n  event: 答复\n  by: 区住建局\n  text: 已经修好。\n"),
        "25:3 entry.needs “内容”（text）不写在“答复”这一条里：这里写 answer: a1，在文件最后的 answers 里另写一份，“- id: a1”下面写 unit、text",
    ),
    "属实程度写在经过里": (
        ("", "- at: 2026-11-20\n  event: 报送\n  by: 区住建局\n- at: 2026-11-20\n  event: 审核通过\n  by: 区政府督查室\n  to: 区住建局\n- at: 2026-11-20\n  event: 答复\n  by: 区住建局\n  answer: a1\n  finding: 属实\nanswers:\n- id: a1\n  unit: 区住建局\n  text: 好\n"),
        "29:3 entry.idle “答复”用不上“属实程度”（finding），写在这里不起作用。它写在 answers 里的 a1 下面",
    ),
    "办理结果写在经过里": (
        ("", "- at: 2026-11-20\n  event: 报送\n  by: 区住建局\n- at: 2026-11-20\n  event: 审核通过\n  by: 区政府督查室\n  to: 区住建局\n- at: 2026-11-20\n  event: 答复\n  by: 区住建局\n  answer: a1\n  outcome: 已解决\nanswers:\n- id: a1\n  unit: 区住建局\n  finding: 属实\n  text: 好\n"),
        "29:3 schema.unknown-field “经过”（timeline）第 5 项：“outcome”不写在这里，写在“答复”（answers）里的那一份下面。",
    ),
    "答复没有写成列表": (
        ("", "answers:\n  id: a1\n  unit: 区住建局\n  text: 已修\n"),
        "18:1 schema.type “答复”（answers）：应当是列表，这里却是一组“名称: 内容”。",
    ),
    "异议是退办": (
        ("", "- at: 2026-11-20\n  event: 异议\n  by: 区住建局\n  reason: 不归\n  suggests: 区财政局\n"),
        "19:3 lifecycle.event 第3条：没有“异议”这个事件词。是不是想写“退办”？现在可以记：“批办”“交办”“专报”“回避”“不予受理”“并案”“公开”“撤回公开”“签收”“退办”“催办”“延期”“进展”“沟通”“走访”“协办意见”“报送”“答复”“更正”“备注”“换发查询码”",
    ),
    "报告是报送": (
        ("", "- at: 2026-11-20\n  event: 报告\n  by: 区住建局\n"),
        "19:3 lifecycle.event 第3条：没有“报告”这个事件词。是不是想写“报送”？现在可以记：“批办”“交办”“专报”“回避”“不予受理”“并案”“公开”“撤回公开”“签收”“退办”“催办”“延期”“进展”“沟通”“走访”“协办意见”“报送”“答复”“更正”“备注”“换发查询码”",
    ),
    "结案是归档，还不能记": (
        ("", "- at: 2026-11-20\n  event: 结案\n  by: 区住建局\n"),
        "19:3 lifecycle.event 第3条：没有“结案”这个事件词。“结案”在这里叫“归档”，现在还不能记。现在可以记：“批办”“交办”“专报”“回避”“不予受理”“并案”“公开”“撤回公开”“签收”“退办”“催办”“延期”“进展”“沟通”“走访”“协办意见”“报送”“答复”“更正”“备注”“换发查询码”",
    ),
    "办结在这里是报送": (
        ("", "- at: 2026-11-20\n  event: 办结\n  by: 区住建局\n"),
        "19:3 lifecycle.state 第3条：区住建局这一份现在是“承办中”，不能记“办结”。是不是想写“报送”？现在可以记：“批办”“交办”“专报”“回避”“不予受理”“并案”“公开”“撤回公开”“签收”“退办”“催办”“延期”“进展”“沟通”“走访”“协办意见”“报送”“答复”“更正”“备注”“换发查询码”",
    ),
    "转办在这里是交办": (
        ("event: 交办", "event: 转办"),
        "13:3 lifecycle.state 第2条：这一件现在是“已登记”，不能记“转办”。是不是想写“交办”？现在可以记：“批办”“交办”“不予受理”“并案”“更正”“备注”“换发查询码”",
    ),
    "分办是交办": (
        ("event: 交办", "event: 分办"),
        "13:3 lifecycle.event 第2条：没有“分办”这个事件词。是不是想写“交办”？现在可以记：“批办”“交办”“不予受理”“并案”“更正”“备注”“换发查询码”",
    ),
    "普通是一般": (
        ("grade: 一般", "grade: 普通"),
        "17:3 schema.enum “办理等级”（grade）：没有“普通”这个写法。是不是想写“一般”？可以写：“一般”“复杂”“特别复杂”。",
    ),
    "重大是复杂": (
        ("grade: 一般", "grade: 重大"),
        "17:3 schema.enum “办理等级”（grade）：没有“重大”这个写法。是不是想写“复杂”？可以写：“一般”“复杂”“特别复杂”。",
    ),
    "期限写成中文": (
        ("grade: 一般", "grade: 一般\n  limit: 5个工作日"),
        "18:3 schema.pattern “办结期限”（limit）：“5个工作日”写成 5 working days（5个工作日）。",
    ),
    "期限写成中文数字": (
        ("grade: 一般", "grade: 一般\n  limit: 五日内"),
        "18:3 schema.pattern “办结期限”（limit）：“五日内”写成 5 days（5日）。按工作日数的写 working days。",
    ),
    "受理范围不在词表里": (
        ("matter: 生产生活困难", "matter: 民生"),
        "11:3 dwk.mailbox.scope 第1条“登记”的“受理范围”（matter）写的是“民生”；“受理范围”只能是：五大建设的意见建议、对效率质量作风的批评意见建议、政策咨询和意见建议、生产生活困难、法定可以投诉的其他行政行为（登记时写明属于哪一项受理范围）",
    ),
    "接替写成了单位": (
        ("", "- at: 2026-11-20\n  event: 退办\n  by: 区住建局\n  reason: 不归\n  suggests: 区农水局\n- at: 2026-11-20\n  event: 交办\n  by: 区政府督查室\n  to: 区农水局\n  handler: 乙\n  grade: 一般\n  instead: 区住建局\n"),
        "29:3 schema.type “接替第几条”（instead）：写被接替的那一条是第几条，不写“区住建局”：第3条是区住建局的退办，写 instead: 3。",
    ),
    "改交没有写接替": (
        ("", "- at: 2026-11-20\n  event: 退办\n  by: 区住建局\n  reason: 不归\n  suggests: 区农水局\n- at: 2026-11-20\n  event: 交办\n  by: 区政府督查室\n  to: 区农水局\n  handler: 乙\n  grade: 一般\n"),
        "26:3 lifecycle.lead 第4条：区住建局还在主办这一件；改交别的单位，用 instead 写明接替第几条：第3条是区住建局的退办，写 instead: 3",
    ),
    "接替写错了条数": (
        ("", "- at: 2026-11-20\n  event: 退办\n  by: 区住建局\n  reason: 不归\n  suggests: 区农水局\n- at: 2026-11-20\n  event: 交办\n  by: 区政府督查室\n  to: 区农水局\n  handler: 乙\n  grade: 一般\n  instead: 1\n"),
        "29:3 lifecycle.instead 第1条接替不了：instead 写还没有处理的那条退办、或者原来那条交办是第几条。第3条是区住建局的退办，写 instead: 3",
    ),
    "渠道里是破折号": (
        ("区长信箱-网上", "区长信箱—网上"),
        "2:1 case.channel “渠道”（channel）：没有“区长信箱—网上”这个写法。是不是想写“区长信箱-网上”？规则书写明的有：人民网留言板、互联网+督查、区长信箱-网上、区长信箱-纸质。",
    ),
    "渠道写成数字": (
        ("区长信箱-网上", "12345"),
        "2:1 schema.type “渠道”（channel）：应当是文字。给它加上双引号：\"12345\"。",
    ),
    "单位少了一个字": (
        ("to: 区住建局", "to: 住建局"),
        "15:3 reference.unit office.yml 里没有单位“住建局”。是不是想写“区住建局”？",
    ),
    "没有写谁办的": (
        ("  by: 区政府督查室\n", ""),
        "8:3 schema.required “经过”（timeline）第 1 项：缺少“办理者”（by）。例如：by: 区政府督查室。",
    ),
    "没有标题": (
        ("title: 北门路灯不亮\n", ""),
        "1:1 schema.required 缺少“标题”（title）。例如：title: 某街人行道地砖破损，老人多次绊倒。",
    ),
    "名称写成中文": (
        ("category: 求助", "类别: 求助"),
        "3:1 schema.unknown-field 没有“类别”这一项。是不是想写 category？",
    ),
    "井号": (
        ("title: 北门路灯不亮", "title: 北门 #3 路灯不亮"),
        "1:11 yaml.comment “#”前面有空格，“#3 路灯不亮”会被当作注释丢掉。请给整句加上双引号，或写在“|”下面；注释要单独占一行。",
    ),
    "内容里有冒号": (
        ("title: 北门路灯不亮", "title: 北门: 路灯不亮"),
        "1:10 yaml.syntax “title”的内容里还有一个“: ”，要给整句加半角双引号：title: \"北门: 路灯不亮\"。",
    ),
    "引号没有成对": (
        ("title: 北门路灯不亮", "title: \"北门路灯不亮"),
        "1:8 yaml.syntax 引号没有成对：找不到与这个引号配对的引号。",
    ),
    "方括号没有成对": (
        ("to: 区住建局", "to: 区住建局\n  co_units: [区财政局"),
        "16:13 yaml.syntax 方括号没有写完整。请检查“[”和“]”是否成对，各项之间是否用半角逗号隔开。",
    ),
    "多缩进一格": (
        ("  event: 登记", "   event: 登记"),
        "9:9 yaml.syntax “event”前面有 3 个空格，和同一级的名称没有对齐。请与上面同一级的名称对齐。",
    ),
    "少缩进一格": (
        ("  event: 登记", " event: 登记"),
        "9:2 yaml.syntax “event”前面有 1 个空格，和同一级的名称没有对齐。请与上面同一级的名称对齐。",
    ),
    "一条的开头少了减号": (
        ("- at: 2026-11-19\n  event: 交办", "  at: 2026-11-19\n  event: 交办"),
        "12:3 yaml.duplicate “at”在第 8 行已经写过：从这一行起像是新的一条，前面少了“- ”。请补上；多写的删去。",
    ),
    "减号后面没有空格": (
        ("- at: 2026-11-19", "-at: 2026-11-19"),
        "8:1 yaml.full-width 这一条开头的“-”后面要空一格：“- ”。",
    ),
    "公开意愿写了半句": (
        ("同意公开", "同意"),
        "5:1 schema.enum “公开意愿”（consent）：没有“同意”这个写法。是不是想写“同意公开”？可以写：“同意公开”“不同意公开”“未表态”。",
    ),
    "是否写成是": (
        ("grade: 一般", "grade: 一般\n  urgent: 是"),
        "18:3 schema.type “急件”（urgent）：只能写 true（是）或 false（否），不加引号。",
    ),
    "是否写成 yes": (
        ("grade: 一般", "grade: 一般\n  urgent: yes"),
        "18:3 schema.type “急件”（urgent）：只能写 true（是）或 false（否），不加引号。",
    ),
    "名称大写": (
        ("category: 求助", "Category: 求助"),
        "3:1 schema.unknown-field 没有“Category”这一项。是不是想写 category？",
    ),
    "名称是全角字母": (
        ("category: 求助", "ｃａｔｅｇｏｒｙ: 求助"),
        "3:1 schema.unknown-field 没有“ｃａｔｅｇｏｒｙ”这一项。是不是想写 category？",
    ),
    "以@开头": (
        (TEXT, "text: @所有人\n"),
        "6:7 yaml.syntax 这个符号不能用在内容的开头。请给整句加上双引号。",
    ),
    "以百分号开头": (
        (TEXT, "text: %5的住户\n"),
        "6:7 yaml.syntax 这个符号不能用在内容的开头。请给整句加上双引号。",
    ),
    "以星号开头": (
        (TEXT, "text: *重要* 路灯不亮\n"),
        "6:7 yaml.syntax 以“*”开头的内容要加双引号。",
    ),
    "以反引号开头": (
        (TEXT, "text: `路灯`不亮\n"),
        "6:7 yaml.syntax 这个符号不能用在内容的开头。请给整句加上双引号。",
    ),
    "引号后面还有字": (
        (TEXT, "text: \"路灯\"不亮\n"),
        "6:11 yaml.syntax “\"”后面又有“不亮”。整句用引号括起来：'\"路灯\"不亮'。",
    ),
    "方括号后面还有字": (
        (TEXT, "text: [北门]路灯不亮\n"),
        "6:11 yaml.syntax “]”后面又有“路灯不亮”。整句用引号括起来：'[北门]路灯不亮'。",
    ),
    "内容以减号开头": (
        (TEXT, "text: - 路灯不亮\n"),
        "6:7 yaml.syntax “-”的位置不对。请检查这一行的缩进，“-”前面不能有别的内容；以“-”开头的内容要加双引号。",
    ),
    "内容以问号开头": (
        (TEXT, "text: ? 路灯\n"),
        "6:7 yaml.syntax 以“?”开头的内容要加双引号。",
    ),
    "竖线后面接着写": (
        (TEXT, "text: |路灯不亮\n"),
        "6:8 yaml.syntax “|”后面不能再写字，正文要从下一行开始并缩进两格。",
    ),
    "竖线后面空一格接着写": (
        (TEXT, "text: | 路灯不亮\n"),
        "6:9 yaml.syntax “|”后面不能再写字，正文要从下一行开始并缩进两格。",
    ),
    "正文没有缩进": (
        (TEXT, "text: |\n路灯不亮。\n"),
        "7:1 yaml.syntax 这一行不完整：应当是“名称: 内容”，冒号用半角；是上面正文的，写在“|”下面，每行空两格。",
    ),
    "条数是全角数字": (
        ("grade: 一般", "grade: 一般\n  instead: ３"),
        "18:3 schema.type “接替第几条”（instead）：应当是整数。直接写 3，不加引号，前面不补 0。",
    ),
    "日期写成 2026.11.18": (
        ("2026-11-18T20:05", "2026.11.18"),
        "4:1 schema.pattern “来件日期”（received）：“2026.11.18”的写法不对。写成 2026-11-18。",
    ),
    "日期写成 11月18日": (
        ("2026-11-18T20:05", "11月18日"),
        "4:1 schema.pattern “来件日期”（received）：“11月18日”没有写年份。写成“年-月-日”，例如 2026-11-18。",
    ),
    "日期写成 2026年11月18日": (
        ("2026-11-18T20:05", "2026年11月18日"),
        "4:1 schema.pattern “来件日期”（received）：“2026年11月18日”的写法不对。写成 2026-11-18。",
    ),
    "日期写成 ２０２６-１１-１８": (
        ("2026-11-18T20:05", "２０２６-１１-１８"),
        "4:1 schema.pattern “来件日期”（received）：“２０２６-１１-１８”的写法不对。写成 2026-11-18。",
    ),
    "日期写成 2026-11-18 20:05": (
        ("2026-11-18T20:05", "2026-11-18 20:05"),
        "4:1 schema.pattern “来件日期”（received）：“2026-11-18 20:05”的写法不对。写成 2026-11-18T20:05。",
    ),
    "日期写成 2026/11/18": (
        ("2026-11-18T20:05", "2026/11/18"),
        "4:1 schema.pattern “来件日期”（received）：“2026/11/18”的写法不对。写成 2026-11-18。",
    ),
    "日期写成 20261118": (
        ("2026-11-18T20:05", "20261118"),
        "4:1 schema.type “来件日期”（received）：写成 2026-11-18。",
    ),
    "日期写成 2026-11-8": (
        ("2026-11-18T20:05", "2026-11-8"),
        "4:1 schema.pattern “来件日期”（received）：“2026-11-8”的写法不对。写成 2026-11-08。",
    ),
    "日期写成 2026-11-31": (
        ("2026-11-18T20:05", "2026-11-31"),
        "4:1 schema.format “来件日期”（received）：2026-11-31 这一天不存在。请核对月份和日期。",
    ),
    "日期写成 26-11-18": (
        ("2026-11-18T20:05", "26-11-18"),
        "4:1 schema.pattern “来件日期”（received）：“26-11-18”的写法不对。写成 2026-11-18。",
    ),
    "日期写成 2026－11－18": (
        ("2026-11-18T20:05", "2026－11－18"),
        "4:1 schema.pattern “来件日期”（received）：“2026－11－18”的写法不对。写成 2026-11-18。",
    ),
    "日期写成 2026-11-18T20:05:00": (
        ("2026-11-18T20:05", "2026-11-18T20:05:00"),
        "4:1 schema.pattern “来件日期”（received）：“2026-11-18T20:05:00”的写法不对。写成 2026-11-18T20:05。",
    ),
    "日期写成 2026-11-18T20：05": (
        ("2026-11-18T20:05", "2026-11-18T20：05"),
        "4:1 schema.pattern “来件日期”（received）：“2026-11-18T20：05”的写法不对。写成 2026-11-18T20:05。",
    ),
    "日期写成 十一月十八日": (
        ("2026-11-18T20:05", "十一月十八日"),
        "4:1 schema.pattern “来件日期”（received）：“十一月十八日”没有写年份。写成“年-月-日”，例如 2026-11-18。",
    ),
    "日期写成 18-11-2026": (
        ("2026-11-18T20:05", "18-11-2026"),
        "4:1 schema.pattern “来件日期”（received）：“18-11-2026”的写法不对。写成 2026-03-02，或者带时间写成 2026-03-02T09:12，并且要真有这一天、这一刻。",
    ),
    "日期写成 2026-13-01": (
        ("2026-11-18T20:05", "2026-13-01"),
        "4:1 schema.format “来件日期”（received）：2026-13-01 这一天不存在。请核对月份和日期。",
    ),
    "日期写成 昨天": (
        ("2026-11-18T20:05", "昨天"),
        "4:1 schema.pattern “来件日期”（received）：“昨天”的写法不对。写成 2026-03-02，或者带时间写成 2026-03-02T09:12，并且要真有这一天、这一刻。",
    ),
    "日期写成 2026-11-18T25:00": (
        ("2026-11-18T20:05", "2026-11-18T25:00"),
        "4:1 schema.format “来件日期”（received）：2026-11-18T25:00 这一天或这个时刻不存在。请核对。",
    ),
    "日期写成 2026—11—18": (
        ("2026-11-18T20:05", "2026—11—18"),
        "4:1 schema.pattern “来件日期”（received）：“2026—11—18”的写法不对。写成 2026-11-18。",
    ),
    "日期写成 2026-11-18号": (
        ("2026-11-18T20:05", "2026-11-18号"),
        "4:1 schema.pattern “来件日期”（received）：“2026-11-18号”的写法不对。写成 2026-11-18。",
    ),
    "日期写成 2206-11-18": (
        ("2026-11-18T20:05", "2206-11-18"),
        "4:1 case.year 日期 2206-11-18 不在能计算的范围（2012-01-01 至 2044-12-31）之内，请核对年份",
    ),
    "日期写成 2026-1１-18": (
        ("2026-11-18T20:05", "2026-1１-18"),
        "4:1 schema.pattern “来件日期”（received）：“2026-1１-18”的写法不对。写成 2026-11-18。",
    ),
    "日期写成 2026-11-18T9:05": (
        ("2026-11-18T20:05", "2026-11-18T9:05"),
        "4:1 schema.pattern “来件日期”（received）：“2026-11-18T9:05”的写法不对。写成 2026-11-18T09:05。",
    ),
    "日期写成 2026-11": (
        ("2026-11-18T20:05", "2026-11"),
        "4:1 schema.pattern “来件日期”（received）：“2026-11”的写法不对。写成 2026-03-02，或者带时间写成 2026-03-02T09:12，并且要真有这一天、这一刻。",
    ),
    "日期写成 2026-11-18 20：05": (
        ("2026-11-18T20:05", "2026-11-18 20：05"),
        "4:1 schema.pattern “来件日期”（received）：“2026-11-18 20：05”的写法不对。写成 2026-11-18T20:05。",
    ),
}

WHOLE = {
    "经过没有写成列表": (
        LETTER.replace("- at: 2026-11-19\n  event: 登记", "  at: 2026-11-19\n  event: 登记").split("- at")[0].encode(),
        "7:1 schema.type “经过”（timeline）：应当是列表，这里却是一组“名称: 内容”。",
    ),
    "整个文件是列表": (
        "- title: 路灯\n".encode(),
        "1:1 yaml.mapping 文件最外层应当是“名称: 内容”，这里却是以“-”开头的列表。",
    ),
    "BOM": (
        b"\xef\xbb\xbf" + LETTER.encode(),
        "1:1 yaml.encoding 文件开头有 BOM 标记。请另存为“UTF-8”（不带 BOM）。",
    ),
    "只有回车的换行": (
        LETTER.replace("\n", "\r").encode(),
        "1:14 yaml.control 有不可见的控制字符 U+000D。请删去，或确认这是一个文本文件。",
    ),
    "GBK 编码": (
        LETTER.encode("gbk"),
        "1:8 yaml.encoding 不是 UTF-8 编码的文字（可能是 GBK，也可能根本不是文本文件）。请另存为 UTF-8。",
    ),
    "UTF-16 编码": (
        LETTER.encode("utf-16"),
        "1:1 yaml.encoding 不是 UTF-8 编码的文字（可能是 GBK，也可能根本不是文本文件）。请另存为 UTF-8。",
    ),
    "两份内容": (
        (LETTER + "---\n" + LETTER).encode(),
        "18:1 yaml.documents 一个文件只能有一份内容。请删去“---”以及后面的部分。",
    ),
    "空文件": (
        b"",
        "1:1 yaml.mapping 文件是空的。",
    ),
    "没有名称的一句话": (
        "北门路灯不亮，请修。\n".encode(),
        "1:1 yaml.mapping 读不出“名称: 内容”这样的条目。请每行写一项，冒号用半角“:”，冒号后面空一格。",
    ),
}
# fmt: on


@pytest.fixture(scope="module")
def office():
    return load(ROOT)


def found(office, data, path=PATH):
    findings = check_file(office, path, data).findings
    return [f"{finding.line}:{finding.column} {finding.rule} {finding.message}" for finding in findings]


@pytest.mark.parametrize("name", CHANGED)
def test_one_fault_is_one_message(office, name):
    (old, new), message = CHANGED[name]
    assert old in LETTER
    broken = LETTER.replace(old, new, 1) if old else LETTER + new
    assert found(office, broken.encode()) == [message]


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_is_no_letter_is_one_message(office, name):
    data, message = WHOLE[name]
    assert found(office, data) == [message]


@pytest.mark.parametrize("data", [LETTER.encode(), LETTER.replace("\n", "\r\n").encode()], ids=["LF", "CRLF"])
def test_of_a_sound_letter_nothing_is_told(office, data):
    assert found(office, data) == []


def test_the_year_of_the_number_is_that_of_the_arrival(office):
    path = "cases/letters/2025/letter-2025-0900.yml"
    assert found(office, LETTER.encode(), path) == [
        "4:1 reference.year 来件日期是 2026 年，件号 letter-2025-0900 却是 2025 年。两个年份要一致。"
    ]


def test_one_wrong_date_is_told_once_however_many_it_makes_wrong(office):
    late = LETTER.replace("2026-11-18T20:05", "2026-11-30")
    assert found(office, late.encode()) == [
        "4:1 reference.before-arrival 来件日期 2026-11-30 晚于经过的第 1、2 条，最早的是 2026-11-19。请核对这些日期。"
    ]
    ahead = (
        LETTER.replace("- at: 2026-11-19", "- at: 2027-11-19", 1)
        + "- at: 2026-11-20\n  event: 签收\n  by: 区住建局\n"
    )
    assert found(office, ahead.encode()) == [
        "8:3 reference.order 2027-11-19 晚于下面的第 2、3 条。经过按日期先后写，请核对这几条的日期。"
    ]


def test_a_fault_of_form_does_not_hide_what_the_articles_and_states_say(office):
    letter = LETTER.replace("求助", "表扬").replace("  handler: 周明\n", "").replace("一般", "普通")
    letter += "- at: 2026-11-20\n  event: 初审\n  by: 市12345热线\n  to: 区住建局\n"
    letter += "publication:\n- answer: a1\n  text: 已修好。\n"
    assert [line.split(" ")[1] for line in found(office, letter.encode())] == [
        "schema.enum", "schema.enum", "lifecycle.state", "reference.answer", "schema.required",
    ]  # fmt: skip
