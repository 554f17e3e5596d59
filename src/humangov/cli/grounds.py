"""Why the demo's actions were done, and under what: generic words, and no law of any state."""

from random import Random

_RULES = {
    "1": "Civil service rules, part 2: appointments",
    "2": "Civil service rules, part 6: leave and return",
    "3": "Civil service rules, part 9: separations",
    "4": "Civil service rules, part 6: leave and return",
    "5": "Civil service rules, part 3: status",
    "7": "Civil service rules, part 4: changes of position",
    "8": "Pay plan, section 5: changes of pay",
    "0": "Civil service rules, part 1: correction of records",
}
_REASONS = {
    "100": ("Selected from the list of eligibles", "Competitive selection", "Selected after open examination"),
    "108": ("Term project", "Funded for a term"),
    "115": ("Temporary workload", "Replacement during a leave"),
    "118": ("Seasonal workload",),
    "140": ("Reinstatement within the period of eligibility",),
    "170": ("Exempt position filled by the appointing authority",),
    "199": ("Internship program",),
    "292": ("End of suspension",),
    "293": ("Return at the end of the leave", "Return before the end of the leave"),
    "302": ("Retirement", "Retirement after long service"),
    "317": ("Resignation", "Resignation: moved away", "Resignation: further studies"),
    "330": ("Removal for cause",),
    "350": ("Death of the employee",),
    "352": ("Appointed by another employer", "Transfer to a local government"),
    "355": ("End of the appointment",),
    "385": ("Probation not completed",),
    "450": ("Suspension for 5 days", "Suspension for 10 days"),
    "460": ("Parental leave", "Medical leave", "Family care"),
    "473": ("Uniformed service",),
    "480": ("Sabbatical for research",),
    "500": ("Probation completed", "Selected for a permanent position"),
    "702": ("Competitive promotion", "Promotion after selection"),
    "721": ("Transfer at the employee’s request", "Reassignment to meet workload"),
    "780": ("Change of the legal name",),
    "782": ("Change of hours at the employee’s request", "Change of hours to meet workload"),
    "892": ("Step increase after satisfactory service",),
    "893": ("Within-range increase for sustained performance",),
    "894": ("General adjustment of the pay plan",),
    "001": ("Recorded by mistake", "Plans have changed"),
    "002": ("The amount was typed wrong", "The pay letter says otherwise"),
}
_REMARKS = (
    "Papers are in the folder.",
    "Employee was informed in writing.",
    "Verified against the pay plan.",
    "Subject to a probationary period of six months.",
)
_REMARKED_SHARE = 0.3


def reason_for(dice: Random, code: str) -> str:
    """Why."""
    return dice.choice(_REASONS[code])


def authority_for(code: str) -> str:
    """Under what rule."""
    return _RULES[code[0]]


def remark_for(dice: Random, code: str) -> str:
    """A remark, for some."""
    offered = _REMARKS if code[0] == "1" else _REMARKS[:3] if code[0] == "8" else _REMARKS[:2]
    return dice.choice(offered) if dice.random() < _REMARKED_SHARE else ""
