"""Every rule by which personal data and secrets are found. A new kind is one more class and its row here."""

from __future__ import annotations

from duban.privacy.access_tokens import AccessToken
from duban.privacy.bank_accounts import BankCard, SocialSecurityCard
from duban.privacy.chat_accounts import QQAccount, WeChatAccount
from duban.privacy.contact_lines import TelephoneLine
from duban.privacy.home_addresses import HomeAddress
from duban.privacy.identity_papers import BorderPermit, Passport
from duban.privacy.look_up_codes import LookUpCode
from duban.privacy.mail_addresses import MailAddress
from duban.privacy.passwords import Password
from duban.privacy.person_names import PersonName
from duban.privacy.personal_numbers import IdentityNumber, MobileNumber
from duban.privacy.privacy_rule import PrivacyRule
from duban.privacy.private_keys import PrivateKey
from duban.privacy.unlabelled_names import PossibleName
from duban.privacy.vehicle_plates import VehiclePlate

RULES: tuple[PrivacyRule, ...] = (
    PrivateKey(),
    IdentityNumber(),
    SocialSecurityCard(),
    BorderPermit(),
    Passport(),
    BankCard(),
    WeChatAccount(),
    MobileNumber(),
    TelephoneLine(),
    MailAddress(),
    QQAccount(),
    VehiclePlate(),
    AccessToken(),
    LookUpCode(),
    Password(),
    PersonName(),
    HomeAddress(),
    PossibleName(),
)
"""Of two readings of the same characters the longer one holds, then the earlier in this list."""
