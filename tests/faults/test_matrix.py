"""Every service in every kind of trouble, under sixteen people: the probe, what needs it, what does not, and after."""

import re
import time
from dataclasses import dataclass

import pytest

from tests import samples
from tests.containers.stack import Browser
from tests.faults.crowd import Crowd, Errand, Told, colleague, figures, longest, seconds_until_well, told
from tests.faults.place import Place
from tests.faults.proxy import AnswerLost, Fault, Hang, Latency, Reset, Throttle

PEOPLE = 16
FAULT_SECONDS = 3.0
PROBED_WITHIN, UNTOUCHED_WITHIN, RECOVERED_WITHIN = 2.0, 5.0, 10.0
# The budgets, for an upload the turn and the look inside, and what a busy machine takes to come to the calls and to
# write the answer.
PAGE_WITHIN, UPLOAD_WITHIN = 5.0 + 3.0, 10.0 + 15.0 + 5.0
UPLOADS = 20
NOT_KNOWN = "It is not certain whether this is saved"
# A comment makes it as large as a scan.
PDF = samples.PDF.replace(b"\n", b"\n%" + b"0" * 3_000_000 + b"\n", 1)
TROUBLES: dict[str, Fault] = {"hanging": Hang(), "slow": Latency(0.7), "resetting": Reset(), "throttling": Throttle()}
MATRIX = [(service, trouble) for service in ("dynamodb", "s3", "sts") for trouble in TROUBLES]
# A state of which nothing is known in the server yet for each trouble: its role was never assumed.
STATES = dict(zip(TROUBLES, ("nevada", "utah", "idaho", "oregon"), strict=True))


@dataclass(frozen=True)
class Office:
    """Somebody who works there, one person on file, and a document of that person."""

    place: Place
    specialist: Browser
    person: str
    document: str
    style: str

    def page(self, path: str) -> Errand:
        """Look at a page, signed in, on a connection of one's own."""
        somebody = colleague(self.specialist)
        return Errand(path, lambda: somebody.get(path))

    def open_page(self, path: str, state: str = "california") -> Errand:
        """Look at a page as a stranger does."""
        return Errand(f"{state}{path}", lambda: self.place.browser(state).get(path))

    def upload(self, number: int) -> Errand:
        """File a document; the form is open already."""
        somebody, path = colleague(self.specialist), f"{self.person}/documents/new"
        typed = somebody.fields(path) | {"type": "other", "title": f"Paper {number}", "dated": "2026-01-02", "note": ""}
        files = {"files": (f"{number}.pdf", PDF, "application/pdf")}
        return Errand("upload", lambda: somebody.post(path, data=typed, files=files, timeout=60))


@pytest.fixture(scope="module")
def office(place: Place) -> Office:
    specialist = place.signed_in()
    person = specialist.employee()
    assert specialist.file(person, PDF).status_code == 303
    document = next(iter(specialist.documents(person).values()))
    style = next(path for path in specialist.get("/").text.split('"') if path.endswith(".css"))
    found = Office(place, specialist, person, f"{document}/content", style)
    # All processes come to know the state before anything goes wrong.
    with (crowd := Crowd(place.port)).at_work([found.page(person)], PEOPLE):
        time.sleep(FAULT_SECONDS)
    assert_served(crowd.seen)
    return found


def errands(office: Office, service: str, trouble: str) -> tuple[list[Errand], list[Errand]]:
    """What needs the service, and what does not."""
    people = [office.page(office.person), office.page("/employees")]
    if service == "dynamodb":
        return people, [office.open_page("/sign-in"), office.open_page(office.style)]
    if service == "s3":
        return [office.page(office.document)], people
    return [office.open_page("/sign-in", STATES[trouble])], people


