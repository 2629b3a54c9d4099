"""What can be said of a file's YAML: the strict form that every reader takes to mean the same."""

from __future__ import annotations

from duban.findings.check import Check, rows
from duban.findings.finding import ERROR

_SAME_FOR_ALL = "YAML 写法有多种，不同的程序会读出不同的内容；登记册只用每个程序都读成一样的写法"
_SEEN_AS_STORED = "读到的要和存下的一样，看不见的字符会让人读错"
_ENCODING = "登记册的文件一律是 UTF-8 文字，谁打开都一样"
_BOUNDED = "文件有上限，一个坏文件不能拖住全部检查"
_NOTHING_LOST = "写下的一个字都不能悄悄丢掉"

# fmt: off
ALIAS = Check("yaml.alias", ERROR, "用了“&”“*”引用", _SAME_FOR_ALL,
    "把内容完整写出来；原文就以 & 或 * 开头的，给整句加双引号", "错：unit: *zhujian\n对：unit: 区住建局")
COLON = Check("yaml.colon", ERROR, "名称后面的冒号不对",
    "YAML 1.2 §8.2.2：名称和内容之间是半角冒号加一个空格",
    "改成半角冒号，后面空一格", "错：title：某街积水\n对：title: 某街积水")
COMMA = Check("yaml.comma", ERROR, "花括号里的逗号把句子切断了", _NOTHING_LOST,
    "给整句加双引号，或者每项单独写一行",
    "错：- {at: \"2026-02-11\", note: 已修, 已回访}\n对：- {at: \"2026-02-11\", note: \"已修, 已回访\"}")
COMMENT = Check("yaml.comment", ERROR, "“#”后面的字会被当作注释丢掉", _NOTHING_LOST,
    "给整句加双引号，或写在“|”下面；注释单独占一行", "错：title: 某小区 #3 楼\n对：title: \"某小区 #3 楼\"")
CONFLICT = Check("yaml.conflict", ERROR, "合并没有做完", "两边写的都是记录，合并时一条也不能少",
    "两边的内容都留下，主分支上的在前，再删去 <<<<<<<、=======、>>>>>>> 三行")
CONTROL = Check("yaml.control", ERROR, "有控制字符", _SEEN_AS_STORED,
    "删去这个字符；整个文件都是乱的，多半不是文本文件")
DEPTH = Check("yaml.depth", ERROR, "层次太深", _BOUNDED, "照表单的样子写，不要一层套一层")
DIRECTIVE = Check("yaml.directive", ERROR, "用了 % 开头的指令行", _SAME_FOR_ALL,
    "删去这一行", "错：%YAML 1.2\n　　---\n　　title: 某街积水\n对：title: 某街积水")
DOCUMENTS = Check("yaml.documents", ERROR, "一个文件里有两份内容", "一件一个文件，文件名就是件号",
    "删去“---”和后面的部分，另一件写在另一个文件里")
DUPLICATE = Check("yaml.duplicate", ERROR, "同一个名称写了两次",
    "YAML 1.2 §3.2.1.3：名称不得重复；写两次，各程序取的不是同一个",
    "只留一处", "错：title: 甲\n　　title: 乙\n对：title: 甲")
EMPTY = Check("yaml.empty", ERROR, "写了名称没有写内容", "空着的一项，读的人不知道是没有还是忘了写",
    "写上内容，或者删去这一行", "错：note:\n对：note: 已电话告知")
ENCODING = Check("yaml.encoding", ERROR, "文件不是 UTF-8 编码，或者开头有 BOM", _ENCODING,
    "用编辑器另存为“UTF-8”（不带 BOM）")
FOLDED = Check("yaml.folded", ERROR, "一段内容写成了几行，没有用“|”",
    "YAML 1.2 §7.3.3：不用“|”的几行会连成一段，行与行之间只剩一个空格",
    "冒号后面写“|”，正文从下一行写起，每行前面空两格；本来是一段的，写成一行",
    "错：text: 第一段。\n　　  第二段。\n对：text: |\n　　  第一段。\n　　  第二段。")
FULL_WIDTH = Check("yaml.full-width", ERROR, "符号是全角的",
    "YAML 1.2 §5.3：有特别意思的符号都是半角的；全角的只是一个字", "改成半角的符号",
    "错：text: ｜\n　　  第一段。\n对：text: |\n　　  第一段。")
INVISIBLE = Check("yaml.invisible", ERROR, "有看不见的字符", _SEEN_AS_STORED,
    "删去这个字符；多半是从网页或即时通信里复制带进来的")
KEY = Check("yaml.key", ERROR, "冒号前面不是名称", _SAME_FOR_ALL,
    "冒号前面写一个名称", "错：{甲: 乙}: 丙\n对：甲: 乙")
MAPPING = Check("yaml.mapping", ERROR, "文件最外层不是一项一项的内容",
    "每个文件都是一项一项写的：前面是名称，后面是内容",
    "每行写一项，冒号用半角，后面空一格", "错：- title: 某街积水\n对：title: 某街积水")
MERGE = Check("yaml.merge", ERROR, "用了“<<”合并", _SAME_FOR_ALL,
    "把内容完整写出来", "错：<<: *前一条\n对：unit: 区住建局")
NODES = Check("yaml.nodes", ERROR, "内容太多", _BOUNDED, "附件和长表另行存放，这里只写文字")
SIZE = Check("yaml.size", ERROR, "文件超过 1 MB", _BOUNDED, "附件另行存放，这里只写文字")
SPACE = Check("yaml.space", ERROR, "名称前后有全角空格或不间断空格",
    "YAML 1.2 §6.1：缩进只用半角空格；别的空格成了名称的一部分",
    "缩进改用半角空格", "错：　　title: 某街积水\n对：  title: 某街积水")
SYNTAX = Check("yaml.syntax", ERROR, "这一行读不懂", "YAML 1.2 的写法",
    "看缩进齐不齐、引号和括号成不成对、冒号后面有没有空格", "错：title: \"某街积水\n对：title: \"某街积水\"")
TAB = Check("yaml.tab", ERROR, "用了制表符", "YAML 1.2 §6.1：缩进不得用制表符",
    "把 Tab 换成空格", "错：⇥title: 某街积水\n对：  title: 某街积水")
TAG = Check("yaml.tag", ERROR, "用了“!”类型标记", _SAME_FOR_ALL,
    "删去标记；原文就以 ! 开头的，给整句加双引号", "错：title: !str 某街积水\n对：title: 某街积水")

CHECKS: tuple[Check, ...] = rows(vars())
"""Every check of a file's YAML, in order of id."""
