"""The rules that a mass action keeps before anybody is looked at: each problem is a field with an instruction."""

from datetime import date

from humangov.domain.codes import ActionCode, allowed_from
from humangov.domain.employees import EmploymentType, in_sentence
from humangov.domain.mass import (
    MOST_AMOUNT_CENTS,
    MOST_PERCENT_HUNDREDTHS,
    SETTABLE,
    MassAction,
    Rule,
    RuleKind,
    Selection,
    kinds_for,
)
from humangov.domain.organization import Agency, Overview
from humangov.domain.rules import LATEST_HIRE
from humangov.domain.text import LONG_TEXT, REASON_TEXT, SHORT_TEXT, text_problem

# A mass action reaches back so far at most: further back, each career has to be looked at by itself.
EARLIEST = LATEST_HIRE


def mass_problems(mass: MassAction, code: ActionCode | None, overview: Overview, today: date) -> dict[str, str]:
    """Every rule that a mass action breaks: field of its form to what to do about it."""
    if code is None:
        return {"code": "Choose a code from the list."}
    return {
        **_text_problems(mass),
        **_day_problems(mass.effective, today),
        **_selection_problems(mass.selection, code, overview),
        **_rule_problems(mass.rule, code, overview),
    }


def _text_problems(mass: MassAction) -> dict[str, str]:
    limits = {"reason": REASON_TEXT, "authority": REASON_TEXT, "remarks": LONG_TEXT, "exception": REASON_TEXT}
    found = {name: text_problem(getattr(mass, name), most) for name, most in limits.items()}
    if not mass.reason:
        found["reason"] = "Enter the reason."
    return {name: text for name, text in found.items() if text}


def _day_problems(effective: date, today: date) -> dict[str, str]:
    if not today - EARLIEST <= effective <= today + LATEST_HIRE:
        return {"effective": "Enter a date within a year from today, before or after."}
    return {}


def _selection_problems(selection: Selection, code: ActionCode, overview: Overview) -> dict[str, str]:
    found = {}
    agency = overview.agency(selection.agency)
    if selection.agency and not agency:
        found["agency"] = "Choose an agency from the list."
    if selection.department and not (agency and agency.department(selection.department)):
        found["department"] = "Choose a department of the agency, or all of them."
    for name in ("job_class", "title"):
        if wrong := text_problem(getattr(selection, name), SHORT_TEXT):
            found[name] = wrong
    if not selection.statuses:
        found["statuses"] = "Choose at least one status."
    elif alien := [s.label.lower() for s in selection.statuses if s not in allowed_from(code.code)]:
        found["statuses"] = f"{code.label} is not possible for who is {' or '.join(alien)}. Choose other statuses."
    return found


def _rule_problems(rule: Rule, code: ActionCode, overview: Overview) -> dict[str, str]:
    if rule.kind not in kinds_for(code):
        possible = " or ".join(f"“{kind.label}”" for kind in kinds_for(code)) or "another code"
        return {"kind": f"{code.label} cannot do this. Choose {possible}, or another code."}
    if rule.kind is RuleKind.PERCENT and not 0 < abs(rule.percent_hundredths) <= MOST_PERCENT_HUNDREDTHS:
        return {"percent": f"Enter a percentage of at most {MOST_PERCENT_HUNDREDTHS // 100}, such as 3 or 2.75."}
    most = MOST_AMOUNT_CENTS[rule.basis]
    if rule.kind is RuleKind.AMOUNT and not 0 < abs(rule.amount_cents) <= most:
        return {"amount": f"Enter an amount of at most ${most // 100:,} {rule.basis.unit}."}
    return _value_problems(rule, code, overview) if rule.kind is RuleKind.VALUES else {}


def _value_problems(rule: Rule, code: ActionCode, overview: Overview) -> dict[str, str]:
    values = rule.values
    if not values:
        return {"kind": "Enter at least one new value below."}
    found = {f"new_{name}": text for name, v in values.items() if (text := text_problem(v, SHORT_TEXT))}
    if alien := set(values) - (SETTABLE & set(code.fields)):
        found |= {f"new_{name}": f"{code.label} cannot change the {in_sentence(name)}." for name in sorted(alien)}
    if "employment_type" in values and values["employment_type"] not in set(EmploymentType):
        found["new_employment_type"] = "Choose a type from the list."
    return found | _unit_problems(values.get("agency", ""), values.get("department", ""), overview)


def _unit_problems(agency: str, department: str, overview: Overview) -> dict[str, str]:
    """People move to a department of an agency: to both."""
    known: Agency | None = overview.agency(agency)
    if (agency or department) and not (known and known.department(department)):
        return {"new_unit": "Choose a department from the list."}
    return {}
