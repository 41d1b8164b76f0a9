"""Text that `json` reads is read alike without it."""

from __future__ import annotations

import json
import subprocess
import sys

from hypothesis import example, given
from hypothesis import strategies as st

from valuecheck.core import quick_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
# In a process of its own: here `json` is there to complain.
ALONE = """
import sys
from valuecheck.core.quick_json import loads
print(loads('{"a": [1, "x"]}'), "json" in sys.modules)
for text in sys.argv[1:]:
    try:
        loads(text)
    except ValueError as error:
        print(type(error).__name__)
"""


def read(loads: object, text: str) -> str:
    try:
        return repr(loads(text))  # type: ignore[operator]
    except ValueError as error:
        return str(error)


@given(VALUES.map(json.dumps) | st.text('[]{}",:\\ \n\t01-.eEuNaInfty', max_size=12))
@example(" [1]\n")
@example("\ufeff{}")
def test_any_text_is_read_as_json_reads_it(text: str) -> None:
    assert read(quick_json.loads, text) == read(json.loads, text)


def test_damaged_text_is_refused_where_nothing_else_has_loaded_json() -> None:
    damaged = ["", "{", '{"a": 1} x', '"\n"', "[1,]"]
    ran = subprocess.run(
        [sys.executable, "-c", ALONE, *damaged], capture_output=True, text=True, check=True
    )
    first, *refused = ran.stdout.splitlines()
    assert first == "{'a': [1, 'x']} False"
    assert refused == ["JSONDecodeError"] * len(damaged)
