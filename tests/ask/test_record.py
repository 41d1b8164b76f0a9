from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.conftest import NOW
from valuecheck.answer import Answer
from valuecheck.ask import record
from valuecheck.errors import StoreError
from valuecheck.front import Front, Here
from valuecheck.paths import locate

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run


def test_words_for_a_score_taken_back_meanwhile_are_refused(run: Run, home: Path) -> None:
    here = Here(locate({"VALUECHECK_HOME": str(home)}), Front(), datetime.fromisoformat(NOW))
    stored = record.store_answer(here, Answer(4, ""), here.today)
    assert run("undo").code == 0
    with pytest.raises(StoreError, match="taken back"):
        record.add_note(here, stored, "too late")
    assert run("log").out == "No check-in matches.\n"
