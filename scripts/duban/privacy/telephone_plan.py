"""The plan of telephone numbers in `phonenumbers`, loaded only when something looks like a line.

Its own search misses numbers after Latin letters, some with dots, and the second of two that share an area code.
"""

from __future__ import annotations

import re

from duban.privacy.personal_numbers import MOBILE

LINE = "固定电话"

_MOBILE_LABEL = re.compile(r"(?:手机|手機|移动|[Mm]obile|[Cc]ell)[^0-9。;]{0,8}\Z")
_QUESTIONS = 2000


class TelephonePlan:
    """What `phonenumbers` knows of a number; after so many questions of one text anything is believed, or a text of
    nothing else would take minutes."""

    def __init__(self) -> None:
        self.left = _QUESTIONS
        self._lines: dict[str, bool] = {}

    def has_line(self, national: str) -> bool:
        """Return whether area code and number are those of a fixed line in China."""
        known = self._lines.get(national)
        if known is None:
            known = self._lines[national] = self._is_line(national)
        return known

    def _is_line(self, national: str) -> bool:
        self.left -= 1
        if self.left < 0:
            return True
        import phonenumbers

        number = phonenumbers.PhoneNumber(country_code=86, national_number=int(national))
        fixed = (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
        return phonenumbers.number_type(number) in fixed

    def kind_abroad(self, number: str, before: str) -> str | None:
        """Return the kind of a number that begins with its country code; None for service lines and no number.

        In the United States and Canada a mobile is known only by the text before it."""
        self.left -= 1
        if self.left < 0:
            return LINE
        import phonenumbers

        try:
            known = phonenumbers.parse(f"+{number}")
        except phonenumbers.NumberParseException:
            return None
        types = phonenumbers.PhoneNumberType
        type_ = phonenumbers.number_type(known)
        if type_ == types.MOBILE or (type_ == types.FIXED_LINE_OR_MOBILE and _MOBILE_LABEL.search(before)):
            return MOBILE
        return LINE if type_ in (types.FIXED_LINE, types.FIXED_LINE_OR_MOBILE) else None
