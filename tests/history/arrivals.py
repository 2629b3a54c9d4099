"""Cases that arrive in the scenarios, as text."""

LETTER = """\
title: 路口红绿灯时间太短
channel: 区长信箱-网上
category: 建议
received: 2026-07-16
consent: 同意公开
text: 路口绿灯只有十五秒，老人走不过去。
timeline:
- at: 2026-07-16
  event: 登记
  by: 区政府督查室
  matter: 五大建设的意见建议
"""

NEW_PROPOSAL = """\
title: 关于增设公交站的提案
channel: 政协提案
received: 2026-07-16
assigned_by_body: 2026-07-16
session: 区政协十届五次会议
registered_as: 第012号
mode: 单独
origin: 闭会期间立案的提案
proposers:
- name: 委员庚某
points: [增设公交站]
category: 交通
text: 新区没有公交站，建议增设。
timeline: []
"""
NEW_INSTRUCTION = """\
title: 关于校车安全的批示
received: 2026-07-17T08:40
leader: 区长
instruction: 请教体局排查校车隐患，开学前报我。
carrier: 政务信息第22期
addressed_to: 区教体局
text: 新学期临近，两条校车线路路况不好。
timeline:
- at: 2026-07-17
  event: 登记
  by: 区政府办文书室
"""
NEW_MEETING = """\
title: 区政府第71次常务会议
received: 2026-07-16
held: 2026-07-28T09:00
meeting: 常务会议
place: 三楼常务会议室
chair: 区长
attending: [区政府办公室主任, 区发改局, 区司法局, 区财政局, 区审计局, 区监察委]
timeline:
- at: 2026-07-16
  event: 登记
  by: 区政府办公室
"""
IMPORTED = """\
title: 旧台账里的一件
channel: 区长信箱-纸质
category: 建议
received: 2026-03-02
consent: 未表态
text: 建议增设垃圾箱。
imported: {from: 2026年纸质台账, at: 2026-07-17}
timeline:
- at: 2026-03-02
  event: 登记
  by: 区政府办文书室
  imported: {from: 2026年纸质台账, at: 2026-07-17}
"""
