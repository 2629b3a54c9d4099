"""Every rule by which personal data and secrets are found. A new kind is one more class and its row here."""

from __future__ import annotations

from duban.privacy.contact_lines import MailAddress, TelephoneLine
from duban.privacy.credentials import Password, PrivateKey
from duban.privacy.person_names import PersonName
from duban.privacy.personal_numbers import BankCard, IdentityNumber, MobileNumber
from duban.privacy.privacy_rule import PrivacyRule

RULES: tuple[PrivacyRule, ...] = (
    PrivateKey(),
    IdentityNumber(),
    BankCard(),
    MobileNumber(),
    TelephoneLine(),
    MailAddress(),
    Password(),
    PersonName(),
)
"""Of two readings of the same characters the longer one holds, then the earlier in this list."""
