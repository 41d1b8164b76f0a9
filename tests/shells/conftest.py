from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.shells.machine import Installed, Machine, shells
from tests.shells.tool import Tool
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from pathlib import Path

_EVERY = list(shells())


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "only(*shells): the shells that a test is about")
    config.addinivalue_line("markers", "settings(by_shell): run it once with each `setting`")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes `machine` once for each shell, or for those that `only` names."""
    if "machine" not in metafunc.fixturenames:
        return
    only = metafunc.definition.get_closest_marker("only")
    wanted = only.args if only else tuple(Shell)
    chosen = [shell for shell in _EVERY if shell.shell in wanted]
    if settings := metafunc.definition.get_closest_marker("settings"):
        pairs = [(shell, text) for shell in chosen for text in settings.args[0][shell.shell]]
        ids = [f"{shell.name}-{text}" for shell, text in pairs]
        metafunc.parametrize(("machine", "setting"), pairs, ids=ids, indirect=["machine"])
    else:
        metafunc.parametrize("machine", chosen, ids=[shell.name for shell in chosen], indirect=True)


@pytest.fixture
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Machine:
    """A machine with the hook installed, on which nothing was ever asked."""
    installed: Installed = request.param
    if installed.executable is None:
        pytest.skip(f"no {installed.name} here")
    machine = Machine(tmp_path, installed.shell, installed.executable)
    machine.install()
    return machine


@pytest.fixture
def tool(machine: Machine) -> Tool:
    """The same with the real program, on a Friday morning, open to keys at once."""
    return Tool(machine)
