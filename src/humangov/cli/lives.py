"""What happens to the demo's people in their years of service: coded actions, each effective and recorded on a day."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from humangov.cli.agencies import POSTS
from humangov.cli.grounds import authority_for, reason_for, remark_for
from humangov.cli.names import LAST
from humangov.cli.posts import DIRECTOR, MANAGER, MOST, Job, Posts
from humangov.domain.employees import EmploymentType

# The demo's last day: fixed, so that every run makes the same people.
LAST_DAY = date(2026, 10, 30)
YEAR_DAYS = 365
# Between two things that happen to a person there is time for a leave to end and for a slip to be noticed.
APART_DAYS = 100
MOST_RAISES, YEARS_TO_A_RAISE = 7, 3
PROBATION_DAYS = 182
SLIPS_SHARE = 0.012
EXCEPTION = "Hard to fill: approved by the budget office"
APPOINTMENTS = {
    EmploymentType.TEMPORARY: "115",
    EmploymentType.SEASONAL: "118",
    EmploymentType.EXEMPT: "170",
    EmploymentType.INTERN: "199",
}
# What may happen in between, and how often.
_TURNS = {"promotion": 0.16, "transfer": 0.08, "name": 0.03, "hours": 0.04, "leave": 0.12, "suspension": 0.02}
_TURNS |= {"plan": 0.02, "return": 0.02}


@dataclass(frozen=True, slots=True)
class Deed:
    """An action: its code, since when, the day on which it was recorded, and what it changes.

    `target` is the place in the career of the one that a 001 or 002 is about.
    """

    code: str
    effective: date
    recorded: date
    changes: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    authority: str = ""
    remarks: str = ""
    exception: str = ""
    target: int = -1


@dataclass(slots=True)
class Life:
    """A person on the way through the years: what they do now, for what pay, where they sit, and the deeds so far."""

    dice: Random
    posts: Posts
    job: Job
    pay_cents: int
    fte_hundredths: int
    position: str
    last_name: str
    born: date
    deeds: list[Deed] = field(default_factory=list)

    def live(self, kind: EmploymentType) -> None:
        """All that happens after the appointment, which is there."""
        start = self.deeds[0].effective
        if kind is EmploymentType.PROBATIONARY and (LAST_DAY - start).days > PROBATION_DAYS + APART_DAYS:
            start = workday(start + timedelta(days=PROBATION_DAYS))
            self.add("500", start, {"employment_type": EmploymentType.PERMANENT})
        turns = self._turns((LAST_DAY - start).days)
        apart = (LAST_DAY - start).days // (len(turns) + 1)
        for index, turn in enumerate(turns):
            turn(workday(start + timedelta(days=apart * (index + 1))))

    def _turns(self, days: int) -> list[Callable[[date], None]]:
        """What happens in so many days, in its order: no more than there is time for."""
        dice = self.dice
        likely = [getattr(self, f"_{name}") for name, share in _TURNS.items() if dice.random() < share]
        raises = [self._raise] * min(MOST_RAISES, days // YEAR_DAYS // YEARS_TO_A_RAISE)
        middle = [*likely, *raises]
        dice.shuffle(middle)
        room = days // APART_DAYS - 1
        return [*middle, *self._last()][-room:] if room > 0 else []

    def _last(self) -> list[Callable[[date], None]]:
        fate = self.dice.random()
        return [self._separate] if fate < 0.07 else [self._leave_open] if fate < 0.11 else []

    def add(self, code: str, day: date, changes: dict[str, Any] | None = None, target: int = -1) -> None:
        """One more deed. Most are recorded some days before they take effect, few after."""
        early = self.dice.randint(3, 20) if self.dice.random() < 0.95 else -self.dice.randint(3, 12)
        latest = self.deeds[-1].recorded if self.deeds else date.min
        recorded = min(LAST_DAY, max(latest, workday(day - timedelta(days=early))))
        above = self.position and self.pay_cents > self.job.cents(MOST) and code[0] in "178"
        words = {"reason": reason_for(self.dice, code), "authority": authority_for(code)}
        words |= {"remarks": remark_for(self.dice, code), "exception": EXCEPTION if above else ""}
        self.deeds.append(Deed(code, day, recorded, changes or {}, **words, target=target))

    def _raise(self, day: date) -> None:
        self._pay(day, self.dice.choices(("892", "894", "893"), (5, 4, 1))[0], self.dice.randint(2, 4))

    def _pay(self, day: date, code: str, percent: int) -> None:
        """More pay, up to the range's end; now and then a slip that is corrected some weeks later."""
        after = min(raised(self.pay_cents, percent), self.job.cents(MOST))
        if after <= self.pay_cents:
            return
        if self.dice.random() < SLIPS_SHARE and (typed := 2 * after - self.pay_cents) <= self.job.cents(MOST):
            self.add(code, day, {"pay_cents": typed})
            found = workday(self.deeds[-1].recorded + timedelta(days=self.dice.randint(15, 40)))
            self.add("002", day, {"pay_cents": after}, target=len(self.deeds) - 1)
            self.deeds[-1] = replace(self.deeds[-1], recorded=min(found, LAST_DAY))
        else:
            self.add(code, day, {"pay_cents": after})
        self.pay_cents = after

    def _promotion(self, day: date) -> None:
        """To a higher title in the same department; for some the general adjustment of the same day comes after it."""
        senior = f"Senior {self.job.title[0].lower()}{self.job.title[1:]}"
        title = self.job.title if self.job.title.startswith(("Senior", MANAGER, DIRECTOR)) else senior
        job = replace(self.job, title=title, thousands=self.job.thousands * 118 // 100)
        if title == self.job.title:
            return
        pay = max(raised(self.pay_cents, 6), job.cents(72))
        self._move("702", day, job, {"pay_cents": min(pay, job.cents(MOST))})
        if self.dice.random() < 0.1:
            self._pay(day, "894", 2)

    def _transfer(self, day: date) -> None:
        """To another department, for the same work and pay; nobody who leads one."""
        if self.job.title in {MANAGER, DIRECTOR}:
            return
        post = self.dice.choice(
            [p for p in POSTS if (p.agency, p.department) != (self.job.agency, self.job.department)]
        )
        self._move("721", day, replace(self.job, agency=post.agency, department=post.department), {})

    def _move(self, code: str, day: date, job: Job, changes: dict[str, Any]) -> None:
        new = {"agency": job.agency, "department": job.department, "title": job.title, "job_class": job.job_class}
        self.posts.leave(self.position, day)
        self.position = self.posts.take(job, day) if self.position else ""
        self.job, self.pay_cents = job, changes.get("pay_cents", self.pay_cents)
        self.add(code, day, {**new, **changes, "position": self.position})

    def _name(self, day: date) -> None:
        self.last_name = self.dice.choice([name for name in LAST if name != self.last_name])
        self.add("780", day, {"last_name": self.last_name})

    def _hours(self, day: date) -> None:
        self.fte_hundredths = self.dice.choice([n for n in (50, 60, 75, 80, 100) if n != self.fte_hundredths])
        self.add("782", day, {"fte_hundredths": self.fte_hundredths})

    def _leave(self, day: date) -> None:
        self._leave_open(day)
        self.add("293", workday(day + timedelta(days=self.dice.randint(25, 60))))

    def _leave_open(self, day: date) -> None:
        self.add(self.dice.choices(("460", "473", "480"), (6, 1, 1))[0], day)

    def _suspension(self, day: date) -> None:
        self.add("450", day)
        self.add("292", workday(day + timedelta(days=self.dice.choice((7, 14)))))

    def _plan(self, day: date) -> None:
        """A leave that was planned, and cancelled before it began."""
        self._leave_open(day)
        soon = max(self.deeds[-1].recorded, workday(day - timedelta(days=2)))
        self.add("001", day, target=len(self.deeds) - 1)
        self.deeds[-1] = replace(self.deeds[-1], recorded=soon)

    def _separate(self, day: date) -> None:
        self.posts.leave(self.position, day)
        self.position = ""
        self.add(self._separation(day), day)

    def _separation(self, day: date) -> str:
        hired = self.deeds[0].effective
        if (day - self.born).days > 58 * YEAR_DAYS and (day - hired).days > 5 * YEAR_DAYS:
            return "302"
        if self.deeds[0].code in {"115", "118", "199"}:
            return "355"
        if (day - hired).days < YEAR_DAYS:
            return "385"
        return self.dice.choices(("317", "352", "330", "350"), (12, 6, 1, 1))[0]

    def _return(self, day: date) -> None:
        """Somebody who resigned comes back some months later."""
        self.posts.leave(self.position, day)
        had, self.position = bool(self.position), ""
        self.add("317", day)
        again = workday(day + timedelta(days=self.dice.randint(40, 70)))
        self.position = self.posts.take(self.job, again) if had else ""
        self.add("140", again, {"position": self.position} if had else {})

    def look_ahead(self) -> None:
        """Something that is decided and still to come on the demo's last day, for who is still there."""
        if self.deeds[-1].code[0] == "3":
            return
        day = workday(LAST_DAY + timedelta(days=self.dice.randint(3, 120)))
        chosen = self.dice.random()
        if chosen < 0.5:
            self._raise(day)
        elif chosen < 0.8:
            self._promotion(day)
        else:
            self._separate(day)


def raised(cents: int, percent: int) -> int:
    """In whole dollars a month, or by the hour in five cents."""
    step = 1_200 if cents > 20_000 else 5
    return cents * (100 + percent) // (100 * step) * step


def workday(day: date) -> date:
    """The day, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day
