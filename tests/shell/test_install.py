from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.shell.versions import hook_of_version
from valuecheck.config.paths import locate
from valuecheck.core.errors import ValuecheckError
from valuecheck.shell.install import (
    Hook,
    State,
    apply,
    hook_of,
    plan_install,
    plan_login,
    plan_uninstall,
    state_of,
)
from valuecheck.shell.renewal import renew
from valuecheck.shell.shells import Shell

EVERY_SHELL = pytest.mark.parametrize("shell", list(Shell))
RC_SHELL = pytest.mark.parametrize("shell", [Shell.BASH, Shell.ZSH])


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    home = tmp_path / "home"
    home.mkdir()
    return {"HOME": str(home), "VALUECHECK_HOME": str(tmp_path / "data")}


@pytest.fixture
def program(tmp_path: Path) -> str:
    file = tmp_path / "bin" / "valuecheck"
    file.parent.mkdir()
    file.touch(0o755)
    return str(file)


def a_hook(
    shell: Shell, environ: dict[str, str], program: str = "/bin/valuecheck", platform: str = "linux"
) -> Hook:
    return hook_of(shell, locate(environ), program, environ, platform)


def installed(hook: Hook) -> Hook:
    apply(plan_install(hook))
    return hook


def rc_of(hook: Hook) -> Path:
    return Path(hook.rc_files[0])


def everything_below(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@EVERY_SHELL
def test_uninstalling_leaves_every_file_as_it_was(
    shell: Shell, environ: dict[str, str], tmp_path: Path
) -> None:
    before = everything_below(tmp_path)
    hook = installed(a_hook(shell, environ))
    assert everything_below(tmp_path) != before
    apply(plan_uninstall(hook))
    assert everything_below(tmp_path) == before
    assert plan_uninstall(hook) == []


@EVERY_SHELL
def test_installing_twice_changes_nothing_more(
    shell: Shell, environ: dict[str, str], tmp_path: Path
) -> None:
    hook = installed(a_hook(shell, environ))
    once = everything_below(tmp_path)
    assert plan_install(hook) == []
    assert everything_below(tmp_path) == once


@EVERY_SHELL
def test_planning_touches_nothing(shell: Shell, environ: dict[str, str], tmp_path: Path) -> None:
    hook = a_hook(shell, environ)
    assert plan_install(hook)
    assert plan_uninstall(hook) == []
    assert everything_below(tmp_path) == {}


def test_a_plan_shows_the_lines_that_come(environ: dict[str, str]) -> None:
    hook = a_hook(Shell.BASH, environ)
    rc_of(hook).write_text("alias ll='ls -l'\n")
    own, rc = plan_install(hook)
    assert (own.verb, rc.verb) == ("create", "change")
    assert list(rc.lines) == [
        "+ ",
        "+ # >>> valuecheck hook >>>",
        "+ " + hook.loader.decode(),
        "+ # <<< valuecheck hook <<<",
    ]


@EVERY_SHELL
def test_each_state_has_its_name(shell: Shell, environ: dict[str, str]) -> None:
    hook = a_hook(shell, environ)
    assert state_of(hook) is State.NOT_INSTALLED
    installed(hook)
    assert state_of(hook) is State.CURRENT
    assert state_of(a_hook(shell, environ, "/opt/elsewhere/valuecheck")) is State.STALE
    with open(hook.file, "ab") as file:
        file.write(b"# mine\n")
    assert state_of(hook) is State.EDITED


@RC_SHELL
def test_a_hook_that_nothing_loads_is_not_installed(shell: Shell, environ: dict[str, str]) -> None:
    hook = installed(a_hook(shell, environ))
    rc_of(hook).unlink()
    assert state_of(hook) is State.NOT_INSTALLED


@RC_SHELL
def test_a_linked_rc_file_stays_a_link(
    shell: Shell, environ: dict[str, str], tmp_path: Path
) -> None:
    dotfiles = tmp_path / "dotfiles"
    dotfiles.write_text("export A=1\n")
    hook = a_hook(shell, environ)
    rc_of(hook).symlink_to("../dotfiles")
    installed(hook)
    assert rc_of(hook).is_symlink()
    assert "valuecheck hook" in dotfiles.read_text()
    apply(plan_uninstall(hook))
    assert rc_of(hook).is_symlink()
    assert dotfiles.read_text() == "export A=1\n"


def test_a_link_to_nothing_is_filled(environ: dict[str, str], tmp_path: Path) -> None:
    hook = a_hook(Shell.ZSH, environ)
    rc_of(hook).symlink_to(tmp_path / "not-yet")
    installed(hook)
    assert rc_of(hook).is_symlink()
    assert state_of(hook) is State.CURRENT


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_the_mode_of_an_rc_file_stays(mode: int, environ: dict[str, str]) -> None:
    hook = a_hook(Shell.BASH, environ)
    rc_of(hook).touch()
    rc_of(hook).chmod(mode)
    installed(hook)
    assert stat.S_IMODE(rc_of(hook).stat().st_mode) == mode


@EVERY_SHELL
def test_what_we_make_is_for_its_owner_alone(
    shell: Shell, environ: dict[str, str], tmp_path: Path
) -> None:
    installed(a_hook(shell, environ))
    made = [path for path in tmp_path.rglob("*") if path.name != "home"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_file()} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_dir()} == {0o700}


