"""Names of persons that a label gives away: 姓名：…, 联系人：…, 来信人…反映.

Searches run on folded text. A name is one of the surnames below and one or two characters, a name with a dot
between its parts as in Xinjiang, or one that begins as Mongolian names do. Names without a label cannot be
known by their form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.privacy_rule import PrivacyRule

NAME = "姓名"

_COMPOUND = (
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|"
    "宇文|司徒|鲜于|司空|闾丘|子车|亓官|司寇|巫马|公西|颛孙|壤驷|公良|漆雕|乐正|宰父|谷梁|拓跋|夹谷|轩辕|令狐|段干|百里|呼延|东郭|南门|"
    "羊舌|微生|左丘|东门|西门|第五|纳兰|叶赫|完颜"
)
_COMMON = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江"
    "尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕裴霍涂"
    "苗谷盛曲翁冉骆蓝游辛靳柴蒙鲍华喻祁蒲房滕屈饶牟艾尤阳穆司卓古吉缪麦褚娄窦戚岑景党宫费卜冷晏席卫柏宗瞿桂佟臧闵苟邬卞姬仇栾隋刁沙荣巫寇桑郎甄丛虞敖佘迟邝谈"
    "鞠惠荆冀郁胥储栗楚鄢谌奚粟冼蔺楼阚屠练廉禹扈晁芮浦邸雍辜羊乌裘邰赫杭逯隆茹嵇哈湛戎买拜虎喇妥"
)
_RARE = (  # also words of every day: believed only after a colon
    "易单季成路管解常时农车简项连师和商应边米全仲巩明池查麻苑封官匡乐南班原燕劳皮盘满闻位厉伊仝区郜海花权强帅豆朴盖祖漆巴丰支卿国狄平计索宣相初门云容敬来都普"
    "阙戈伏鹿薄阿母亓修况那宿鲜印诺战慕危玉银亢宾勾茅利於呼居揭干冶斯元束檀衣阴昝智幸奉植衡富尧闭"
)
# 阿鲁科尔沁旗: Mongolian names carry no surname and are three to five characters long.
_MONGOLIAN = (
    "巴特尔|其其格|乌兰|乌日|乌仁|乌云|斯琴|格日勒|朝鲁|朝格|苏和|苏雅|图雅|娜仁|那仁|那日|萨仁|萨日|额尔|呼和|呼日|阿拉|宝音|敖特|吉日|"
    "布和|布仁|哈斯|高娃|塔娜|托娅|通拉|青格|孟和|孟根|特木|照日|白音|达来|胡日|莫日|牧仁|满都|毕力|恩和|德力|满达|赛音|散布|阿木|朝克|代钦|"
    "包音|陶格|锡林"
)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
_GIVEN = rf"(?![某等们的了是在不也都就把被给对将])[{_HAN}]"
_FAMILY = rf"(?:{_COMPOUND}|[{_COMMON}])"
_DOTTED = rf"[{_HAN}]{{2,6}}·[{_HAN}]{{2,8}}?"
_PROSE = rf"(?:{_DOTTED}|{_FAMILY}{_GIVEN}{{1,2}})"
_FIELD = rf"(?:{_DOTTED}|(?:{_FAMILY}|[{_RARE}])(?:{_GIVEN}{{1,2}}| {{1,2}}{_GIVEN})|(?:{_MONGOLIAN})[{_HAN}]{{0,3}})"
# What a writer is called without saying who it is: 王先生, 李大妈, 张书记.
_TITLES = (
    "先生|女士|小姐|同志|师傅|老师|阿姨|大爷|大妈|大叔|大婶|大伯|大哥|大姐|奶奶|爷爷|老板|医生|护士|律师|主任|书记|局长|科长|处长|县长|区长|市长|"
    "镇长|乡长|村长|校长|院长|所长|站长|队长|经理|主席|代表|委员|校医|警官|法官|会计|老汉|老太|老人|家人|氏"
)
_TITLED = rf"(?:{_FAMILY}|[{_RARE}])(?:{_TITLES})"
# Words that begin with a surname and stand after these labels: whole where a colon stands before them, as a
# beginning in a sentence.
_VALUES = re.compile(
    "单位|时间|时段|居民|金额|安排|全体|全部|全家|项目|申请|国籍|平台|计划|干部|商户|成员|党员|农户|农民|官方|母亲|"
    "祖籍|印章|师生|方式|明细|查询|管理|门卫|花名|权限|相关|公司|房东|房主|关系|高中|申诉|游客|江苏|江西|云南|海南|宁夏|"
    "石嘴山|..?人|呼和浩特|锡林[郭浩].|乌兰[察浩].|阿拉善.?|额尔古纳"
)
_BEGINNINGS = (
    "高[度龄中层兴]|方[面便可式能才]|金[额融]|安[排全置心]|于[一二三四五六七八九十两今昨去前上本当每次年月日早近其是]|"
    "向[本我你贵区市县有各上下该其]|曾[在向于经多去被]|任[何职教期意]|何[时人处以地种]|关[于注心系闭键]|申[请诉报领办]|温[暖馨]|"
    "文[化明件书字]|党[员委组支]|万[元人分]|江苏|江西|石嘴|白[天条色]|马上|史上|景区|谈[话到及]|许[多可]|边[远防]|祝[好您福]|"
    "古[稀树城]|夏[季天令]|施工|程[序度]|宁[夏愿]|康复|包[括含工]|游[客玩]|尚[未不无可]|左右|华侨|华人|毕[业竟]|冷[库水]|"
    "房[屋东主产子]|司[机法]|阳[台光]|费[用心]|卫生|席[位间]|沙[子尘]|温度|石油|石料|陆续|雷[雨电]|严[重格肃]|成[为年]|余[下额款]"
)

_LABEL = (
    "姓 {0,4}名|联 {0,2}系 {0,2}人|来信人|信访人|投诉人|举报人|反映人|来访人|来电人|"
    "写信人|留言人|提案人|求助人|申 {0,2}请 {0,2}人|当事人|诉求人|报案人|咨询人|收件人|寄件人|户 {0,4}主|法定代表人"
)
_GROUP = "居民|村民|市民|群众|业主|网民|网友|职工|患者|家长|农民"
_VERB = (
    "反映|投诉|举报|来信|来电|来访|来函|致电|写信|表示|提出|询问|咨询|要求|请求|建议|求助|认为|希望|诉称|自称|"
    "称(?![赞号呼为])|说(?!明)"
)
_AFTER = "先生|女士|同志|电话|手机|联系|身份证|性别|住|现住|家住|男|女"
_LABELS = re.compile(rf"{_LABEL}|我叫|名叫|{_GROUP}")
_GROUPS = frozenset(_GROUP.split("|"))
_COLON = (
    rf"[*_\"' ]{{0,3}}(?:\([^()\n]{{1,10}}\))?[*_\"' ]{{0,3}}[:=|\t][*_\"'“「 ]{{0,4}}({_FIELD})"
    rf"(?=[^{_HAN}·]|\Z|{_AFTER}|地址|年龄|[汉回蒙满藏壮]族|反映|投诉|来信|来电)"
)
_GLUED = rf"[ “\"'(]{{0,2}}({_PROSE})(?=[^{_HAN}·]|\Z|{_VERB}|{_AFTER}|[等的是系于向与和及在因])"
_ACTING = rf"({_PROSE})(?={_VERB})"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern that holds surnames: each takes milliseconds to compile, and most texts need none."""
    return re.compile(pattern)


class PersonName(PrivacyRule):
    """Names of persons that a label gives away."""

    kind = NAME
    basis = "《个人信息保护法》第四条"
    about = "跟在“姓名”“联系人”“来信人”一类字样后面的姓名；没有这类字样的姓名认不出来"
    examples = (
        "联系人：张~小北",
        "姓名：阿不都~·热合曼",
    )
    innocent = (
        "联系人：王先生",
        "姓名：（已隐去）",
    )
    is_contact = True

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield full names that follow a label.

        Not what leaves the person unnamed: a surname with 某 or with a title (王先生), a word that is no name
        (匿名, 已隐去, 见附件).
        """
        plain = text.plain
        for label in _LABELS.finditer(plain):
            is_group = label[0] in _GROUPS
            field = None if is_group else _compiled(_COLON).match(plain, label.end())
            match = field or _compiled(_ACTING if is_group else _GLUED).match(plain, label.end())
            if not match:
                continue
            name = match[1].replace(" ", "")
            word = _VALUES.fullmatch(name) if field else _compiled(_BEGINNINGS).match(name)
            if not (word or _compiled(_TITLED).match(name) or "某" in name):
                yield Found(NAME, match.start(1), match.end(1), name)
