"""What a notice says, before it is printed."""

from dataclasses import replace
from datetime import date

from humangov.domain.notices import reference, undoings
from tests.builders import a_notice, an_action


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


def test_what_was_corrected_and_then_cancelled_is_cancelled_and_names_the_way() -> None:
    raise_, correction, again = (an_action(code="894"), *(an_action(code="002") for _ in range(2)))
    correction, again = replace(correction, corrects=raise_.id), replace(again, corrects=correction.id)
    cancellation = an_action(code="001", cancels=again.id)
    found = undoings([raise_, correction, again])
    assert (found[raise_.id].label, found[raise_.id].by) == ("Corrected", (correction, again))
    assert set(found) == {raise_.id, correction.id}
    found = undoings([raise_, correction, again, cancellation])
    assert {found[a.id].label for a in (raise_, correction, again)} == {"Cancelled"}
    assert found[raise_.id].by == (correction, again, cancellation)
    assert found[raise_.id].named("notice.pdf") == "CANCELLED-notice.pdf"
    assert cancellation.id not in found


def test_a_cancellation_that_was_cancelled_brings_nothing_back() -> None:
    raise_ = an_action(code="894")
    first = an_action(code="001", cancels=raise_.id)
    second = an_action(code="001", cancels=first.id)
    found = undoings([raise_, first, second])
    assert {id_: undoing.label for id_, undoing in found.items()} == {raise_.id: "Cancelled", first.id: "Cancelled"}
