"""Names that programs give to fields of personal data, and the Chinese label that says the same.

sender_qq, wechatId and XM stand in what programmers and tables paste; in pinyin or its first letters in those of many
an office. Read as `label：value`, each value is known by the rules that know the label.
"""

from __future__ import annotations

import re
from functools import lru_cache

NAME, WEAK_NAME = "姓名", "名称"
"""The label of a field that names a person; of one that may name anything."""

_NUMBER = r"(?:_(?:no|num|nums|number|id|code|account|acc|acct|value|text|str|raw|plain|new|old|[0-9]))*"
_OWNERS = (
    "real full sender writer contact applicant complainant petitioner owner householder cardholder card_holder "
    "account_holder account payee "
    "payer patient student pupil parent guardian tenant renter resident villager citizen caller reporter recipient "
    "receiver client customer party person witness relative spouse father mother child user "
    "employee worker plaintiff defendant respondent claimant legal emergency buyer seller visitor informant "
    "insured farmer lessee lessor signer borrower lender chinese cn true correspondent"
)
_PERSONS = (
    "sender writer letter_writer applicant complainant petitioner householder cardholder card_holder account_holder "
    "submitter payee payer "
    "patient student pupil parent guardian tenant renter resident villager caller receiver "
    "contact_person linkman link_man signer signatory plaintiff defendant claimant respondent informant complainer "
    "insured fullname realname username xm xingming lxr lianxiren sqr tsr xfr lfr laixinren hz hzxm hzmc hm cyr bxr lkr "
    "czr zhmc khm fzr xsxm jzxm yzxm yhm"
)
_MAYBE = "name who contact contacts recipient addressee owner user author reporter client customer nickname"
_SENDERS = r"(?:[a-z0-9]+_){0,4}?"

