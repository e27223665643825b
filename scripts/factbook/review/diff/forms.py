"""Forms that each part of a diff must have when it is read from JSON, which a pull request may have forged.

They are checked where a diff is read, not where it is made. Texts for readers have no form: their length is limited
here, and `review.markdown.escape_markdown` escapes them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from factbook.model import Place

MAX_DIGITS = 60
MAX_EXPONENT = 30

_FILE = StringConstraints(pattern=r"^[^\p{C}]+$", max_length=500)


def _check_amount(amount: Decimal) -> Decimal:
    """Return a finite number that takes no more than some 90 characters to write. Raises ValueError otherwise."""
    sign_and_digits = amount.as_tuple()
    if not amount.is_finite() or abs(amount.adjusted()) > MAX_EXPONENT or len(sign_and_digits.digits) > MAX_DIGITS:
        raise ValueError("not a number of a usual size")
    return amount


def _check_place(place: Place) -> Place:
    """Return a place whose parts are within their limits. Raises ValueError otherwise."""
    is_file = 0 < len(place.file) <= 500 and place.file.isprintable()
    if not (is_file and 0 < place.line < 10**7 and 0 < place.column < 10**7):
        raise ValueError("not a place in a file")
    return place


Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,3}$")]
"""A language code (RFC 5646)."""
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$")]
"""The identifier of a record."""
ProblemCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
"""A code of `problems.CODES`, or of another version of them."""
Revision = Annotated[str, StringConstraints(pattern=r"^[\w./~^@{}:+-]*$", max_length=250)]
"""The name of a revision (gitrevisions(7)); empty for the working tree."""
File = Annotated[str, _FILE]
"""The path of a file, without control or format characters."""
PageName = Annotated[str, _FILE]
"""The name of a page: the path of its file, without language and ending."""
_ADDRESS = r"^https?://[^\s\p{C}<>()\"'\\\[\]{}|^`]+$"
Address = Annotated[str, StringConstraints(pattern=_ADDRESS, max_length=2_000)]
"""An absolute URL."""
Count = Annotated[int, Field(ge=0, lt=10**7)]
Amount = Annotated[Decimal, AfterValidator(_check_amount)]
"""A difference between two values."""
SourcePlace = Annotated[Place, AfterValidator(_check_place)]
Title = Annotated[str, StringConstraints(max_length=2_000)]
"""A short text: a title, the name of a language, the path of a field."""
Text = Annotated[str, StringConstraints(max_length=100_000)]
"""A text for readers."""
