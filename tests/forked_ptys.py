"""Run many command lines, each on a pseudo-terminal and in a copy of one home; a program.

Reads a JSON list of [home, [command line, ...], keys] from standard input and writes a JSON list
of [exit codes, output in hexadecimal]. One process that forks, because each start of Python takes
longer than most commands.
"""

from __future__ import annotations

import fcntl
import gc
import json
import os
import pkgutil
import pty
import select
import struct
import sys
import termios
import time
from importlib import import_module

import valuecheck
from valuecheck.__main__ import main

_SILENCE = 0.25
_PATIENCE = 60.0


def output_of(home: str, lines: list[list[str]], keys: list[str]) -> tuple[list[int], bytes]:
    """Run `lines` one after the other; type one of `keys` whenever the terminal falls silent."""
    codes_from, codes_to = os.pipe()
    child, master = pty.fork()
    if child == 0:
        os.environ["VALUECHECK_HOME"] = home
        for words in lines:
            os.write(codes_to, bytes([main(words)]))
            sys.stdout.flush()
        os._exit(0)
    os.close(codes_to)
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    raw = _read(master, [key.encode() for key in keys])
    os.close(master)
    os.waitpid(child, 0)
    with open(codes_from, "rb") as pipe:
        return [*pipe.read()], raw


def _read(master: int, keys: list[bytes]) -> bytes:
    raw = b""
    latest = time.monotonic() + _PATIENCE
    while time.monotonic() < latest:
        if not select.select([master], [], [], _SILENCE)[0]:
            if keys and raw:
                os.write(master, keys.pop(0))
            continue
        try:
            read = os.read(master, 65536)
        except OSError:
            return raw
        if not read:
            return raw
        raw += read
    return raw + b"\nTIMEOUT"


if __name__ == "__main__":
    # Imported once, for all children: they would take longer for that than for all else.
    for module in pkgutil.walk_packages(valuecheck.__path__, "valuecheck."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    gc.freeze()
    found = [output_of(home, lines, keys) for home, lines, keys in json.load(sys.stdin)]
    json.dump([(codes, raw.hex()) for codes, raw in found], sys.stdout)
