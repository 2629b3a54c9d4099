"""Characters that given names are made of: by them a name is known whose surname is also a word (安, 计, 时, 农).

All patterns are for folded text in simplified characters (simplified.py).
"""

from __future__ import annotations

import re

from duban.privacy.surname_words import WORDS
from duban.privacy.surnames import COMMON, COMPOUND, SURNAMES, UNDOTTED, is_field_word, is_unnamed

GIVEN = (
    "向格伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂兰英华玉萍红建国文玲志云海燕春梅晓小金荣永生新林德成东凤珍素贞清美峰波鹏"
    "飞宇浩轩子涵梓欣怡雨思佳嘉俊豪泽天辰晨阳旭辉光亮昌盛兴旺福贵富祥瑞庆喜顺利安康宁健全保卫民忠孝仁义礼智信诚正良善贤慧淑惠"
    "芬芝菊莲荷花香雪冰月星倩婷莹颖琳琴瑶琪琦珊珠璐璇玥瑾瑜璟珂琼瑛玮珏博学才进远达毅坚立功耀祖宗继承先启元开运有财根树木森山"
    "川江河泉源润虹彩青紫白少久恒世传家友爱同心力壮虎龙马凯乐诗书翰武斌彬尧禹仕臣君炳焕烈煜炜炎灿烨焱熙胜捷奇雄威振权衡铭钧钢"
    "铁锋锐鑫锦银铜钰铮镇鸿鹤雁鸣凌翔翼腾骏驰骥骁雷霆震岩岳峻崇巍岭嵩岚崔石磐砚硕础宏弘廷延庭宽广庄定守章范楷栋梁材柱松柏竹柳"
    "杨枫桐桃杏梨榕槐椿楠梦婉娇娥媛嫣婧妍妮姗姣娴婵妙好如意吉聪睿哲理通晋升登科第魁状冠卓越优雅韵致淳朴厚谦逊恭敬让勤俭劳耕田"
    "禾苗麦谷丰稳妥仲伯叔季孟幼乾坤晶晖昊昱景晴朗曦曙昕晗映曼澜潇湘淼汉洪浦洲沙溪滨浪涌沛沐溶澄澈洁净池渊涓汝泓泰岁寿龄彭显扬"
    "名望创业展图跃朝初蔚微霄佑神灵仙佛道缘悟禅怀若影菲蓓蕾苒茜萱蓉薇蔓蕊芷芸芹苹茵荔莉莎芙蓝草叶茂芮芯苑茗蕙蔷丹朱赤绿翠碧黛"
    "墨玄彤绮纯绢纹练织绣绵绍维纲纪绪伦常纶经纬纵横昭彰旻晟晏暄暖颜容质资琬琰珺琅瑄璋璞璧珩珮珑玖瓊玫琨瑗祺禄祯禧祈祝裕裔褚襄"
    "南方冀鲁豫粤闽浙苏皖赣鄂辽黑蒙菁倚依伊俪侠倪偲傲儒允兆克兢养冬秋夏剑劲勋化千卉发喆堂境士夫奎奥妹姐姿娣婕嬿孜宜宾寒寅尚岗"
    "岑峥嵘巧帆希帼庚弛弟彦得念忆恩悦情惜想慕懿戈拥挺政效斯昂昆朋来柔桥桦楚榆欢歆毓水沁治洛浓湛滔滢炯烁然照熊爽牧玺珣琛瑀璨畅"
    "畔皓盈真睦知砺秉积稼穗端笑筠箫粉精纳续群翌翎耘聚肖胤臻舒航艺艾芃苓茹莘菀萌葆葵薪蝶衍裴讯诺谊谨贺赟赞轶载辛迅迎逸遥邦郁郡"
    "郎重钊铃锡锴闻陆陶雯霁霏霖非韬韶颂风飒驹骄骞高鲜鸥麒麟麗黎齐妤妘怜恬恺惟愉愿慈憬招揚敦旗旋昀晌晔普甜惊之靖淼野"
    "桢桓炫彪豹鲲舟煊焜镐筱舜姝媚旸昶熠璘琎琮瑢璎璠琇珈玢珉玦沅泱泠洵淇湉滟潞澍濂瀚瀛骅骋驭鸾鹂鹃莺栩栖梵楹榛槿樱橙檀芊芍苡茉荟莳菡萤葭蓁薰蘅男蛟锁拴栓妞秧旦凡迪煦铎钲铨镕韫韧征徵徽懋"
)
"""What given names are commonly made of."""

SURE = rf"(?:{UNDOTTED}|(?![和与])(?:(?:{COMPOUND})[{GIVEN}]{{1,2}}|[{SURNAMES}][{GIVEN}]{{2}}))"
"""A name of a people without surnames, or of a surname and two characters of which given names are made."""

COMMON_SURE = rf"[{COMMON}][{GIVEN}]{{2}}"
"""A name of three characters whose surname is a common one."""

SURE_SHORT = rf"[{COMMON}][{GIVEN}]"
"""A name of two characters; whether it begins a word is asked besides (`WORDS`)."""

NO_NAMES = re.compile(
    ".?学生|家长|安全|平安|安康|海南|江南|江海|山东|广东|云南|河南|高中|中学|小学|大学|同学|华美达|万家乐|平安银|安家乐|"
    "东方明珠|成吉思|新中国|金长城|时光里|水立方|常德路|海宁路|成名[人作]|金太阳|和平里|高山流|万年青|常春藤|向阳花|白云山|文明[城创]|"
    "安居乐|安定门|宁夏川|石家庄|马鞍山|国庆[假期]|时常|常年|全[年国]|华为|明年|安[静利保]|易发"
)
"""Words of the same characters."""


def is_sure(name: str) -> bool:
    """Return whether what `SURE` matches is a name: no word in it and, if of two characters, not how a word begins."""
    is_other = NO_NAMES.match(name) or is_unnamed(name) or is_field_word(name)
    return not is_other and (len(name) > 2 or name not in WORDS)
