"""Settings: their sources, their values, and the errors for bad ones."""

from __future__ import annotations

import json
import os
import re
import stat
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings as settled
from hypothesis import strategies as st

from tests.store.test_faults import run_bound
from tests.stored import context_of
from valuecheck.config import compiled as config_compiled
from valuecheck.config import settings
from valuecheck.config.paths import locate
from valuecheck.core.errors import ExitCode, SettingsError
from valuecheck.core.moments import Window

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Outcome, Run


@pytest.fixture
def config(home: Path) -> Path:
    """The settings file, not there yet; its folder is."""
    home.mkdir()
    return home / "config.toml"


def loaded(home: Path) -> settings.Settings:
    return settings.load(locate({"VALUECHECK_HOME": str(home)}), os.environ).settings


def assert_refused(outcome: Outcome, *reasons: str) -> None:
    assert (outcome.code, outcome.out) == (ExitCode.USAGE, "")
    assert re.fullmatch(r"valuecheck: [^\n]+; [^\n]+\.\n", outcome.err), outcome.err
    for reason in reasons:
        assert reason in outcome.err


# Values

GOOD = [
    ("question", '"Worth it?"', "Worth it?"),
    ("question", '"Lohnt es sich für Kunden? 😀"', "Lohnt es sich für Kunden? 😀"),
    ("workdays", '["sun", "Mon"]', ("mon", "sun")),
    ("workdays", '"tue, wed thu"', ("tue", "wed", "thu")),
    ("day_starts_at", '"00:00"', time(0)),
    ("day_starts_at", '"5:30"', time(5, 30)),
    ("day_starts_at", "05:30:00", time(5, 30)),
    ("ask_after", '"15:00"', Window(time(15), time(15))),
    ("ask_after", '"01:00"', Window(time(1), time(1))),
    ("ask_after", '"10:30..16:00"', Window(time(10, 30), time(16))),
    ("ask_after", '"22:00..02:00"', Window(time(22), time(2))),
    ("ask_after", "15:00:00", Window(time(15), time(15))),
    ("accessible", "true", True),
    ("remind_after", '"30m"', timedelta(minutes=30)),
    ("remind_after", '"24h"', timedelta(hours=24)),
    ("hook_style", '"ask"', "ask"),
    ("hook_style", '"notice"', "notice"),
    ("hook_style", '"off"', "off"),
    ("weekly_digest", "false", False),
    ("weekly_digest", '"on"', True),
    ("pair_window_days", "1", 1),
    ("pair_window_days", "90", 90),
]
BAD = [
    ("question", "5", "valid string"),
    ("question", '""', "must be one line of text"),
    ("question", '"  "', "must be one line of text"),
    ("question", '"two\\nlines"', "must be one line of text"),
    ("question", '"\\u001b[31mred"', "must be one line of text"),
    ("question", f'"{"x" * 201}"', "must have at most 200 characters"),
    ("workdays", "[]", "must name weekdays"),
    ("workdays", "5", "must name weekdays"),
    ("workdays", '["monday"]', "has 'monday', which is none of mon, tue"),
    ("workdays", "[1]", "has 1, which is none of"),
    ("day_starts_at", '"24:00"', 'must be a clock time, such as "04:00"'),
    ("day_starts_at", '"4"', "must be a clock time"),
    ("day_starts_at", '"٠٤:٠٠"', "must be a clock time"),
    ("day_starts_at", "4", "must be a clock time"),
    ("ask_after", '"noon"', "must be a clock time or a window"),
    ("ask_after", '"10:00.."', "must be a clock time or a window"),
    ("ask_after", '"16:00..10:00"', "must begin before it ends, in a day that starts at 04:00"),
    ("remind_after", '"0m"', 'must be between "1m" and "24h"'),
    ("remind_after", '"25h"', "must be between"),
    ("remind_after", '"1 day"', "must be between"),
    ("remind_after", "60", "must be between"),
    ("hook_style", '"loud"', "'ask', 'notice' or 'off'"),
    ("weekly_digest", '"maybe"', "must be true or false"),
    ("weekly_digest", "1", "must be true or false"),
    ("accessible", '"loud"', "must be true or false"),
    ("pair_window_days", "0", "greater than or equal to 1"),
    ("pair_window_days", "91", "less than or equal to 90"),
    ("pair_window_days", "true", "must be a whole number"),
    ("pair_window_days", "14.0", "must be a whole number"),
    ("pair_window_days", '"soon"', "valid integer"),
]


