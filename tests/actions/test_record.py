from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.conftest import NOW
from valuecheck.actions import record
from valuecheck.config.compiled import CompiledSettings, Context
from valuecheck.config.paths import locate
from valuecheck.core.answer import Answer
from valuecheck.core.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run


def test_words_for_a_score_taken_back_meanwhile_are_refused(run: Run, home: Path) -> None:
    context = Context(
        locate({"VALUECHECK_HOME": str(home)}), CompiledSettings(), datetime.fromisoformat(NOW)
    )
    stored = record.store_answer(context, Answer(4, ""), context.today)
    assert run("undo").code == 0
    with pytest.raises(StoreError, match="undone or deleted"):
        record.add_note(context, stored, "too late")
    assert run("log").out == "No check-in matches.\n"
