"""Access tokens known by how they begin, by their address or by a label. They are put together at run time."""

import textwrap
from pathlib import Path

import pytest

from duban.privacy.detect import hits


def letters(count):
    return "".join("Ab3dE7gH1jK9"[index % 12] for index in range(count))


HEX, UUID = ("0a1b2c3d" * 8), "0a1b2c3d-4e5f-6a7b-8c9d-" + "0e1f2a3b4c5d"
TOKENS = {
    "GitHub": "gh" + "p_" + letters(36), "GitHub, fine-grained": "github" + "_pat_" + letters(82),
    "GitLab": "gl" + "pat-" + letters(20), "AWS": "AK" + "IA" + letters(16).upper(),
    "Slack": "xo" + "xb-" + "2" * 11 + "-" + letters(24), "阿里云": "LT" + "AI5t" + letters(18),
    "腾讯云": "AK" + "ID" + letters(32),
    "OpenAI": "s" + "k-" + letters(48), "DeepSeek": "s" + "k-" + HEX[:32], "Anthropic": "s" + "k-ant-api03-" + letters(80),
    "Google": "AI" + "za" + letters(35), "钉钉加签": "SE" + "C" + HEX,
    "JWT": "ey" + "JhbGciOiJIUzI1NiJ9." + "ey" + "JzdWIiOiIxMjM0NTY3ODkwIn0." + letters(43),
}  # fmt: skip
AROUND = ["{}", "令牌：{}", "推送用{}，请保密", "token={}", '"token": "{}"', "（{}）", "> {}", "export T={}"]


def found(text):
    return [text[hit.start : hit.end] for hit in hits(text) if hit.kind == "令牌"]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("platform", TOKENS)
def test_tokens_of_platforms_are_found(platform, around):
    assert found(around.format(TOKENS[platform])) == [TOKENS[platform]]


@pytest.mark.parametrize("platform", TOKENS)
def test_tokens_of_platforms_are_found_wrapped(platform):
    token = TOKENS[platform]
    assert found("\n    ".join(textwrap.wrap(token, len(token) // 2 + 1)))


@pytest.mark.parametrize(
    "text",
    [
        "https://oapi.dingtalk.com/robot/send?access_token=" + HEX,
        "https://oapi.dingtalk.com/robot/send?\naccess_token=" + HEX,
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + UUID,
        "https://open.feishu.cn/open-apis/bot/v2/hook/" + UUID,
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send\n   ?key=" + UUID,
        "access_token：\r\n" + HEX[:32] + "\r\n" + HEX[32:],
        "机器人 129131" + "3527:" + letters(34),
        "企业微信机器人key=" + UUID,
        "Authorization: Bearer " + letters(40),
        "AccessKey Secret：" + letters(30),
        "AppSecret：" + HEX[:32],
        "aws_secret_access_key = " + letters(40),
        "API Key：" + letters(32),
        "密钥：" + letters(32),
        "密钥 " + letters(32),
        "访问令牌是" + letters(32),
        "access_token为" + letters(32),
        "Token = '" + "a1b2" + "c3d4'",
    ],
)
def test_tokens_behind_a_label_or_in_an_address_are_found(text):
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "token: ${{ secrets.GITHUB_TOKEN }}", "token=$TOKEN2", "token: str", "id-token: write", "max_tokens=4096",
        "secret = sha256(x1)", "apikey", "ghp_", "sk-ssh-ed25519@openssh.com AAAAGnNr", "sk-button-primary-large-outline",
        "密钥文件放在保险柜里", "公钥 age1" + "qpzry9x8gf" * 5, "令牌2024年停发", "key: value", "SECTION 12",
        "the bearer of this letter",
        "task-2026-0001", "risk-assessment-of-2026-for-the-district",
    ],
)  # fmt: skip
def test_not_found(text):
    assert found(text) == []


def test_this_file_holds_none():
    assert hits(Path(__file__).read_text("utf-8")) == []