@pytest.mark.parametrize(("key", "text", "value"), GOOD)
def test_every_key_takes_its_values(config: Path, key: str, text: str, value: object) -> None:
    config.write_text(f"{key} = {text}\n", encoding="utf-8")
    assert getattr(loaded(config.parent), key) == value


def test_every_key_is_tried_with_a_good_and_a_bad_value() -> None:
    assert {row[0] for row in GOOD} == {row[0] for row in BAD} == set(settings.KEYS)
    assert set(settings.MEANINGS) == set(settings.KEYS)


@pytest.mark.parametrize(("key", "text", "reason"), BAD)
def test_a_bad_value_is_refused_by_file_key_and_reason(
    run: Run, config: Path, key: str, text: str, reason: str
) -> None:
    config.write_text(f"{key} = {text}\n", encoding="utf-8")
    outcome = run("due")
    assert_refused(outcome, f"{key} cannot be ", f"(from {config})", reason)
    assert len(outcome.err) < 400
    assert list(config.parent.iterdir()) == [config]


@pytest.mark.parametrize("command", [("4", "x"), ("status",), ("log",), ("undo",), ("off", "fri")])
def test_a_bad_value_stops_every_command_before_it_does_anything(
    run: Run, config: Path, command: tuple[str, ...]
) -> None:
    config.write_text('hook_style = "loud"\n')
    assert_refused(run(*command), "hook_style cannot be 'loud'")
    assert list(config.parent.iterdir()) == [config]


def test_with_a_bad_value_config_still_shows_and_mends(run: Run, config: Path) -> None:
    config.write_text('hook_style = "loud"\nworkdays = ["mon"]\n')
    shown = run("config")
    assert shown.code == 0
    assert "hook_style cannot be 'loud'" in shown.err
    assert run("config", "hook_style", "notice").out == "✓ hook_style = notice\n"
    assert run("due").code == 0 or run("due").code == ExitCode.NOT_DUE


@pytest.mark.parametrize(
    "text",
    [
        "question = ",
        "workdays = [",
        "question = 'a'\nquestion = 'b'\n",
        "=",
        "a" * 10_000,
        "x = " + "[" * 5_000,
        "x = " + "9" * 5_000,
        "day = 2026-02-31",
    ],
    ids=["no value", "open list", "twice", "no key", "long", "deep", "huge number", "no such day"],
)
def test_what_is_no_toml_is_refused(run: Run, config: Path, text: str) -> None:
    config.write_text(text)
    assert_refused(run("due"), f"{config} is not valid TOML", "mend that line")
    assert_refused(run("config", "hook_style", "off"), "is not valid TOML")
    assert config.read_text() == text


def test_what_is_no_text_is_refused(run: Run, config: Path) -> None:
    config.write_bytes(b"question = '\xff'\n")
    assert_refused(run("due"), f"{config} is not UTF-8 text; mend or move it.")


def test_a_folder_in_place_of_the_file_is_refused(run: Run, config: Path) -> None:
    config.mkdir()
    assert_refused(run("due"), f"cannot read {config}: is a directory")


def test_a_file_that_one_may_not_read_is_refused(config: Path) -> None:
    config.write_text("")
    config.chmod(0o000)
    assert_refused(run_bound("due"), f"cannot read {config}: permission denied")


def test_a_link_to_nowhere_is_no_file_yet(run: Run, config: Path) -> None:
    config.symlink_to(config.parent / "dotfiles" / "valuecheck.toml")
    assert run("due").code == ExitCode.NOT_DUE


# Unknown keys and the environment


def test_an_unknown_key_warns_with_the_nearest_known_one(run: Run, config: Path) -> None:
    config.write_text('hook_stile = "off"\n[sync]\nauto = true\n[team]\n[other]\n')
    outcome = run("due")
    assert outcome.code == ExitCode.NOT_DUE
    assert outcome.err.splitlines() == [
        f"valuecheck: hook_stile in {config} is not a setting: did you mean hook_style?",
        f"valuecheck: other in {config} is not a setting: 'valuecheck config' lists the settings",
    ]


