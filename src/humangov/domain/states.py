"""The states, the District of Columbia and the territories: names, postal codes and the time zone of the capital."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from humangov.domain.text import fold, text_problem


@dataclass(frozen=True, slots=True)
class State:
    """A possible tenant. `slug` names it in host names and in the names of tables and buckets."""

    code: str
    name: str
    time_zone: str

    @property
    def slug(self) -> str:
        """The name as it stands in a host name: "new-york"."""
        return fold(self.name).replace(" ", "-")


# Source of codes: USPS Publication 28, appendix B. Time zone: that of the capital (IANA name).
_ROWS = """
AL|Alabama|America/Chicago
AK|Alaska|America/Juneau
AZ|Arizona|America/Phoenix
AR|Arkansas|America/Chicago
CA|California|America/Los_Angeles
CO|Colorado|America/Denver
CT|Connecticut|America/New_York
DE|Delaware|America/New_York
DC|District of Columbia|America/New_York
FL|Florida|America/New_York
GA|Georgia|America/New_York
HI|Hawaii|Pacific/Honolulu
ID|Idaho|America/Boise
IL|Illinois|America/Chicago
IN|Indiana|America/Indiana/Indianapolis
IA|Iowa|America/Chicago
KS|Kansas|America/Chicago
KY|Kentucky|America/New_York
LA|Louisiana|America/Chicago
ME|Maine|America/New_York
MD|Maryland|America/New_York
MA|Massachusetts|America/New_York
MI|Michigan|America/Detroit
MN|Minnesota|America/Chicago
MS|Mississippi|America/Chicago
MO|Missouri|America/Chicago
MT|Montana|America/Denver
NE|Nebraska|America/Chicago
NV|Nevada|America/Los_Angeles
NH|New Hampshire|America/New_York
NJ|New Jersey|America/New_York
NM|New Mexico|America/Denver
NY|New York|America/New_York
NC|North Carolina|America/New_York
ND|North Dakota|America/Chicago
OH|Ohio|America/New_York
OK|Oklahoma|America/Chicago
OR|Oregon|America/Los_Angeles
PA|Pennsylvania|America/New_York
RI|Rhode Island|America/New_York
SC|South Carolina|America/New_York
SD|South Dakota|America/Chicago
TN|Tennessee|America/Chicago
TX|Texas|America/Chicago
UT|Utah|America/Denver
VT|Vermont|America/New_York
VA|Virginia|America/New_York
WA|Washington|America/Los_Angeles
WV|West Virginia|America/New_York
WI|Wisconsin|America/Chicago
WY|Wyoming|America/Denver
AS|American Samoa|Pacific/Pago_Pago
GU|Guam|Pacific/Guam
MP|Northern Mariana Islands|Pacific/Saipan
PR|Puerto Rico|America/Puerto_Rico
VI|US Virgin Islands|America/St_Thomas
"""
STATES = tuple(State(*row.split("|")) for row in _ROWS.split("\n") if row)
BY_SLUG = {state.slug: state for state in STATES}
BY_CODE = {state.code: state for state in STATES}


def find_state(text: str) -> State | None:
    """The state that a person means by a slug, a name or a postal code, or None."""
    folded = fold(text)
    return BY_SLUG.get(folded.replace(" ", "-")) or BY_CODE.get(folded.upper())


@dataclass(frozen=True, slots=True)
class Installed:
    """A state that this installation serves: where its data lies, and how its pages are branded.

    `color` is `#rrggbb`, dark enough for white text (contrast 4.5:1); `initials` stand in the seal.
    `role_arn` names the role that alone opens the state's data; "" where whoever serves it may open it by themselves.
    `scanned`: whether its files are scanned for malware; None where only the installation's setting says so.
    `help` says whom its people ask for help: a name, a phone number, an e-mail address; "" where nobody is named.
    """

    state: State
    table: str
    bucket: str
    key_arn: str
    color: str
    initials: str
    active: bool = True
    role_arn: str = ""
    scanned: bool | None = None
    help: str = ""

    def is_scanned(self, *, otherwise: bool) -> bool:
        """Whether files open only when a scan has found nothing; `otherwise` is the installation's setting."""
        return otherwise if self.scanned is None else self.scanned

    @property
    def slug(self) -> str:
        """The state's slug."""
        return self.state.slug

    @property
    def name(self) -> str:
        """The state's name."""
        return self.state.name

    @property
    def code(self) -> str:
        """The state's postal code."""
        return self.state.code

    @property
    def time_zone(self) -> str:
        """The IANA name of the state's time zone."""
        return self.state.time_zone

    def day_of(self, instant: datetime) -> date:
        """The day of an instant in the state's time zone."""
        return instant.astimezone(ZoneInfo(self.time_zone)).date()


def help_problem(text: str) -> str:
    """What is wrong with the words that say whom to ask for help, as an instruction; "" when nothing is."""
    if wrong := text_problem(text, 200):
        return wrong
    reached = re.search(r"\S@\S|[0-9]{3}", text)
    return "" if reached or not text else "Say how to reach them: give a phone number or an e-mail address."


# WCAG 2.2, criterion 1.4.3: text on its ground.
LEAST_CONTRAST = 4.5


def contrast_with_white(color: str) -> float:
    """The contrast of `#rrggbb` with white, 1 to 21 (WCAG 2.2, relative luminance)."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
