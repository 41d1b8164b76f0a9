"""The value chain: what the commands do, refuse, say and take back."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import stored
from valuecheck.actions import customers
from valuecheck.actions.changing import changing
from valuecheck.actions.customer_list import customer_list
from valuecheck.actions.customers import CustomerEdit
from valuecheck.core.errors import UsageError
from valuecheck.core.value_chain import Chain
from valuecheck.store import connection
from valuecheck.store import customers as store_customers
from valuecheck.store.changes import FEEDBACK

if TYPE_CHECKING:
    from tests.conftest import Run
    from valuecheck.config.compiled import Context

CHAIN = "customer chain platform checkout retail shoppers"


def said(context: Context, customer: str, day: str) -> None:
    """A customer says something."""
    with changing(context, "feedback add") as change:
        row = {"id": change.new_id(), "at": change.at, "day": day, "customer": customer}
        change.put(FEEDBACK, {**row, "scale": "csat", "score": 2, "words": "", "source": ""})


def listed(run: Run, *words: str) -> dict[str, dict[str, Any]]:
    """Return the rows of `customer list` by name."""
    found = json.loads(run("customer", "list", *words, "--json").out)["customers"]
    return {row["name"]: row for row in found}


def links(run: Run) -> dict[str, tuple[list[str], bool]]:
    """Return the links of each customer, and whether it pays."""
    return {name: (row["serves"], row["pays"]) for name, row in listed(run).items()}


def table(home: Path) -> list[tuple[Any, ...]]:
    """The rows that are there, as any SQLite tool sees them."""
    if not home.exists():
        return []
    sql = "SELECT name, label, pays, serves, same_as FROM customers WHERE NOT deleted ORDER BY name"
    return stored.rows(home, sql)


@pytest.fixture
def chained(home: Path) -> None:
    customers.chain(stored.context_of(home), CHAIN.split()[2:])


def test_a_chain_lets_each_serve_the_next_and_the_last_one_pay(run: Run) -> None:
    done = run("customer", "chain", "Platform", "@checkout", "retail", "@shoppers")
    assert done == (0, "✓ @platform → @checkout → @retail → @shoppers, who pays\n", "")
    assert links(run) == {
        "platform": (["checkout"], False),
        "checkout": (["retail"], False),
        "retail": (["shoppers"], False),
        "shoppers": ([], True),
    }


@pytest.mark.usefixtures("chained")
def test_another_chain_adds_to_what_is_there(run: Run) -> None:
    assert run("customer", "chain", "search", "retail", "partners").code == 0
    found = links(run)
    assert found["retail"] == (["partners", "shoppers"], False)
    assert found["partners"] == ([], True)
    assert found["shoppers"] == ([], True)


@pytest.mark.usefixtures("chained")
def test_a_chain_that_is_there_already_leaves_nothing_to_undo(run: Run) -> None:
    said_so = run("customer", "chain", "checkout", "retail", "shoppers").out
    assert said_so == "Nothing to change: it is so already.\n"
    assert "'customer chain'" in run("undo").out
    assert listed(run) == {}


REFUSED = [
    ("chain retail", "a chain has at least two customers"),
    ("chain retail search @Retail", "@retail comes twice in this chain"),
    ("chain retail +incident", "'+incident' is no customer"),
    ("chain retail 'two words'", "is no customer"),
    ("chain shoppers retail", "that would be a loop: shoppers → retail → shoppers"),
    (
        "chain shoppers search platform",
        "that would be a loop: shoppers → search → platform → checkout → retail → shoppers",
    ),
    ("add retail --paying", "'valuecheck customer edit retail'"),
    ("add search --serves search", "@search cannot serve itself"),
    ("add search --serves retial", "no customer is called @retial; the nearest is @retail."),
    ("add search --serves zzz", "'valuecheck customer add' adds one"),
    ("add search --label " + "x" * 101, "the label has 101 characters"),
    ("add search --label a\x1bb", "of the label is a control character"),
    ("edit retail", "no change of @retail is given"),
    ("edit serach --paying", "no customer is called @serach"),
    ("edit retail --serves retail", "@retail cannot serve itself"),
    ("edit retail --serves zzz", "no customer is called @zzz"),
    ("edit retail --serves checkout", "that would be a loop: retail → checkout → retail"),
    ("edit retail --stops-serving platform", "@retail does not serve @platform"),
    ("edit retail --serves legal --stops-serving legal", "@legal is given to --serves and"),
    ("rename zzz other", "no customer is called @zzz"),
    ("rename retail retail", "@retail has this name already"),
    (
        "rename retail checkout",
        "'valuecheck customer merge retail checkout' makes them one customer",
    ),
    ("rename retail legal", "@legal is known already"),
    ("rename retail +kind", "is no customer"),
    ("merge retail zzz", "no customer is called @zzz"),
    ("merge zzz retail", "no customer is called @zzz"),
    ("merge retail retail", "@retail is one customer already"),
    ("merge shoppers platform", "that would be a loop: "),
    ("delete zzz", "no customer is called @zzz"),
    ("delete legal", "@legal is no part of the chain"),
    ("list nonsense", "'nonsense'"),
]


def test_what_cannot_be_is_refused_in_one_sentence_and_nothing_changes(
    run: Run, home: Path
) -> None:
    run("4", "a contract @legal")
    run(*CHAIN.split())
    before = table(home)
    for words, problem in REFUSED:
        refused = run("customer", *words.replace("'two words'", "two\u00a0words").split(" "))
        assert (refused.code, refused.out) == (2, ""), words
        assert problem in refused.err, words
        assert refused.err.startswith("valuecheck: ")
        assert refused.err.count("\n") == 1
        assert table(home) == before, words
    assert "'customer chain'" in run("undo").out


def test_what_is_refused_makes_no_store(run: Run, home: Path) -> None:
    for words in ("chain a", "add a --serves b", "edit a --paying", "rename a b", "delete a"):
        assert run("customer", *words.split()).code == 2
    assert not (home / "valuecheck.db").exists()


@pytest.mark.usefixtures("chained")
def test_add_gives_a_place_and_says_who_pays(run: Run) -> None:
    done = run("customer", "add", "@Search", "--serves", "@retail", "--label", " The search team ")
    assert done.out == (
        "✓ Added @search (The search team), serves @retail\n  It ends at @shoppers, who pays.\n"
    )
    assert run("customer", "add", "partners", "--paying").out == "✓ Added @partners, pays\n"
    assert "Nobody pays at the end yet." in run("customer", "add", "legal").out
    found = listed(run)
    assert (found["search"]["label"], found["search"]["payers"]) == (
        "The search team",
        ["shoppers"],
    )
    assert found["retail"]["served_by"] == ["checkout", "search"]


def test_a_tag_known_from_notes_may_be_added_and_served(run: Run) -> None:
    run("4", "a contract @legal @audit")
    assert run("customer", "add", "audit", "--serves", "legal").code == 0
    assert links(run) == {"audit": (["legal"], False), "legal": ([], False)}
    # Served, it has its place; what it lacks is a matter of editing.
    assert "customer edit legal" in run("customer", "add", "legal", "--paying").err


def test_a_customer_known_from_feedback_alone_may_be_served(run: Run, home: Path) -> None:
    said(stored.context_of(home), "partners", "2026-11-19")
    assert run("customer", "add", "retail", "--serves", "partners").code == 0
    assert listed(run)["partners"]["served_by"] == ["retail"]


def test_a_customer_without_a_place_may_be_added_to_one(run: Run) -> None:
    run("customer", "add", "legal")
    assert "there already" in run("customer", "add", "legal").err
    assert run("customer", "add", "legal", "--paying").code == 0
    assert links(run) == {"legal": ([], True)}


@pytest.mark.usefixtures("chained")
def test_edit_links_unlinks_pays_and_labels(run: Run) -> None:
    run("customer", "add", "partners")
    done = run(
        "customer", "edit", "retail",
        "--serves", "partners", "--stops-serving", "shoppers", "--paying", "--label", "Retail",
    )  # fmt: skip
    assert done.out == (
        "✓ Changed\n"
        "  from  @retail, serves @shoppers\n"
        "  to    @retail (Retail), pays, serves @partners\n"
    )
    assert links(run)["retail"] == (["partners"], True)
    run("customer", "edit", "retail", "--not-paying", "--label", "")
    assert (links(run)["retail"], listed(run)["retail"]["label"]) == ((["partners"], False), "")
    assert "Nothing to change" in run("customer", "edit", "retail", "--not-paying").out


@pytest.mark.usefixtures("chained")
def test_a_renamed_customer_is_found_by_either_name(run: Run) -> None:
    run("4", "before @retail")
    done = run("customer", "rename", "retail", "shop")
    assert done.out == (
        "✓ @retail is @shop now\n"
        "  @shop, serves @shoppers\n"
        "  Notes stay as typed; either name finds all of them.\n"
    )
    run("2", "after @shop")
    run("3", "both @retail @shop")
    for name in ("@retail", "@shop"):
        notes = [row["note"] for row in json.loads(run("log", name, "--json").out)["check_ins"]]
        assert notes == ["both @retail @shop", "after @shop", "before @retail"]
        report = json.loads(run("report", name, "--json").out)
        assert sum(report["counts"].values()) == 3
        assert report["filters"]["customers"] == ["shop"]
        assert [tag["name"] for tag in report["customers"]] == ["shop"]
    found = listed(run)
    assert found["shop"]["old_names"] == ["retail"]
    assert (found["shop"]["check_ins"], found["shop"]["days"]) == (3, 1)
    assert links(run)["checkout"] == (["shop"], False)
    assert "retail" not in found


@pytest.mark.usefixtures("chained")
def test_an_old_name_does_in_every_command(run: Run) -> None:
    run("customer", "rename", "retail", "shop")
    assert run("customer", "add", "search", "--serves", "retail").code == 0
    assert run("customer", "edit", "retail", "--paying").code == 0
    assert links(run)["search"] == (["shop"], False)
    assert links(run)["shop"] == (["shoppers"], True)
    assert "@shop is there already" in run("customer", "add", "retail").err
    assert "@shop is one customer" in run("customer", "merge", "retail", "shop").err
    assert run("customer", "rename", "retail", "store").code == 0
    assert listed(run)["store"]["old_names"] == ["retail", "shop"]


@pytest.mark.usefixtures("chained")
def test_renaming_there_and_back_leaves_everything_as_it_was(run: Run) -> None:
    before = links(run)
    run("customer", "rename", "retail", "shop")
    assert run("customer", "rename", "shop", "retail").code == 0
    assert links(run) == before
    assert listed(run)["retail"]["old_names"] == ["shop"]


def test_names_known_from_notes_alone_may_be_renamed_and_merged(run: Run) -> None:
    run("4", "one @lgeal")
    run("4", "two @law")
    assert run("customer", "rename", "lgeal", "legal").code == 0
    assert run("customer", "merge", "law", "legal").code == 0
    found = listed(run)
    assert [*found] == ["legal"]
    assert (found["legal"]["check_ins"], found["legal"]["old_names"]) == (2, ["law", "lgeal"])


@pytest.mark.usefixtures("chained")
def test_a_merger_unites_links_and_labels_and_pays_if_either_does(run: Run) -> None:
    run("customer", "add", "partners", "--paying")
    run("customer", "add", "shop", "--serves", "partners", "--paying", "--label", "The shop")
    done = run("customer", "merge", "shop", "retail")
    assert done.out.splitlines()[:2] == [
        "✓ @shop is @retail now",
        "  @retail (The shop), pays, serves @shoppers and @partners",
    ]
    assert links(run)["retail"] == (["partners", "shoppers"], True)
    run("customer", "add", "store", "--label", "Another label")
    run("customer", "merge", "store", "shop")
    assert listed(run)["retail"]["label"] == "The shop"
    assert listed(run)["retail"]["old_names"] == ["shop", "store"]


@pytest.mark.usefixtures("chained")
def test_who_serves_one_another_becomes_one_without_a_loop(run: Run) -> None:
    assert run("customer", "merge", "checkout", "retail").code == 0
    assert links(run) == {
        "platform": (["retail"], False),
        "retail": (["shoppers"], False),
        "shoppers": ([], True),
    }


@pytest.mark.usefixtures("chained")
def test_a_deleted_customer_leaves_its_tag_and_its_links_wait(run: Run) -> None:
    run("4", "words @retail")
    before = listed(run)
    assert run("customer", "delete", "retail").out == (
        "✓ Deleted @retail, serves @shoppers\n"
        "  Check-ins keep the tag @retail.\n"
        "  @checkout serves it again once it is added again.\n"
        "  valuecheck undo brings it back.\n"
    )
    found = listed(run)
    assert found["checkout"]["serves"] == []
    assert (found["retail"]["check_ins"], found["retail"]["served_by"]) == (1, [])
    assert run("customer", "add", "retail", "--serves", "shoppers").code == 0
    assert listed(run) == before


@pytest.mark.usefixtures("chained")
def test_a_link_that_waits_may_be_taken_away_and_closes_no_loop_unseen(run: Run) -> None:
    run("customer", "delete", "retail")
    loop = run("customer", "add", "retail", "--serves", "platform")
    assert "that would be a loop: " in loop.err
    assert run("customer", "edit", "checkout", "--stops-serving", "retail").code == 0
    assert run("customer", "add", "retail", "--serves", "platform").code == 0
    assert listed(run)["retail"]["served_by"] == []


@pytest.mark.usefixtures("chained")
def test_old_names_of_a_deleted_customer_follow_it_when_it_is_added_again(run: Run) -> None:
    run("4", "words @retail")
    run("customer", "rename", "retail", "shop")
    run("customer", "delete", "shop")
    assert listed(run)["shop"]["check_ins"] == 1
    assert "retail" not in listed(run)
    assert run("log", "@retail").out == run("log", "@shop").out != ""
    assert run("customer", "add", "retail", "--paying").out == "✓ Added @shop, pays\n"
    assert listed(run)["shop"]["old_names"] == ["retail"]
    assert listed(run)["checkout"]["serves"] == ["shop"]


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("chain search retail partners", "gone  customer @partners, pays"),
        ("add search --serves retail", "gone  customer @search, serves @retail"),
        ("edit retail --label Shops", "back  customer @retail, serves @shoppers"),
        ("edit shoppers --not-paying", "back  customer @shoppers (All of them), pays"),
        ("rename retail shop", "gone  customer @retail is @shop now"),
        ("merge checkout retail", "gone  customer @checkout is @retail now"),
        ("delete shoppers", "back  customer @shoppers (All of them), pays"),
    ],
)
def test_each_command_is_one_undo_that_says_what_it_did(
    run: Run, home: Path, words: str, row: str
) -> None:
    run(*CHAIN.split())
    run("customer", "edit", "shoppers", "--label", "All of them")
    before = table(home)
    assert run("customer", *words.split()).code == 0
    assert table(home) != before
    taken_back = run("undo").out.splitlines()
    command, _, _ = words.partition(" ")
    assert taken_back[0] == f"✓ Took back 'customer {command}' of Fri 20 Nov 09:00"
    assert f"  {row}" in taken_back
    assert table(home) == before


def test_a_check_in_counts_once_and_the_average_waits_for_five_days(run: Run) -> None:
    for day, score in zip(("mon", "tue", "wed", "thu"), "2345", strict=True):
        run(score, "work @retail", "--day", day)
    assert listed(run)["retail"]["average"]["value"] is None
    run("5", "work @retail")
    run("4", "more @retail @search")
    found = listed(run)
    assert (found["retail"]["check_ins"], found["retail"]["days"]) == (6, 5)
    assert found["retail"]["average"]["value"] == pytest.approx((2 + 3 + 4 + 5 + 4.5) / 5)
    today = listed(run, "today")
    assert (today["retail"]["check_ins"], today["search"]["check_ins"]) == (2, 1)
    assert listed(run, "2025")["retail"]["check_ins"] == 0


def test_who_was_last_heard_when_whatever_the_name_was_then(run: Run, home: Path) -> None:
    context = stored.context_of(home)
    for customer, day in (
        ("retail", "2026-10-10"),
        ("shop", "2026-11-19"),
        ("search", "2026-10-10"),
    ):
        said(context, customer, day)
    said(context, "future", "2026-12-24")
    run("customer", "merge", "shop", "retail")
    heard_on = {name: row["last_heard"] for name, row in listed(run).items()}
    assert heard_on == {"future": None, "retail": "2026-11-19", "search": "2026-10-10"}
    lines = run("customer").out
    assert "last heard Thu 19 Nov" in lines
    assert "last heard 41 days ago" in lines
    assert "never heard" in lines


def test_customer_alone_lists(run: Run) -> None:
    nothing = run("customer")
    assert nothing.code == 0
    assert nothing.out.endswith("valuecheck customer chain platform checkout retail shoppers\n")
    run(*CHAIN.split())
    assert run("customer").out == run("customer", "list").out != nothing.out


def test_a_list_goes_into_a_file(run: Run, tmp_path: Path) -> None:
    run(*CHAIN.split())
    file = tmp_path / "chain.csv"
    assert run("customer", "list", "--output", str(file)).code == 0
    assert len(file.read_text().splitlines()) == 5
    assert "--force" in run("customer", "list", "--output", str(file)).err
    assert run("customer", "list", "--output", str(file), "--force").code == 0


def test_tab_offers_the_new_name_for_the_old_one(run: Run) -> None:
    run("4", "words @retial @search")
    run("customer", "merge", "search", "retial")
    run("customer", "rename", "retial", "retail")
    run("4", "words @legal")

    def offered(*words: str) -> list[str]:
        return run("complete", "--", *words).out.split()

    assert offered("log", "@") == ["@legal", "@retail"]
    assert offered("customer", "ren") == ["rename"]
    assert offered("customer", "rename", "") == ["legal", "retail"]
    assert offered("customer", "merge", "legal", "@") == ["@legal", "@retail"]
    assert offered("customer", "add", "x", "--serves", "re") == ["retail"]
    assert "--not-paying" in offered("customer", "edit", "--")
    assert "last-week" in offered("customer", "list", "last")


def test_a_loop_from_two_machines_does_no_harm(run: Run, home: Path) -> None:
    run(*CHAIN.split())
    stored.rows(home, """UPDATE customers SET serves = '["platform"]' WHERE name = 'shoppers'""")
    for name, other in (("a", "b"), ("b", "a")):
        run("4", f"words @{name}")
        run("customer", "add", name)
        stored.rows(home, "UPDATE customers SET same_as = ? WHERE name = ?", other, name)
    found = listed(run)
    assert found["platform"]["payers"] == ["shoppers"]
    assert found["a"]["check_ins"] == 2
    for format_ in ("terminal", "plain", "markdown"):
        drawn = run("customer", "list", "--format", format_).out
        assert drawn.count("platform") >= 1
    assert run("customer", "edit", "shoppers", "--stops-serving", "platform").code == 0
    assert run("customer", "add", "b", "--paying").out == "✓ Added @a, pays\n"
    assert listed(run)["a"]["pays"]


# Through the commands, whatever they may be asked.

NAMES = "abcde"
names = st.sampled_from(NAMES)


@st.composite
def drawn_chains(draw: st.DrawFn) -> dict[str, CustomerEdit]:
    """Customers who serve only those after them, so that there is no loop."""
    found = {}
    for place, name in enumerate(NAMES):
        later = st.sampled_from(NAMES[place + 1 :]) if NAMES[place + 1 :] else st.nothing()
        serves = draw(st.lists(later, unique=True))
        label = draw(st.sampled_from(["", "Some label"]))
        found[name] = CustomerEdit(serves, pays=draw(st.booleans()), label=label)
    return found


def filled(folder: str, wanted: dict[str, CustomerEdit]) -> Context:
    context = stored.context_of(Path(folder))
    for name in reversed(wanted):
        customers.add(context, name, wanted[name])
    return context


def standings(context: Context) -> list[dict[str, Any]]:
    return [{**row._asdict(), "old_names": None} for row in customer_list(context, None).customers]


@settings(max_examples=10, deadline=None)
@given(drawn_chains(), names)
def test_removing_and_adding_again_changes_nothing(
    wanted: dict[str, CustomerEdit], name: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        context = filled(folder, wanted)
        before = customer_list(context, None)
        customers.delete(context, name)
        assert name not in [row.name for row in customer_list(context, None).customers]
        customers.add(context, name, wanted[name])
        assert customer_list(context, None) == before


@settings(max_examples=10, deadline=None)
@given(drawn_chains(), names)
def test_renaming_there_and_back_changes_nothing(
    wanted: dict[str, CustomerEdit], name: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        context = filled(folder, wanted)
        before = standings(context)
        for old, new in ((name, "other"), ("other", "third"), ("third", name)):
            customers.rename(context, old, new)
        assert standings(context) == before


@settings(max_examples=10, deadline=None)
@given(drawn_chains(), st.lists(st.tuples(names, names), max_size=4))
def test_a_merger_resolves_all_names_or_changes_nothing(
    wanted: dict[str, CustomerEdit], pairs: list[tuple[str, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        context = filled(folder, wanted)
        became = {name: name for name in NAMES}
        for old, new in pairs:
            before = customer_list(context, None)
            try:
                customers.merge(context, old, new)
            except UsageError:
                assert customer_list(context, None) == before
                continue
            became = {
                name: became[new] if now == became[old] else now for name, now in became.items()
            }
        with connection.reading(context.paths.store) as opened:
            assert opened
            chain = Chain(store_customers.customers(opened))
        assert {name: chain.name(name) for name in NAMES} == became
        for row in customer_list(context, None).customers:
            assert not any(chain.way(served, row.name) for served in row.serves)
            assert row.pays == any(wanted[name].pays for name in NAMES if became[name] == row.name)


def test_a_new_name_that_looks_like_a_known_one_is_asked_about(run: Run) -> None:
    run("customer", "chain", "platform", "retail", "shoppers")
    told = run("customer", "chain", "platfrom", "retail").out
    assert "@platfrom is new; did you mean @platform? 'valuecheck undo' takes this back." in told
    assert "did you mean" not in run("customer", "chain", "network", "retail").out
    told = run("feedback", "add", "@retial", "4").out
    assert "@retial is new; did you mean @retail?" in told
    assert "did you mean" not in run("feedback", "add", "@retial", "4").out
    assert "did you mean @shoppers?" in run("customer", "add", "shopers").out


def test_somebody_within_a_chain_does_not_begin_to_pay_unsaid(run: Run) -> None:
    run("customer", "chain", "platform", "checkout", "retail")
    told = run("customer", "chain", "network", "checkout").out
    assert "@checkout pays from now on, though it serves @retail as well" in told
    assert "'valuecheck customer edit checkout --not-paying' if it does not." in told
    assert "from now on" not in run("customer", "chain", "search", "checkout").out
    assert "from now on" not in run("customer", "chain", "search", "retail").out


def test_last_heard_in_a_period_is_not_after_it(run: Run) -> None:
    run("feedback", "add", "@retail", "4", "--day", "2026-10-30")
    run("feedback", "add", "@retail", "4")
    assert "last heard 30 Oct" not in run("customer", "list").out
    found = json.loads(run("customer", "list", "2026-10", "--json").out)["customers"]
    assert [row["last_heard"] for row in found] == ["2026-10-30"]