# By label, in the order they are asked in.
_FIELDS = tuple(
    (label, re.compile(pattern))
    for label, pattern in (
        ("QQ号", rf"{_SENDERS}(?:qq|qqh|qqhm){_NUMBER}"),
        ("微信号", rf"{_SENDERS}(?:we_?chat|weixin|weixinhao|wx|wxh|vx){_NUMBER}"),
        (
            "社保卡号",
            rf"{_SENDERS}(?:social(?:_(?:security|insurance))?(?:_card)?|soc_?sec|ssc|ssn|ss_card|ss|si_card|sb|sbk|sbkh|sbh|shebao|"
            rf"shebaoka|(?:medical|health)(?:_(?:insurance|care))?(?:_card)?|insurance_card|yb|ybk|ybkh|ybh|yibao|yibaoka)(?:_card)?"
            r"(?:_(?:no|num|number|id|code))",
        ),
        (
            "社保卡号",
            rf"{_SENDERS}(?:social_(?:security|insurance)(?:_card)?|sbkh|ybkh|shebaoka|shebaokahao|ss_card|social_card|"
            r"medical_card|si_card|sbkhm)",
        ),
        (
            "身份证号",
            rf"{_SENDERS}(?:id_?card|identity(?:_card)?|identification|national_id|citizen_id|resident_id|certificate|cert|"
            rf"credential|id_(?:no|num|number|code)|idno|idnum|sfz|sfzh|sfzhm|sfzjh|sfzjhm|zjhm|zjh|gmsfhm|gmsfzh|shenfenzheng|"
            rf"shenfenzhenghao){_NUMBER}",
        ),
        ("护照号", rf"{_SENDERS}(?:pass_?port|hzhm|huzhao|huzhaohao){_NUMBER}"),
        (
            "港澳通行证",
            rf"{_SENDERS}(?:hk_?id|hkid_card|hk_card|tw_?id|taiwan_id|hk_permit|hkmo?_permit|home_return_permit|"
            rf"mainland_(?:travel_)?permit|travel_permit|tw_permit|taibao|taibaozheng|hxz|tbz|txz|txzh){_NUMBER}",
        ),
        (
            "手机号",
            rf"{_SENDERS}(?:mobile|phone|tel|telephone|cell|cell_?phone|mob|contact_(?:number|no|num|way|info)|landline|"
            rf"msisdn|sj|sjh|sjhm|shouji|shoujihao|lxdh|lxfs|dh|dhhm|dianhua|jtdh|gddh)(?:_phone)?{_NUMBER}",
        ),
        (
            "银行卡号",
            rf"{_SENDERS}(?:bank_?card|bank_acc(?:oun)?t|bank|card|debit_card|credit_card|acc(?:oun)?t|acct|payee_account|yhk|yhkh|"
            r"yhzh|yhkhm|yinhangka|kh|skzh|zh)(?:_(?:no|num|number|code|account))+",
        ),
        (
            "银行卡号",
            rf"{_SENDERS}(?:bank_?card|bank_account|cardno|acctno|accountno|yhkh|yhzh|yhkhm|kahao|skzh|payee_account)",
        ),
        (
            "车牌号",
            rf"{_SENDERS}(?:(?:license|licence|number|car|vehicle)?_?plate|car|vehicle|cp|cph|cphm|hphm|chepai|chepaihao)"
            r"(?:_(?:no|num|number|code))*",
        ),
        (
            "查询码",
            rf"{_SENDERS}(?:look_?up|query|inquiry|enquiry|cxm|chaxunma|chaxun)(?:_(?:code|key|no|pin|token))*",
        ),
        (
            "住址",
            rf"{_SENDERS}(?:(?:home|living|residen(?:ce|tial|t)|family|house|register(?:ed)?|hukou|delivery|shipping|receiver|sender|"
            r"writer|user|applicant|owner|contact|mailing|postal|post|current|permanent)_(?:address|addr|add|location)|residence|domicile|"
            r"jtzz|jtdz|zz|zhuzhi|hjdz|jzdz|jzd|xzz|xjzd|zzdz|shdz|sjdz|czdz)(?:_(?:detail|full|line|text|[0-9]))*",
        ),
        ("地址", rf"{_SENDERS}(?:address|addr|dz|dizhi|lxdz|txdz|xxdz)(?:_(?:detail|full|line|text|[0-9]))*"),
        (NAME, rf"{_SENDERS}(?:{'|'.join(_PERSONS.split())})"),
        (NAME, rf"{_SENDERS}(?:{'|'.join(_OWNERS.split())})_?name"),
        (WEAK_NAME, rf"{_SENDERS}(?:{'|'.join(_MAYBE.split())}|mc)"),
    )
)
# Of offices and machines, and what only says something of a field.
_OTHERS = re.compile(
    r"(?:.*_)?(?:ip|mac|email|mail|e_mail|server|url|uri|web|http|host|net|memory|mem|bind|listen|remote|proxy|office|unit|dept|"
    r"department|org|organization|agency|company|hall|branch|hotline|service|group|public|official|open|union|app|mch|pay|"
    r"file|table|column|field|class|method|module|package|model|type|count|total|max|min|len|length|is|has|enabled?|required|"
    r"regex|pattern|format|event|job|step|task|display|product|project|region|street|city|province|district|town|road|case|"
    r"law|article|rule|system|client_id|host_name|domain|branch_name)_(?:.*)|"
    r".*_(?:ip|url|type|count|total|max|min|len|length|enabled?|required|regex|pattern|format|label|title|hint|desc|"
    r"description|placeholder|error|status|at|time|date|size|width|limit|hash|md5|masked|mask|key|secret|group|template)"
)
_PARTS = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LONGEST = 40


@lru_cache(maxsize=20_000)
def label_of(name: str) -> str | None:
    """Return the label that says in Chinese what a program calls a field; `None` where it is none of a person."""
    if len(name) > _LONGEST:
        return None
    snake = "_".join(part.lower() for part in _PARTS.findall(name))
    if not snake or _OTHERS.fullmatch(snake):
        return None
    return next((label for label, pattern in _FIELDS if pattern.fullmatch(snake)), None)