def test_a_byte_order_mark_before_the_settings_is_no_error(run: Run, config: Path) -> None:
    config.write_bytes(b"\xef\xbb\xbfworkdays = ['mon']\n")
    assert run("config", "workdays").out == "mon\n"
    assert run("config", "remind_after", "2h").code == 0
    assert (run("config", "workdays").out, run("config", "remind_after").out) == ("mon\n", "2h\n")


def test_text_in_an_unknown_key_never_acts(run: Run, config: Path) -> None:
    config.write_text('"\\u001b[2J" = 1\n')
    assert "\x1b" not in run("due").err


def test_the_command_line_names_the_nearest_setting(run: Run) -> None:
    assert_refused(run("config", "hook_stile"), "'hook_stile' is not a setting; the nearest is")
    assert_refused(run("config", "hook_stile", "off"), "the nearest is hook_style.")
    assert_refused(run("config", "zzz", "off"), "the settings are question, workdays,")


def test_the_environment_beats_the_file(
    run: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('hook_style = "ask"\n')
    monkeypatch.setenv("VALUECHECK_HOOK_STYLE", "off")
    assert run("config", "hook_style").out == "off\n"
    settings_shown = json.loads(run("config", "--json").out)["settings"]
    assert settings_shown["hook_style"] == {
        "value": "off",
        "from": "the environment variable VALUECHECK_HOOK_STYLE",
    }
    outcome = run("config", "hook_style", "notice")
    assert "the environment variable VALUECHECK_HOOK_STYLE beats the file." in outcome.out
    monkeypatch.delenv("VALUECHECK_HOOK_STYLE")
    assert run("config", "hook_style").out == "notice\n"


def test_a_bad_value_in_the_environment_is_refused_by_its_name(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALUECHECK_PAIR_WINDOW_DAYS", "many")
    assert_refused(run("due"), "from the environment variable VALUECHECK_PAIR_WINDOW_DAYS")


def test_an_unknown_variable_warns_and_an_empty_one_is_not_there(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALUECHECK_WORKDAY", "mon")
    monkeypatch.setenv("VALUECHECK_QUESTION", "")
    monkeypatch.setenv("VALUECHECK_HOOK", "zsh")
    assert run("due").err == (
        "valuecheck: VALUECHECK_WORKDAY in the environment is not a setting: "
        "did you mean VALUECHECK_WORKDAYS?\n"
    )


# Changing


def test_a_change_keeps_comments_order_and_other_tables(run: Run, config: Path) -> None:
    text = (
        "# mine\n"
        'hook_style = "ask"  # loud enough\n'
        "\n"
        "[sync]  # my machines\n"
        'remote = "git@example.com:me/diary.git"\n'
    )
    config.write_text(text)
    assert run("config", "hook_style", "notice").code == 0
    assert config.read_text() == text.replace('"ask"', '"notice"')
    assert run("config", "workdays", "mon,tue").code == 0
    assert loaded(config.parent).workdays == ("mon", "tue")
    for line in text.replace('"ask"', '"notice"').splitlines():
        assert line in config.read_text().splitlines()


@pytest.mark.parametrize(
    ("key", "typed", "shown"),
    [
        ("question", "Worth \"it\" \\ for 'them'? [x]", "Worth \"it\" \\ for 'them'? [x]"),
        ("workdays", "Fri mon", "mon,fri"),
        ("day_starts_at", "5:00", "05:00"),
        ("ask_after", "16:30", "16:30"),
        ("remind_after", "90m", "90m"),
        ("remind_after", "120m", "2h"),
        ("hook_style", "notice", "notice"),
        ("weekly_digest", "no", "false"),
        ("pair_window_days", "30", "30"),
    ],
)
def test_what_is_set_is_what_is_read_and_unset_is_the_default(
    run: Run, home: Path, key: str, typed: str, shown: str
) -> None:
    assert run("config", key, typed).out == f"✓ {key} = {shown}\n"
    assert run("config", key).out == f"{shown}\n"
    assert stat.S_IMODE((home / "config.toml").stat().st_mode) == 0o600
    assert run("config", key, "--unset").code == 0
    assert getattr(loaded(home), key) == getattr(settings.Settings(), key)


@pytest.mark.parametrize(("key", "text", "reason"), [row for row in BAD if row[1][0] == '"'])
def test_a_bad_value_on_the_command_line_changes_nothing(
    run: Run, config: Path, key: str, text: str, reason: str
) -> None:
    config.write_text("# mine\n")
    assert_refused(run("config", key, json.loads(text)), f"{key} cannot be ", reason)
    assert config.read_text() == "# mine\n"


def test_a_linked_file_is_changed_where_it_is(run: Run, config: Path, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles.toml"
    target.write_text('hook_style = "ask"\n')
    config.symlink_to(target)
    assert run("config", "hook_style", "off").code == 0
    assert config.is_symlink()
    assert target.read_text() == 'hook_style = "off"\n'


def test_reading_settings_creates_nothing(run: Run, home: Path) -> None:
    assert run("config").code == 0
    assert run("config", "question").code == 0
    assert not home.exists()


def test_setting_something_makes_no_store(run: Run, home: Path) -> None:
    run("config", "hook_style", "off")
    assert not (home / "valuecheck.db").exists()


def test_unset_takes_no_value(run: Run) -> None:
    assert_refused(run("config", "hook_style", "off", "--unset"), "--unset takes no value")


# Compiled for the front door


def front_of(home: Path) -> config_compiled.CompiledSettings | None:
    return config_compiled.load(locate({"VALUECHECK_HOME": str(home)}), os.environ)


def test_without_any_setting_the_front_door_knows_the_defaults(home: Path) -> None:
    assert (
        front_of(home)
        == settings.compile_settings(settings.load(context_of(home).paths, os.environ))
        == config_compiled.CompiledSettings()
    )


def test_settings_are_compiled_once_and_again_when_the_file_or_environment_changes(
    run: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("4", "makes the state folder")
    config.write_text('question = "One?"\nask_after = "15:00"\nremind_after = "90m"\n')
    assert front_of(config.parent) is None
    run("due")
    compiled = front_of(config.parent)
    assert compiled == config_compiled.CompiledSettings(
        question="One?", ask_after=Window(time(15), time(15)), remind_after=timedelta(minutes=90)
    )
    monkeypatch.setenv("VALUECHECK_QUESTION", "Two?")
    assert front_of(config.parent) is None
    run("due")
    again = front_of(config.parent)
    assert again is not None
    assert again.question == "Two?"
    config.unlink()
    monkeypatch.delenv("VALUECHECK_QUESTION")
    assert front_of(config.parent) == config_compiled.CompiledSettings()


def test_warnings_are_kept_with_what_is_compiled(run: Run, config: Path) -> None:
    run("4", "makes the state folder")
    config.write_text("quest = 1\n")
    first, second = run("due"), run("due")
    assert "quest in " in first.err
    assert first == second


GARBAGE = st.one_of(
    st.binary(max_size=200),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["source", "settings", "later_until"]), inner)
        ),
    ).map(lambda value: json.dumps(value).encode()),
    st.just(b"[" * 100_000),
    st.just(b'{"later_until": 1e999}'),
)


@settled(max_examples=40, deadline=None)
@given(garbage=GARBAGE)
def test_garbage_in_the_compiled_file_is_compiled_anew(
    tmp_path_factory: pytest.TempPathFactory, garbage: bytes
) -> None:
    home = tmp_path_factory.mktemp("garbage")
    (home / "state").mkdir()
    (home / "config.toml").write_text('question = "One?"\n')
    (home / "state" / "front.json").write_bytes(garbage)
    paths = locate({"VALUECHECK_HOME": str(home)})
    assert config_compiled.load(paths, {}) is None
    assert settings.compiled_settings(paths, {}).question == "One?"
    assert config_compiled.load(paths, {}) == config_compiled.CompiledSettings(question="One?")


@pytest.mark.parametrize("key", config_compiled.CompiledSettings._fields)
def test_a_compiled_file_that_lacks_or_garbles_a_setting_is_compiled_anew(
    config: Path, key: str
) -> None:
    (config.parent / "state").mkdir()
    config.write_text('question = "One?"\n')
    paths = locate({"VALUECHECK_HOME": str(config.parent)})
    expected = settings.compiled_settings(paths, {})
    stored = json.loads((config.parent / "state" / "front.json").read_text())
    del stored["settings"][key]
    (config.parent / "state" / "front.json").write_text(json.dumps(stored))
    assert config_compiled.load(paths, {}) is None
    assert settings.compiled_settings(paths, {}) == expected


def test_an_unreadable_setting_is_named_by_the_loader(config: Path) -> None:
    config.write_text('workdays = "never"\n')
    with pytest.raises(SettingsError, match="has 'never'"):
        loaded(config.parent)
