from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.render.formats.json import write


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0.1 + 0.2, "0.3"),
        (sum([0.1] * 10), "1.0"),
        (2 / 3, "0.666666666667"),
        (-1e-9 / 3, "-3.33333333333e-10"),
        (12345.678901234567, "12345.6789012"),
        (4.0, "4.0"),
        (17, "17"),
    ],
)
def test_a_number_has_at_most_12_significant_digits(number: float, written: str) -> None:
    assert write({"a": number, "b": [number]}) == (
        f'{{\n  "schema_version": 1,\n  "a": {written},\n  "b": [\n    {written}\n  ]\n}}\n'
    )


@given(st.dictionaries(st.text() | st.just(" 0.123456789012345"), st.text()))
def test_digits_in_text_stay_as_they_were_typed(whole: dict[str, str]) -> None:
    whole["note"] = "took 0.123456789012345\n and 0.123456789012345,\n"
    assert json.loads(write(whole)) == {"schema_version": 1, **whole}


@given(st.floats(-1e9, 1e9))
def test_what_is_read_back_differs_by_no_more_than_rounding(number: float) -> None:
    assert json.loads(write({"n": number}))["n"] == pytest.approx(number, rel=1e-11, abs=0)
