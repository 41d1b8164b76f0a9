"""Reports on what customers said, from a real store."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.stored import context_of
from valuecheck.store.changes import CUSTOMERS, FEEDBACK
from valuecheck.store.connection import changing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.conftest import Run
    from valuecheck.store.changes import Row

Said = tuple[str, str, str, int, str]


def hear(home: Path, *said: Said) -> None:
    """Customers answer: day, customer, scale, score, words."""
    with changing(context_of(home).paths.store, "test", context_of(home).now) as change:
        for day, customer, scale, score, words in said:
            row: Row = {"customer": customer, "scale": scale, "score": score, "words": words}
            change.put(
                FEEDBACK, {"id": change.new_id(), "day": day, "at": change.at, "source": "", **row}
            )


def place(home: Path, customers: Mapping[str, Row]) -> None:
    """Customers take their places in the value chain."""
    blank: Row = {"label": "", "pays": 0, "serves": "[]", "same_as": ""}
    with changing(context_of(home).paths.store, "test", context_of(home).now) as change:
        for name, row in customers.items():
            change.put(CUSTOMERS, {"name": name, **blank, **row})


def of(run: Run, *words: str) -> Any:
    return json.loads(run("report", *words, "--json").out)


@pytest.fixture
def proud(run: Run, home: Path) -> Path:
    """Somebody who is happy with what they do for @retail."""
    for day, score in (("2026-11-02", "5"), ("2026-11-12", "4"), ("2026-11-16", "4")):
        at = f"{day}T17:00:00+01:00"
        assert run(score, "outage fixed @retail", now=at).code == 0
    return home


def test_a_watermelon_is_told_in_the_week_it_was_said(run: Run, proud: Path) -> None:
    hear(proud, ("2026-11-17", "retail", "csat", 2, "still slow at noon"))
    told = run("report", "--format", "terminal").out
    assert "@retail Tue   csat 2   you 4.0: a watermelon “still slow at noon”" in told
    (quote,) = of(run)["voices"]["quotes"]
    assert (quote["own"], quote["mismatch"]) == (4.0, "watermelon")


def test_the_window_reaches_back_before_the_period_and_is_a_setting(
    run: Run, proud: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear(proud, ("2026-11-15", "retail", "csat", 2, ""))
    assert of(run, "2026-11-15")["voices"]["quotes"][0]["own"] == 4.5
    monkeypatch.setenv("VALUECHECK_PAIR_WINDOW_DAYS", "4")
    found = of(run, "2026-11-15")["voices"]
    assert (found["window_days"], found["quotes"][0]["own"]) == (4, 4.0)
    monkeypatch.setenv("VALUECHECK_PAIR_WINDOW_DAYS", "3")
    assert of(run, "2026-11-15")["voices"]["quotes"][0]["own"] is None
    monkeypatch.setenv("VALUECHECK_PAIR_WINDOW_DAYS", "1")
    assert "on its day" not in run("report", "2026-11-15").out


def test_an_old_name_counts_for_the_new_one_everywhere(run: Run, proud: Path) -> None:
    place(proud, {"retail": {"same_as": "stores"}, "stores": {"pays": 1}})
    hear(proud, ("2026-11-17", "retail", "csat", 2, "old"), ("2026-11-18", "stores", "csat", 1, ""))
    for name in ("@retail", "@stores"):
        found = of(run, name)
        assert found["filters"]["customers"] == ["stores"]
        assert [(tag["name"], tag["days"]) for tag in found["customers"]] == [("stores", 3)]
        assert [voice["name"] for voice in found["voices"]["customers"]] == ["stores"]
        assert [quote["own"] for quote in found["voices"]["quotes"]] == [4.0, 4.0]
        assert found["reach"]["reaching"]["count"] == 3
        assert len(json.loads(run("log", name, "--json").out)["check_ins"]) == 3
    assert "@retail" in run("log").out


def test_one_customer_alone_is_told_from_the_beginning(run: Run, proud: Path) -> None:
    hear(proud, ("2026-11-03", "retail", "csat", 2, "slow"), ("2026-11-17", "retail", "nps", 9, ""))
    told = run("report", "@retail", "--format", "terminal").out
    assert told.startswith("Everything · 2 – 20 Nov 2026 · @retail")
    assert re.findall(r"^(You|csat|nps) +\d+┤", told, re.MULTILINE) == ["You", "csat", "nps"]
    assert [line["of"] for line in of(run, "@retail")["story"]["lines"]] == ["you", "csat", "nps"]
    assert run("report", "@retail", "week").out.startswith("Week 47")
    assert run("report", "@retail", "+x").out.startswith("Week 47")


def test_feedback_of_others_and_of_other_days_stays_out(run: Run, proud: Path) -> None:
    hear(
        proud,
        ("2026-11-09", "retail", "csat", 2, "last week"),
        ("2026-11-17", "search", "csat", 2, "somebody else"),
    )
    assert of(run, "@retail", "week")["voices"] is None
    assert "@retail said nothing in this time." in run("report", "@retail", "week").out
    assert of(run, "+x")["voices"] is None


def test_deleted_feedback_is_not_heard(run: Run, proud: Path) -> None:
    hear(proud, ("2026-11-17", "retail", "csat", 2, "taken back"))
    assert run("undo").code == 0
    assert of(run)["voices"] is None


def test_days_reach_who_pays_in_the_end_and_each_counts_once(run: Run, proud: Path) -> None:
    place(
        proud,
        {
            "platform": {"serves": '["checkout", "search"]'},
            "checkout": {"serves": '["retail"]'},
            "search": {"serves": '["retail", "gone"]'},
            "retail": {"serves": '["shoppers"]'},
            "shoppers": {"pays": 1},
            "legal": {},
        },
    )
    assert run("3", "hosts @platform and @checkout", "--day", "2026-11-17").code == 0
    assert run("3", "slides @legal", "--day", "2026-11-18").code == 0
    assert run("3", "reviews", "--day", "2026-11-19").code == 0
    reach = of(run)["reach"]
    assert [reach[kind]["count"] for kind in ("reaching", "nowhere", "unnamed")] == [2, 1, 1]
    assert reach["payers"] == [{"name": "shoppers", "days": 2}]
    reaching, others = "somebody who pays on 2 of 4 days", "nobody who pays on 1"
    assert f"Reached: {reaching} (@shoppers 2); {others}\n" in run("report").out


def test_days_that_reach_a_customer_through_others_are_told(run: Run, proud: Path) -> None:
    place(proud, {"retail": {"serves": '["shoppers"]'}, "shoppers": {"pays": 1}})
    assert run("5", "gift cards @shoppers", "--day", "2026-11-18").code == 0
    hear(proud, ("2026-11-19", "shoppers", "nps", 9, ""))
    assert of(run, "@shoppers")["reached_days"] == 4
    assert "with work for others, this customer on 4 days" in run("report", "@shoppers").out
    assert of(run, "@retail")["reached_days"] == 3
    assert of(run, "@legal")["reached_days"] == 0
    assert of(run)["reached_days"] is None


def test_every_format_tells_of_the_customers(run: Run, proud: Path, tmp_path: Path) -> None:
    hear(proud, ("2026-11-17", "retail", "csat", 2, "<b>slow</b>"))
    for ending in ("txt", "json", "csv", "md", "html"):
        for notes in ([], ["--notes"]):
            file = tmp_path / f"report{len(notes)}.{ending}"
            assert run("report", "--output", str(file), *notes).code == 0
            text = file.read_text(encoding="utf-8")
            assert "watermelon" in text.casefold()
            assert ("slow" in text) == bool(notes or ending in ("txt", "json"))
            assert ending != "html" or "<b>" not in text


def test_the_digest_quotes_no_customer(run: Run, proud: Path) -> None:
    hear(proud, ("2026-11-12", "retail", "csat", 2, "between us"))
    assert "between us" in run("report", "last-week").out
    assert "between us" not in run("4", now="2026-11-23T09:00:00+01:00").out


def test_no_flood_hides_where_the_two_part_ways(run: Run, proud: Path) -> None:
    glad = [("2026-11-18", "retail", "csat", 4, f"glad {i}") for i in range(1100)]
    mixed = [("2026-11-17", "retail", "csat", 1 + i % 5, f"mixed {i}") for i in range(100)]
    hear(proud, *mixed, *glad)
    for words in ("week", "@retail"):
        found = of(run, *words.split())["voices"]
        told = [quote for quote in found["quotes"] if quote["mismatch"]]
        assert (found["watermelons"]["count"], len(told)) == (40, 40)
        assert len(found["quotes"]) == 1000
        days = [quote["day"] for quote in found["quotes"]]
        assert days == sorted(days, reverse=True)


def test_of_a_flood_of_watermelons_the_latest_are_told(run: Run, proud: Path) -> None:
    older = [("2026-11-16", "retail", "csat", 1 + i % 2, "older") for i in range(900)]
    newer = [("2026-11-17", "retail", "csat", 1 + i % 2, "newer") for i in range(600)]
    hear(proud, *older, *newer)
    quotes = of(run, "quarter")["voices"]["quotes"]
    assert [quote["words"] for quote in quotes].count("newer") == 600
    assert len(quotes) == 1000


def test_old_names_count_in_the_weeks_before_as_well(run: Run, proud: Path) -> None:
    place(proud, {"retail": {"same_as": "stores"}, "stores": {"pays": 1}})
    for day in ("2026-11-09", "2026-11-10", "2026-11-11", "2026-11-17", "2026-11-18"):
        assert run("4", "@retail", "--day", day).code == 0
    weeks = {week["week"]: week["days"] for week in of(run, "@stores", "week")["weeks"]}
    assert weeks == {"2026-W45": 1, "2026-W46": 4, "2026-W47": 3}
    hear(proud, ("2026-11-15", "stores", "csat", 1, ""))
    assert of(run, "2026-11-15")["voices"]["quotes"][0]["own"] == 4.2


def test_a_flood_of_feedback_is_counted_whole_and_told_in_part(run: Run, proud: Path) -> None:
    hear(proud, *(("2026-11-17", "retail", "csat", 1 + i % 2, f"no {i}") for i in range(1200)))
    hear(proud, ("2026-11-18", "retail", "csat", 4, "the only other"))
    found = of(run)["voices"]
    assert (found["answers"], found["watermelons"]["count"]) == (1201, 1200)
    assert len(found["quotes"]) == 1000
    told = run("report", "--format", "terminal").out
    assert "… 995 more: valuecheck feedback log 2026-W47" in told
