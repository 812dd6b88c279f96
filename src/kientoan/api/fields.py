"""The values that programs send: days, moments, names, identities; each refused with a sentence of ours."""

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from kientoan.core.decisions import Citation
from kientoan.rules.persons import Birth, Precision
from kientoan.rules.vntext import tidy

MOST_ID = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly."""
MOST_ROWS = 1000
MOST_KEY = 40
PARTIAL = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_ISO_PART = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def _day(value: object) -> date:
    """A day written ``2020-06-23``, and in no other way."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise ValueError(_("“%(text)s” không phải là ngày. Gõ như 2020-06-23.") % {"text": tidy(str(value)[:30])})
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(_("Ngày %(text)s không có trong lịch. Gõ lại ngày.") % {"text": value}) from None


def _moment(value: object) -> datetime:
    """A moment with its offset from UTC; a plus sign that an address turned into a space is read as one."""
    if isinstance(value, datetime):
        return value
    try:
        found = datetime.fromisoformat(value.replace(" ", "+") if isinstance(value, str) else "")
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError(_("“%(text)s” không phải là thời điểm. Gõ như 2020-06-23T23:59:59+07:00.") % {"text": tidy(str(value)[:40])})
    return found


def _plain(value: str) -> str:
    """Text in NFC; control characters and halves of characters are refused, for no paper has them."""
    composed = unicodedata.normalize("NFC", value)
    if len(composed) > len(value) or any(unicodedata.category(ch) in ("Cc", "Cs") for ch in composed):
        raise ValueError(_("Có ký tự không dùng được. Gõ lại bằng chữ thường."))
    return composed


def _partial(value: object) -> Birth:
    """A day, a month or a year, as much as is known: ``1970-06-23``, ``1970-06``, ``1970``."""
    if isinstance(value, Birth):
        return value
    written = _ISO_PART.fullmatch(value) if isinstance(value, str) else None
    if written is None:
        raise ValueError(_("“%(text)s” không phải là ngày, tháng hay năm. Gõ như 1970-06-23, 1970-06 hoặc 1970.") % {"text": tidy(str(value)[:30])})
    year, month, day = written.groups()
    try:
        return Birth(date(int(year), int(month or 1), int(day or 1)), Precision.DAY if day else Precision.MONTH if month else Precision.YEAR)
    except ValueError:
        raise ValueError(_("Ngày %(text)s không có trong lịch. Gõ lại ngày.") % {"text": written[0]}) from None


def write_partial(birth: Birth) -> str:
    """A birth as far as it is known, as programs read it."""
    return birth.on.isoformat()[:{Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[birth.precision]]


def _reference(value: object) -> int | str:
    """The identity of a unit that stands, as a number; or the key of a new one, as text."""
    if type(value) is int and 1 <= value <= MOST_ID:
        return value
    if isinstance(value, str) and 0 < len(value) <= MOST_KEY:
        return _plain(value)
    raise ValueError(_("Cần định danh của một đơn vị (số), hoặc khóa của một đơn vị mới (chữ, nhiều nhất %(most)s).") % {"most": MOST_KEY})


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2020-06-23"]})]
Moment = Annotated[datetime, BeforeValidator(_moment),
                   WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2020-06-23T23:59:59+07:00"]})]
PartialDay = Annotated[Birth, BeforeValidator(_partial), WithJsonSchema({"type": "string", "pattern": PARTIAL, "examples": ["1970-06-23", "1970-06", "1970"]})]
Reference = Annotated[int | str, BeforeValidator(_reference), WithJsonSchema({
    "anyOf": [{"type": "integer", "minimum": 1, "maximum": MOST_ID}, {"type": "string", "minLength": 1, "maxLength": MOST_KEY}],
    "description": "The identity of a unit that stands, as a number; or the key of a new unit of the same body, as text."})]
Id = Annotated[int, Field(ge=1, le=MOST_ID)]
"""An identity in an address."""
BodyId = Annotated[int, Field(ge=1, le=MOST_ID, strict=True)]
"""An identity in a body: a number, not a text of digits."""
Code = Annotated[str, Field(min_length=1, max_length=20), AfterValidator(_plain)]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
Key = Annotated[str, Field(min_length=1, max_length=20), AfterValidator(_plain)]
Words = Annotated[str, Field(max_length=200), AfterValidator(_plain)]
Note = Annotated[str, Field(max_length=300), AfterValidator(_plain)]
Short = Annotated[str, Field(max_length=80), AfterValidator(_plain)]
Number = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_plain)]
TermLabel = Annotated[str, Field(max_length=40), AfterValidator(_plain)]
NewKey = Annotated[str, Field(min_length=1, max_length=MOST_KEY, description="How the rest of the body names it."), AfterValidator(_plain)]
Ordinal = Annotated[str, Field(max_length=20), AfterValidator(_plain)]
Cursor = Annotated[str, Field(min_length=1, max_length=1200, description="Where the page before ended: its `next_cursor`, unchanged.")]


class Asked(BaseModel):
    """The two clocks that every question takes."""

    as_of: Day | None = Field(None, description="The day, to its end in Vietnam. Today when left out.")
    known_at: Moment | None = Field(None, description="As known at this moment. Now when left out.")


class Input(BaseModel):
    """What a body may hold; a name that is not known is refused, for it is mostly a slip."""

    model_config = ConfigDict(extra="forbid")


class Decision(Input):
    """The paper that an act cites."""

    number: Number = Field(description="Number and symbol, such as 1683/NQ-UBTVQH15.")
    issued_on: Day = Field(description="Its date.")
    kind: Short = Field("", description="What sort of paper it is, as written on it.")
    issuer: Words = Field("", description="Who issued it.")

    def citation(self) -> Citation:
        """As operations take it."""
        return Citation(self.number, self.issued_on, self.kind, self.issuer)


def cited(decision: Decision | None) -> Citation | None:
    """The citation of a body that may have none."""
    return decision.citation() if decision else None
