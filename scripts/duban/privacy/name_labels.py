"""Labels behind which a person is named: 姓名, 联系人, 来信人, 我叫.

All patterns are for folded text in simplified characters (simplified.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.simplified import one_of
from duban.privacy.table_columns import ALONE, BAR, COMMA, TAB, Heads

# Labels by what may stand behind them. Between their characters up to three spaces may stand.
PERSONS = (
    "联系人 联络人 来信人 信访人 投诉人 举报人 反映人 来访人 来电人 写信人 发信人 寄信人 留言人 提案人 领衔人 领衔代表 "
    "领衔委员 附议人 附议代表 联名人 联署人 署名人 求助人 求助者 申请人 申诉人 "
    "当事人 诉求人 报案人 报警人 报修人 咨询人 建议人 检举人 控告人 上访人 陈述人 证明人 见证人 收件人 寄件人 收货人 取件人 "
    "收款人 付款人 持卡人 开户人 户主 房主 车主 产权人 所有权人 承租人 "
    "出租人 租户 租客 房客 业主 住户 代理人 委托人 被委托人 受托人 受委托人 监护人 被监护人 法定代表人 法定代理人 法人 "
    "法人代表 负责人 经营者 经办人 承办人 伤者 死者 逝者 患者 病人 受害人 "
    "被害人 嫌疑人 肇事者 司机 驾驶员 被投诉人 被举报人 被反映人 被告 原告 被申请人 担保人 借款人 继承人 受益人 投保人 "
    "被保险人 参保人 参加人 遗属 家属 老板 店主 包工头 房东 志愿者 学员 同桌 "
    "户名 开户名 账户名 紧急联系人 网格员 工友 邻居 订货人 订餐人 预约人 就诊人 办理人 投诉者 举报者 爆料人 写信者 来信者 "
    "发帖人 报名人 参赛者 考生 应聘者 求职者 劳动者 雇主 雇员 被抚养人 "
    "赡养人 新郎 新娘 男方 女方 签收人 受送达人 签署人 证人 楼长 单元长 保姆 护工 电工 客户 复核人 记录人 填表人 审核人 "
    "审批人 保证人 介绍人 推荐人 抚养人 陪同人 发起人 召集人 登记人 领取人 交款人 核对人 制表人 填报人 报送人 调解人 护理人 "
    "陪护人 领款人 经手人 接收人 移交人 楼栋长 失主 借车人 债权人 债务人 第三人 申请执行人 被执行人 代办人 代领人 目击者 "
    "目击证人 反诉人 上诉人 被上诉人 出借人 借阅人 借用人 出卖人 买受人 转让人 受让人 立据人 欠款人 汇款人 投递人 捐款人 捐赠人 "
    "申请再审人 再审申请人 被询问人 被调查人 被检查人 被处罚人 询问对象 权利人 义务人 缴费人 交费人 领款人 承包人 "
    "承包方 承包方代表 发包人 口述人 代笔人 代书人 执笔人 受助人 救助人 被救助人 申报人 填写人 采访人 乘车人 乘机人 "
    "入住人 订票人 购票人 购房人 卖房人 挂失人 拾得人 遗失人 "
    "送养人 收养人 养护人 主刀医生 值班人 带班人 交接人 验收人 保管人 机主 船主 货主 物主 事主 债主 住客"
)
_NAMES = "姓名 名字 曾用名 真名 实名 本名 称呼 签名 签字 署名 落款 具名"
RELATIVES = (
    "配偶 丈夫 妻子 爱人 老公 老婆 儿子 女儿 父亲 母亲 爸爸 妈妈 父母 哥哥 弟弟 姐姐 妹妹 爷爷 奶奶 外公 外婆 姥爷 姥姥 孙子 "
    "孙女 外孙 外孙女 儿媳 女婿 公公 婆婆 岳父 岳母 侄子 侄女 舅舅 "
    "叔叔 姑姑 小孩 孩子 家长 学生 同学 幼儿 婴儿 老人 兹证明 兹有 兹委托 老乡 同乡 同事 朋友 战友 室友 舍友 他爷 他奶 "
    "他舅 他叔 他姑 她爷 她奶 我爷 我奶 其母 其父 其妻 其夫 其子 其女 其弟 其兄 其姐 其妹 我弟 我哥 "
    "我姐 我妹 我叔 我舅 我婶 俺弟 俺哥 俺姐 俺爹 俺娘 俺爸 俺妈 大舅 二舅 大姨 小姨 小叔 二叔 大姑 小姑 我爸 我妈 "
    "我爹 我娘 他爹 她爹 他爸 她爸 他妈 她妈 老爸 老妈 老伴 媳妇 闺女 堂哥 堂弟 表哥 "
    "表弟 堂姐 堂妹 表姐 表妹 嫂子 姐夫 妹夫 弟媳 弟妹 姑父 姑妈 姨妈 姨父 舅妈 伯父 伯母 叔父 婶婶 丈母娘 老丈人 亲家"
)
_SPEAKERS = (
    "俺叫 俺是 咱叫 我就是 小名 大名 学名 全名 名字写 名字是 名字叫 名字填 代笔 执笔 口述 我叫 名叫 我名叫 "
    "本人叫 我的名字 我的名字是 我的名字叫 我姓名 本人 我是 我系 在下 鄙人 本人是 本人系 代表 委员"
)
GROUPS = (
    "居民 村民 市民 群众 网民 网友 职工 农民 员工 教师 工人 党员 退役军人 军属 低保户 残疾人 农民工 商户 摊主 乘客 游客 旅客 "
    "消费者 顾客 农户 同胞 港人 台胞 港胞 澳胞 侨胞 华侨 台商 港商 组民 社员 牧民 渔民"
)
_COLON_ONLY = (
    "代收 收款账户 收款方 付款方 收款人账户 退款账户 打款 转账给 打款给 打给 转给 汇给 付给 退给 退押金 退款 "
    "门禁卡登记 租户登记 访客 访客登记 登记 甲方 乙方 丙方 买方 卖方 联系方式 联系电话 审核 复核 审批 经办 记录 制表 "
    "填表 校对 签发 物业经理 班主任 "
    "主治医生 代理律师 任课老师 业主代表 居民代表 村民代表"
)
# Words that only look like a label: 妇女儿童, 代表人, 委员会.
_OTHERWISE = {
    "女儿": "(?!童)(?<!妇女儿)",
    "儿子": "(?!孙)",
    "代表": "(?!人)",
    "委员": "(?!会)",
    "业主": "(?![管任])(?<!企业主)(?<!物业主)",
    "台胞": "(?!证)",
    "护工": "(?!程)",
    "电工": "(?!程)",
    "姓名": "(?!权)",
    "第三人": "(?![民称口次选们])",
}
KINDS = {
    word: kind
    for kind, words in (
        ("name", _NAMES), ("person", PERSONS), ("relative", RELATIVES), ("speaker", _SPEAKERS), ("group", GROUPS),
        ("colon", _COLON_ONLY),
    )
    for word in words.split()
}  # fmt: skip
LABELS = re.compile(
    one_of(" {0,3}".join(word) + _OTHERWISE.get(word, "") for word in sorted(KINDS, key=len, reverse=True))
)
# Where a label may begin, by its first two characters: few places of a text, each worth a look at all labels.
_BEGINNINGS = re.compile(
    f"[{''.join(sorted({word[0] for word in KINDS}))}](?= {{0,3}}[{''.join(sorted({word[1] for word in KINDS}))}])"
)
BESIDE_HEAD = frozenset("|,;、(姓名签 \t\n\"'")
"""What may stand behind a label that heads a column: the end of its cell, 联系人(户主), 申请人姓名."""

# A line without bars is a row of heads only where one of the others is a word that heads a column.
_OTHER_HEADS = re.compile(
    "序号|编号|电话|手机|联系|号码|住址|地址|房号|门牌|楼栋|单元|单位|身份证|证件|年龄|性别|民族|诉求|事由|事项|内容|金额|面积|"
    "备注|职务|时间|日期|户号|学号|"
    "班级|卡号|账号|关系|人口|微信|邮箱|护照|有效|证号|状态|意见|欠费|开户|组别|地块|补贴|学籍|坐落|问题"
)
_HEAD = re.compile(r"[\u4e00-\u9fff()/ ]{,12}")


def labels_in(plain: str) -> Iterator[re.Match[str]]:
    """Yield the labels of a text (matches of `LABELS`) in their order, without overlaps."""
    end = 0
    for beginning in _BEGINNINGS.finditer(plain):
        start = beginning.start()
        if start >= end and (label := LABELS.match(plain, start)):
            end = label.end()
            yield label


def kind_of(label: re.Match[str]) -> str:
    """Return what may stand behind a label (a match of `LABELS`): the name of its group above."""
    return KINDS[label[0].replace(" ", "")]


def named_columns(heads: Heads) -> list[int]:
    """Return the columns of a table whose head says that persons are named below it.

    村民, 学生 and the like do so only beside another head that is known, and not where the sign is one of prose.
    """
    if heads.sign == ALONE or not (heads.sign == BAR or all(map(_HEAD.fullmatch, heads.words))):
        return []
    named = [column for column, word in enumerate(heads.words) if _heads_names(word)]
    others = (word for column, word in enumerate(heads.words) if column not in named)
    if not any(map(_OTHER_HEADS.search, others)):
        return named if heads.sign == BAR else []
    are_grouped = heads.sign in (BAR, TAB, COMMA)
    grouped = (column for column, word in enumerate(heads.words) if KINDS.get(word) in ("group", "relative"))
    return [*named, *(grouped if are_grouped else ())]


def _heads_names(word: str) -> bool:
    return any(
        kind_of(label) in ("name", "person") and (word[label.end() :] or "\n")[0] in BESIDE_HEAD
        for label in labels_in(word)
    )