def test_a_read_only_rc_file_is_left_with_a_remedy(environ: dict[str, str]) -> None:
    hook = a_hook(Shell.BASH, environ)
    rc_of(hook).touch(0o444)
    with pytest.raises(ValuecheckError, match=r"read-only; .*valuecheck hook print"):
        installed(hook)
    assert rc_of(hook).read_bytes() == b""


@pytest.mark.parametrize("obstacle", ["folder", "loop"])
def test_an_rc_file_that_is_none_is_named(obstacle: str, environ: dict[str, str]) -> None:
    hook = a_hook(Shell.BASH, environ)
    if obstacle == "folder":
        rc_of(hook).mkdir()
    else:
        rc_of(hook).symlink_to(rc_of(hook))
    with pytest.raises(ValuecheckError, match=r"\.bashrc cannot be used"):
        plan_install(hook)


def test_a_file_changed_since_the_plan_is_not_overwritten(environ: dict[str, str]) -> None:
    hook = a_hook(Shell.ZSH, environ)
    plan = plan_install(hook)
    rc_of(hook).write_text("export NEW=1\n")
    with pytest.raises(ValuecheckError, match="changed meanwhile"):
        apply(plan)
    assert rc_of(hook).read_text() == "export NEW=1\n"
    installed(hook)
    assert state_of(hook) is State.CURRENT


def test_installing_for_another_home_leaves_no_file_with_the_hook_of_the_first(
    environ: dict[str, str], tmp_path: Path
) -> None:
    first = a_hook(Shell.BASH, environ)
    login = Path(environ["HOME"], ".bash_profile")
    apply([*plan_install(first), *plan_login(first, str(login))])
    second = a_hook(Shell.BASH, environ | {"VALUECHECK_HOME": str(tmp_path / "moved")})
    assert state_of(second) is State.NOT_INSTALLED
    installed(second)
    for file in (rc_of(second), login):
        text = file.read_text()
        assert str(tmp_path / "moved") in text
        assert str(tmp_path / "data") not in text
    assert state_of(second) is State.CURRENT
    assert state_of(first) is State.STALE


def test_a_login_file_that_is_a_link_to_the_rc_file_is_changed_once(
    environ: dict[str, str], tmp_path: Path
) -> None:
    home = Path(environ["HOME"])
    (home / ".bashrc").write_text("# mine\n")
    (home / ".bash_profile").symlink_to(".bashrc")
    installed(a_hook(Shell.BASH, environ))
    second = installed(a_hook(Shell.BASH, environ | {"VALUECHECK_HOME": str(tmp_path / "moved")}))
    assert state_of(second) is State.CURRENT
    assert str(tmp_path / "data") not in (home / ".bashrc").read_text()
    apply(plan_uninstall(second))
    assert (home / ".bashrc").read_text() == "# mine\n"
    assert (home / ".bash_profile").is_symlink()


def test_on_macos_the_login_file_loads_the_hook_too(environ: dict[str, str]) -> None:
    home = Path(environ["HOME"])
    hook = installed(a_hook(Shell.BASH, environ, platform="darwin"))
    assert [Path(path).name for path in hook.rc_files] == [".bashrc", ".bash_profile"]
    apply(plan_uninstall(hook))
    assert list(home.iterdir()) == []


