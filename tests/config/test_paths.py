"""Where files live, and how they come to be there."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from valuecheck.config.paths import Paths, locate, make_private_folder, write_private_file
from valuecheck.core.errors import UsageError

XDG = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")


@pytest.fixture(autouse=True)
def _bare_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in (*XDG, "VALUECHECK_HOME"):
        monkeypatch.delenv(name, raising=False)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def of(platform: MacOS | Unix) -> Paths:
    return Paths(platform.user_data_dir, platform.user_config_dir, platform.user_state_dir)


# Where


def test_linux_folders_are_those_of_platformdirs() -> None:
    assert locate(os.environ, "linux") == of(Unix("valuecheck", appauthor=False))


def test_linux_folders_follow_xdg_as_platformdirs_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in XDG:
        monkeypatch.setenv(name, f"/xdg/{name}")
    assert locate(os.environ, "linux") == of(Unix("valuecheck", appauthor=False))
    assert locate(os.environ, "linux").data == "/xdg/XDG_DATA_HOME/valuecheck"


def test_mac_folders_are_those_of_platformdirs() -> None:
    assert locate(os.environ, "darwin") == of(MacOS("valuecheck", appauthor=False))


@pytest.mark.parametrize("value", ["", "relative", "./here", "~/there"])
def test_an_xdg_path_that_is_not_absolute_is_ignored(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    expected = locate(os.environ, "linux")
    for name in XDG:
        monkeypatch.setenv(name, value)
    assert locate(os.environ, "linux") == expected


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_valuecheck_home_puts_everything_in_one_folder(platform: str, tmp_path: Path) -> None:
    environ = {"VALUECHECK_HOME": "/one/place", "XDG_DATA_HOME": "/elsewhere"}
    assert locate(environ, platform) == Paths("/one/place", "/one/place", "/one/place/state")
    assert locate({"VALUECHECK_HOME": "~/vc"}, platform).data == str(tmp_path / "vc")


@pytest.mark.parametrize("home", ["vc", "./vc", "../vc", "."])
def test_a_relative_valuecheck_home_is_refused(
    home: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as refused:
        locate({"VALUECHECK_HOME": home})
    assert f"VALUECHECK_HOME is '{home}'" in str(refused.value)
    assert os.path.abspath(home) in refused.value.remedy


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_a_relative_home_is_refused_unless_nothing_depends_on_it(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "rel")
    with pytest.raises(UsageError) as refused:
        locate({}, platform)
    assert "HOME is 'rel', which is no absolute path" in str(refused.value)
    names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    assert locate(dict.fromkeys(names, "/x"), "linux").data == "/x/valuecheck"


def test_every_file_has_its_name_and_place() -> None:
    paths = Paths(data="/d", config="/c", state="/s")
    assert paths.store == "/d/valuecheck.db"
    assert paths.backups == "/d/backups"
    assert paths.settings == "/c/config.toml"
    assert paths.compiled == "/s/front.json"
    assert paths.next_due == "/s/next-due"
    assert paths.ask == "/s/ask.json"


def test_looking_creates_nothing(tmp_path: Path) -> None:
    locate(os.environ, "linux")
    locate(os.environ, "darwin")
    locate({"VALUECHECK_HOME": str(tmp_path / "vc")})
    assert list(tmp_path.iterdir()) == []


# Folders


@pytest.mark.parametrize("umask", [0o022, 0o000, 0o077, 0o777])
def test_every_folder_made_is_private_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        make_private_folder(str(tmp_path / "a" / "b" / "c"))
    finally:
        os.umask(before)
    made = [tmp_path / "a", tmp_path / "a" / "b", tmp_path / "a" / "b" / "c"]
    assert [mode(folder) for folder in made] == [0o700] * 3


def test_a_folder_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private_folder(str(tmp_path))
    assert mode(tmp_path) == 0o755


def test_a_file_in_the_place_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(FileExistsError):
        make_private_folder(str(tmp_path / "taken"))
    with pytest.raises(OSError, match="taken"):
        make_private_folder(str(tmp_path / "taken" / "below"))


# Files


def test_a_file_is_written_whole_private_and_with_its_folders(tmp_path: Path) -> None:
    file = tmp_path / "state" / "front.json"
    write_private_file(str(file), "größe\n")
    assert file.read_bytes() == "größe\n".encode()
    assert mode(file) == 0o600
    assert mode(file.parent) == 0o700
    assert list(file.parent.iterdir()) == [file]


def test_a_bare_file_name_is_written_to_the_current_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    write_private_file("next-due", "1")
    assert (tmp_path / "next-due").read_text() == "1"


def test_a_reader_of_the_old_file_keeps_the_old_text(tmp_path: Path) -> None:
    file = tmp_path / "next-due"
    file.write_text("old")
    file.chmod(0o644)
    with file.open() as reader:
        write_private_file(str(file), "new and longer")
        assert reader.read() == "old"
    assert file.read_text() == "new and longer"
    assert mode(file) == 0o600


class Stop:
    """Stands for `os.replace` and fails as told."""

    def __init__(self, failure: BaseException) -> None:
        self.failure = failure

    def __call__(self, draft: str, path: str) -> None:
        assert Path(draft).read_text() == "new"
        assert mode(Path(draft)) == 0o600
        assert Path(path).read_text() == "old"
        raise self.failure


@pytest.mark.parametrize("failure", [OSError(28, "No space left"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file_and_no_draft(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failure: BaseException
) -> None:
    file = tmp_path / "next-due"
    file.write_text("old")
    monkeypatch.setattr(os, "replace", Stop(failure))
    with pytest.raises(type(failure)):
        write_private_file(str(file), "new")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_text_that_cannot_be_encoded_leaves_no_draft(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write_private_file(str(tmp_path / "file"), "\udce9")
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_just_after_the_replacement_is_not_hidden(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    replace = os.replace

    def replace_then_interrupt(draft: str, path: str) -> None:
        replace(draft, path)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", replace_then_interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_private_file(str(tmp_path / "file"), "new")
    assert (tmp_path / "file").read_text() == "new"


def test_a_draft_left_by_a_killed_process_is_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "next-due"
    Path(f"{file}.{os.getpid()}.tmp").write_text("a longer one, half written")
    write_private_file(str(file), "1")
    assert file.read_text() == "1"
    assert list(tmp_path.iterdir()) == [file]


def test_a_symlink_in_the_place_of_the_draft_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    file = tmp_path / "next-due"
    Path(f"{file}.{os.getpid()}.tmp").symlink_to(victim)
    write_private_file(str(file), "1")
    assert victim.read_text() == "precious"
    assert file.read_text() == "1"
    assert not file.is_symlink()


def test_a_folder_in_the_place_of_the_file_is_an_error_and_leaves_no_draft(tmp_path: Path) -> None:
    (tmp_path / "next-due").mkdir()
    with pytest.raises(IsADirectoryError):
        write_private_file(str(tmp_path / "next-due"), "1")
    assert [path.name for path in tmp_path.iterdir()] == ["next-due"]
