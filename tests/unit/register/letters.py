"""A plain letter, assigned, to build cases on."""

LETTER = """\
title: 某街人行道地砖破损
channel: 区长信箱-网上
category: 求助
received: 2026-07-06
consent: 同意公开
text: 某街人行道地砖破损。
timeline:
- at: 2026-07-06
  event: 登记
  by: 区政府督查室
  matter: 生产生活困难
- at: 2026-07-06
  event: 交办
  by: 区政府督查室
  to: 区住建局
  handler: 李明
  grade: 复杂
"""