def test_on_macos_the_first_login_file_there_is_gets_the_line(environ: dict[str, str]) -> None:
    Path(environ["HOME"], ".profile").write_text("export A=1\n")
    hook = a_hook(Shell.BASH, environ, platform="darwin")
    assert [Path(path).name for path in hook.rc_files] == [".bashrc", ".profile"]


def test_on_macos_a_login_file_that_reads_bashrc_is_left_alone(environ: dict[str, str]) -> None:
    Path(environ["HOME"], ".bash_profile").write_text(". ~/.bashrc\n")
    hook = a_hook(Shell.BASH, environ, platform="darwin")
    assert [Path(path).name for path in hook.rc_files] == [".bashrc"]


@pytest.mark.parametrize(
    ("shell", "platform", "place"),
    [
        (Shell.FISH, "linux", ".config/fish/conf.d/valuecheck.fish"),
        (Shell.FISH, "darwin", ".config/fish/conf.d/valuecheck.fish"),
        (Shell.NU, "linux", ".config/nushell/autoload/valuecheck.nu"),
        (Shell.NU, "darwin", "Library/Application Support/nushell/autoload/valuecheck.nu"),
    ],
)
def test_fish_and_nu_load_a_file_of_their_own(
    shell: Shell, platform: str, place: str, environ: dict[str, str]
) -> None:
    assert a_hook(shell, environ, platform=platform).file == str(Path(environ["HOME"], place))
    environ["XDG_CONFIG_HOME"] = "/etc/mine"
    assert a_hook(shell, environ, platform=platform).file.startswith("/etc/mine/")


def test_an_older_file_of_our_own_is_renewed(environ: dict[str, str], program: str) -> None:
    hook = installed(a_hook(Shell.BASH, environ, program))
    Path(hook.file).write_bytes(an_older(hook.text))
    assert state_of(hook) is State.STALE
    assert renew(Shell.BASH, locate(environ), environ, program) is None
    assert Path(hook.file).read_bytes() == hook.text


def test_an_older_file_edited_by_hand_is_left_with_a_notice(
    environ: dict[str, str], program: str
) -> None:
    hook = installed(a_hook(Shell.BASH, environ, program))
    edited = an_older(hook.text) + b"# mine\n"
    Path(hook.file).write_bytes(edited)
    notice = renew(Shell.BASH, locate(environ), environ, program)
    assert notice
    assert "edited by hand" in notice
    assert "valuecheck hook install bash" in notice
    assert Path(hook.file).read_bytes() == edited


@pytest.mark.parametrize("change", [b"", b"# mine\n"])
def test_a_file_of_this_version_is_not_looked_into(
    change: bytes, environ: dict[str, str], program: str
) -> None:
    hook = installed(a_hook(Shell.ZSH, environ, program))
    with open(hook.file, "ab") as file:
        file.write(change)
    before = os.stat(hook.file)
    assert renew(Shell.ZSH, locate(environ), environ, program) is None
    assert os.stat(hook.file).st_ino == before.st_ino


def test_a_newer_file_is_not_set_back(environ: dict[str, str], program: str) -> None:
    hook = installed(a_hook(Shell.BASH, environ, program))
    newer = hook_of_version(hook.text, 999)
    Path(hook.file).write_bytes(newer)
    assert renew(Shell.BASH, locate(environ), environ, program) is None
    assert Path(hook.file).read_bytes() == newer


@EVERY_SHELL
def test_renewing_without_a_hook_makes_none(
    shell: Shell, environ: dict[str, str], tmp_path: Path
) -> None:
    assert renew(shell, locate(environ), environ, "/bin/valuecheck") is None
    assert everything_below(tmp_path) == {}


def test_a_hook_that_cannot_be_renewed_is_no_error(environ: dict[str, str], program: str) -> None:
    hook = installed(a_hook(Shell.BASH, environ, program))
    Path(hook.file).write_bytes(an_older(hook.text))
    Path(hook.file).chmod(0o400)
    assert renew(Shell.BASH, locate(environ), environ, program) is None


def an_older(text: bytes) -> bytes:
    return hook_of_version(text, 0)
