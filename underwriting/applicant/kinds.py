"""The kinds of answer an applicant file may hold, each with its bounds and what would be right.

Bounds: text 200 characters (notes and summary 500), money 10^12, counts 10^9, lists 50. Control characters are an
error; bidirectional marks are kept here and neutralised where they are shown.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError
from stdnum.fr import siren as siren_number

MONEY_MAX = 10**12
COUNT_MAX = 10**9
LIST_MAX = 50
TEXT_MAX = 200
NOTE_MAX = 500

COUNTRIES = frozenset(
    (
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY "
        "BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
        "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR "
        "IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
        "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
        "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF "
        "TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
    ).split()
)
"""ISO 3166-1 alpha-2."""


@dataclass(frozen=True)
class Kind:
    """Names what a field expects, so that an error can say what would be right."""

    name: str


def _day(value: object) -> object:
    if isinstance(value, datetime):
        raise PydanticCustomError("date_expected", "not a date alone")
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value
        except ValueError:
            raise PydanticCustomError("date_expected", "no such day") from None
    return value


def _clean(value: str) -> str | None:
    """Refuse control characters; trim; an empty text is no answer."""
    if any(unicodedata.category(c) in ("Cc", "Cs") and c != "\n" for c in value):
        raise PydanticCustomError("control_character", "holds a control character")
    return value.strip() or None


def _single_line(value: str) -> str | None:
    if "\n" in value:
        raise PydanticCustomError("control_character", "holds a control character")
    return _clean(value)


def _email(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[^@\s,;<>]{1,64}@[^@\s.,;<>]+(\.[^@\s.,;<>]+)+", value):
        raise PydanticCustomError("email", "not an e-mail address")
    return value


def _siren(value: str | None) -> str | None:
    if value is None:
        return None
    digits = re.sub(r"[\s.]", "", value)
    if not re.fullmatch(r"[0-9]{9}", digits):
        raise PydanticCustomError("siren_digits", "not nine digits")
    if not siren_number.is_valid(digits):
        raise PydanticCustomError("siren_check", "fails its check digit")
    return digits


def _country(value: str | None) -> str | None:
    if value is not None and value not in COUNTRIES:
        raise PydanticCustomError("country", "not a country code")
    return value


T = TypeVar("T")


def _once(values: tuple[T, ...]) -> tuple[T, ...]:
    """A value listed twice says no more than once, a blank line nothing."""
    return tuple(dict.fromkeys(value for value in values if value is not None))


Text = Annotated[str, Field(max_length=TEXT_MAX), AfterValidator(_single_line), Kind("text")]
Note = Annotated[str, Field(max_length=NOTE_MAX), AfterValidator(_clean), Kind("note")]
Email = Annotated[str, Field(max_length=TEXT_MAX), AfterValidator(_single_line), AfterValidator(_email), Kind("email")]
Siren = Annotated[str, Field(max_length=TEXT_MAX), AfterValidator(_single_line), AfterValidator(_siren), Kind("siren")]
Country = Annotated[str, AfterValidator(_country), Kind("country")]
Money = Annotated[int, Field(ge=0, le=MONEY_MAX), Kind("money")]
Count = Annotated[int, Field(ge=0, le=COUNT_MAX), Kind("count")]
Year = Annotated[int, Field(ge=1900, le=2200), Kind("year")]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False), Kind("share")]
Day = Annotated[date, BeforeValidator(_day), Kind("date")]
Flag = Annotated[bool, Kind("flag")]
Activity = Annotated[int, Field(ge=1, le=6), Kind("activity")]

Many = Annotated[tuple[T, ...], Field(max_length=LIST_MAX, strict=False), AfterValidator(_once), Kind("list")]

Answer = Literal["yes", "partly", "no", "unknown", "not_applicable"]
Family = Literal["software", "connected_device", "other_health_product"]
Clause = Literal["covered", "sublimited", "excluded", "unknown"]
Trigger = Literal["claims_made", "occurrence", "unknown"]
Held = Literal["yes", "no", "unknown"]
