"""What can be said of the files of a register, of cases beside each other, and of routine files."""

from __future__ import annotations

from duban.findings.check import Check, rows
from duban.findings.finding import ERROR

_GRID = "文件的位置就是它的件号：cases/<类别>/<年份>/<件号>.yml，只有这样才不会有两件同号"
_PLAIN = "登记册只读普通文件：链接、子模块、管道里的内容不受审查，换了也看不出来"
_ISSUED = "定期报告的期次由规则书的周期定，发了没有要一期一期对得上"
_DATES = "登记册记已经发生的事；期限从这些日期起算"

_EVERYWHERE = "每台电脑上取下来的要是同一套文件：Windows、macOS 分不清大小写，Windows 还有一些名字用不了"

# fmt: off
ALIKE = Check("repository.alike", ERROR, "两个文件名只差大小写", _EVERYWHERE,
    "一个换一个名字（git mv）", "错：docs/指南/Guide.md 和 docs/指南/guide.md\n对：只留一个，另一个叫 docs/指南/guide-2.md")
EXECUTABLE = Check("repository.executable", ERROR, "案件文件有可执行权限", _PLAIN, "去掉：chmod 644")
EXTENSION = Check("repository.extension", ERROR, "扩展名不对", _GRID,
    "改成小写的 .yml", "错：letter-2026-0007.yaml\n对：letter-2026-0007.yml")
WRONG_FOLDER = Check("repository.folder", ERROR, "cases/ 下没有这个类别", _GRID,
    "放到所属类别的文件夹里", "错：cases/来信/\n对：cases/letters/")
WRONG_KIND = Check("repository.kind", ERROR, "件号的类别与文件夹不符", _GRID,
    "移到件号所说的类别，或者改件号：duban renumber",
    "错：cases/letters/2026/task-2026-0003.yml\n对：cases/tasks/2026/task-2026-0003.yml")
NOT_PLAIN = Check("repository.mode", ERROR, "要提交的案件文件不是普通文件", _PLAIN,
    "换成普通文件，权限 644：不是符号链接、子模块，也没有可执行权限", "错：文件权限 755\n对：文件权限 644")
NOT_A_NUMBER = Check("repository.number", ERROR, "文件名不是件号", _GRID,
    "文件名写成件号；取新号：duban new",
    "错：cases/letters/2026/路灯.yml\n对：cases/letters/2026/letter-2026-0007.yml")
UNPORTABLE = Check("repository.name", ERROR, "文件名不是每台电脑都能用", _EVERYWHERE,
    "换一个名字：不以句点、空格结尾，没有 < > : \" | ? * \\ 和看不见的字符，不叫 con、nul 这样的名字",
    "错：docs/指南/哪里办?.md\n对：docs/指南/哪里办.md")
SPECIAL_FILE = Check("repository.special", ERROR, "不是普通文件", _PLAIN, "删去")
STRAY = Check("repository.stray", ERROR, "这里不该有文件夹或者文件", _GRID, "移到它该在的地方，或者删去")
SUBMODULE = Check("repository.submodule", ERROR, "另一个 Git 仓库（子模块）", _PLAIN, "删去")
SYMLINK = Check("repository.symlink", ERROR, "符号链接", _PLAIN, "放真正的文件")
UNREADABLE = Check("repository.unreadable", ERROR, "打不开", "读不到的文件查不出错，也算不了期限",
    "看文件还在不在、权限对不对、磁盘好不好")
WRONG_YEAR_FOLDER = Check("repository.year", ERROR, "年份文件夹不对", _GRID,
    "移到件号所说的年份；年份写四位数", "错：cases/letters/26/\n对：cases/letters/2026/")
FUTURE = Check("register.future", ERROR, "日期在今天之后", _DATES, "核对日期；还没有发生的事，发生了再记")
MERGED_WRONGLY = Check("register.into", ERROR, "并入的那一件不对",
    "并案以后只在一件上办理；并到没有的、已经办结的、又并走的一件，就没有人办了",
    "写最后并入的、正在办的那一件", "错：into: letter-2026-9999\n对：into: letter-2026-0009")
NO_SUCH_ROUTINE = Check("routine.duty", ERROR, "不是定期工作", _ISSUED, "写采用的规则书里周期性的规则编号")
TOO_EARLY = Check("routine.early", ERROR, "发出日期早于这一年", _DATES, "核对日期和年份")
WRONG_ROUTINE_FILE = Check("routine.path", ERROR, "文件名与 duty 不符",
    "一项工作一年一个文件，文件名就是规则编号",
    "改文件名或者 duty")
WRONG_PERIOD = Check("routine.period", ERROR, "期次的写法不对", _ISSUED,
    "照周期写：月 2026-03，季 2026-Q1，半年 2026-H1，周 2026-W07，年 2026",
    "错：period: 2026-3\n对：period: 2026-03")
PERIOD_TWICE = Check("routine.twice", ERROR, "一期写了两次", _ISSUED, "只留一处")
WRONG_ROUTINE_YEAR = Check("routine.year", ERROR, "年份与文件夹不符", _ISSUED,
    "移到那一年的文件夹，或者改 year")

CHECKS: tuple[Check, ...] = rows(vars())
"""Every check of the register, in the order of their ids."""
