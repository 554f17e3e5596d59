"""What a notice says, before it is printed."""

from datetime import date

from humangov.domain.notices import reference
from tests.builders import a_notice


def test_an_action_is_called_by_its_code_and_title() -> None:
    assert a_notice().action == "702 Promotion"
    assert a_notice(code="", title="Correction of the record").action == "Correction of the record"


def test_a_notice_is_called_by_its_action_and_its_employee() -> None:
    assert a_notice().name == "Notice of personnel action: 702 Promotion, José García"


def test_another_action_is_named_by_both_of_its_days() -> None:
    said = reference("Cancels", "702 Promotion", date(2026, 3, 1), date(2026, 3, 2))
    assert said == "Cancels 702 Promotion of Mar 1, 2026, recorded Mar 2, 2026"


def test_two_notices_of_the_same_are_equal() -> None:
    assert a_notice() == a_notice()
    assert hash(a_notice()) == hash(a_notice())