@pytest.mark.parametrize(("service", "trouble"), MATRIX, ids=str)
def test_a_service_in_trouble_keeps_nobody_else_waiting(office: Office, service: str, trouble: str) -> None:
    office.place.another_state(STATES[trouble])
    needing, others = errands(office, service, trouble)
    proxy, crowd = office.place.proxy(service), Crowd(office.place.port)
    with proxy.faulty(TROUBLES[trouble]), crowd.at_work([*needing, *others], PEOPLE):
        time.sleep(FAULT_SECONDS)
        assert proxy.struck
        assert_probed(crowd)
    recovered = seconds_until_well(needing)
    names = {errand.what for errand in others}
    touched = [one for one in crowd.seen if one.what not in names]
    untouched = [one for one in crowd.seen if one.what in names]
    print(figures(f"\n{service} {trouble}", crowd, touched))
    print(figures("    others", crowd, untouched), f"recovered {recovered:.1f} s")
    assert_probed(crowd)
    assert_served(untouched)
    assert_told(touched, PAGE_WITHIN, {200, 503} if trouble == "slow" else {503})
    assert recovered < RECOVERED_WITHIN


def test_answers_of_dynamodb_that_get_lost_are_told_as_such(office: Office) -> None:
    needing, others = errands(office, "dynamodb", "")
    crowd = Crowd(office.place.port)
    with office.place.dynamodb.faulty(AnswerLost()), crowd.at_work([*needing, *others], PEOPLE):
        time.sleep(FAULT_SECONDS)
    recovered, names = seconds_until_well(needing), {errand.what for errand in others}
    assert_probed(crowd)
    assert_served([one for one in crowd.seen if one.what in names])
    assert_told([one for one in crowd.seen if one.what not in names], PAGE_WITHIN, {503})
    assert recovered < RECOVERED_WITHIN


def test_twenty_uploads_while_s3_hangs_leave_pages_and_the_probe_alone(office: Office) -> None:
    uploads = [office.upload(number) for number in range(UPLOADS)]
    people, crowd, reading = errands(office, "s3", "")[1], Crowd(office.place.port), Crowd(office.place.port)
    with office.place.s3.faulty(Hang()):
        with crowd.once(uploads) as answers, reading.at_work(people, 4):
            time.sleep(FAULT_SECONDS)
            assert_probed(crowd)
        print(figures("\n20 uploads", crowd, answers), figures("pages", reading, reading.seen), sep="\n")
    recovered = seconds_until_well([office.page(office.document)])
    assert len(answers) == UPLOADS
    assert_probed(crowd)
    assert_served(reading.seen)
    # Some wait for S3; who comes while enough files are looked into is told so on the form.
    assert_told(answers, UPLOAD_WITHIN, {503, 422})
    assert recovered < RECOVERED_WITHIN
    assert told(office.upload(UPLOADS)).status == 303


def test_a_change_whose_answer_was_lost_is_told_as_not_known_and_done_once_when_sent_again(
    office: Office,
) -> None:
    upload, before = office.upload(UPLOADS + 1), filed(office)
    with office.place.dynamodb.faulty(AnswerLost(), only="TransactWriteItems"):
        first = told(upload)
        assert office.place.dynamodb.struck
    assert (first.status, first.heading) == (503, NOT_KNOWN)
    assert len(filed(office) - before) == 1
    assert told(upload).status == 303
    assert len(filed(office) - before) == 1


def filed(office: Office) -> set[str]:
    """The paths of the person's documents."""
    listed = office.specialist.get(f"{office.person}/documents").text
    return set(re.findall(rf'href="({office.person}/documents/[0-9A-Z]{{26}})"', listed))


def assert_probed(crowd: Crowd) -> None:
    """The probe was asked for, and answered at once, whatever went on."""
    assert len(crowd.probed) > 1
    assert {one.status for one in crowd.probed} == {200}
    assert longest(crowd.probed) < PROBED_WITHIN


def assert_served(answers: list[Told]) -> None:
    """All of these were answered as on any other day."""
    assert answers
    assert {one.status for one in answers} == {200}
    assert longest(answers) < UNTOUCHED_WITHIN


def assert_told(answers: list[Told], within: float, statuses: set[int]) -> None:
    """All of these were answered in time, and who was not served was told what to do."""
    assert answers
    assert {one.status for one in answers} <= statuses
    assert longest(answers) < within
    refused = [one for one in answers if one.status == 503]
    assert [one for one in refused if not one.heading or int(one.retry_after) < 1] == []
