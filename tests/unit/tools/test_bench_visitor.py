import pytest

from bench.visitor import fields
from programs import CannotRun

PAGE = """
<form method="post" action="/sign-out"><input name="csrf_token" value="header"></form>
<main><form method="post">
<input type="hidden" name="csrf_token" value="a">
<input type="radio" name="basis" value="annual" checked><input type="radio" name="basis" value="hourly">
<input type="checkbox" name="another_person" value="1">
<select name="unit"><option value="">Choose<option value="DMV/LIC" selected>Licensing</select>
<select name="region"><option value="CA">California<option value="NV">Nevada</select>
<textarea name="note">Two words</textarea>
<input type="submit" name="save" value="Save">
</form></main>
"""


def test_a_form_is_sent_as_it_stands() -> None:
    assert fields(PAGE) == {
        "csrf_token": "a",
        "basis": "annual",
        "unit": "DMV/LIC",
        "region": "CA",
        "note": "Two words",
    }


def test_a_page_that_has_no_form_is_noticed() -> None:
    with pytest.raises(CannotRun, match="has no form"):
        fields("<main><p>Nothing</p></main>")
