"""The head of a table's column says what the cells below it are."""

import pytest

from duban.privacy.detect import hits

NAME, OTHER = "苏" + "巧云", "丁" + "国平"
LINE, CARD, QQ = "201" + "2345", "C005" + "20946", "123" + "456789"
TABLES = [
    (f"姓名|社会保障卡号|状态\n{NAME}|{CARD}|新\n{OTHER}|（空）|", [("姓名", NAME), ("社会保障卡号", CARD), ("姓名", OTHER)]),
    (f"| 姓名 | 电话 | QQ |\n|---|---|---|\n| 某人 | {LINE} | {QQ} |", [("固定电话", LINE), ("QQ号", QQ)]),
    (f"前文\n姓名\t电话\r\n{NAME}\t{LINE}\r\n后文", [("姓名", NAME), ("固定电话", LINE)]),
    (f"序号,电话\n1,{LINE}\n\n2,{LINE}", [("固定电话", LINE)]),
    ("电话,时间\n来,去\n| 姓名 | 单位 |\n| 王某 | 住建局 |", []),
    (f"数量,电话费\n{LINE},30元", []),
    (f"联系人、电话、经办人\n{NAME}、{LINE}、{OTHER}", [("姓名", NAME), ("固定电话", LINE), ("姓名", OTHER)]),
    (f"| 姓名 |\n|---|\n| {NAME} |\n| {OTHER} |", [("姓名", NAME), ("姓名", OTHER)]),
    (f"姓名 备注 电话\r\n{NAME}  {LINE}\r\n{OTHER}\r\n", [("姓名", NAME), ("固定电话", LINE), ("姓名", OTHER)]),
    (f"备注｜电话\n｜{LINE}", [("固定电话", LINE)]),
    (f"诉求,电话,姓名\n停水，停电,{LINE},{NAME}", [("固定电话", LINE), ("姓名", NAME)]),
    (f"电话：\n{LINE}", [("固定电话", LINE)]),
    (f"via: 电话\nof: {LINE}", []),
    (f"via: 电话\ntext: {LINE}元\n", []),
    ("姓名,电话\n以上情况,请核实,谢谢,再谢,又谢,还谢", []),
    ("姓名、电话\n高度重视", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values"), TABLES)
def test_cells_are_read_with_the_head_of_their_column(text, values):
    assert [(hit.kind, text[hit.start : hit.end]) for hit in hits(text)] == values
