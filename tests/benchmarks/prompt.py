"""Measure what the hook costs an ordinary prompt: `python -m tests.benchmarks.prompt [N]`.

Each shell reads the hook before the moment and runs what a prompt runs N times in a loop of its
own, minus an empty loop. The best of some rounds counts, because a busy machine only adds.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.shells.machine import Machine, shells
from valuecheck.shell.shells import Shell

ROUNDS = 5
# Microseconds a prompt.
GOALS = {Shell.BASH: 10.0, Shell.ZSH: 15.0, Shell.FISH: 100.0}
SCRIPTS = {
    Shell.BASH: """
. {hook}; __vc_look
prompt=${{PROMPT_COMMAND[911]-${{PROMPT_COMMAND}}}}
for command in : "$prompt"; do
    begin=$EPOCHREALTIME
    for ((i = 0; i < {times}; i++)); do eval "$command"; done
    end=$EPOCHREALTIME
    echo $((${{end/./}} - ${{begin/./}}))
done
""",
    Shell.ZSH: """
. {hook}; __vc_look
zmodload zsh/datetime
nothing() {{ : }}
for command in nothing __vc_look; do
    begin=$EPOCHREALTIME
    for ((i = 0; i < {times}; i++)); do $command; done
    printf '%.0f\\n' $(( (EPOCHREALTIME - begin) * 1000000 ))
done
""",
    Shell.FISH: """
source {hook}; __vc_look
function nothing; end
for command in nothing __vc_look
    set begin (date +%s%N)
    for i in (seq {times}); $command; end
    math "round(($(date +%s%N) - $begin) / 1000)"
end
""",
}


def microseconds(machine: Machine, times: int) -> float:
    """Return what one prompt of the machine's shell costs, in microseconds."""
    script = machine.home / "measure"
    script.write_text(SCRIPTS[machine.shell].format(hook=machine.hook.file, times=times))
    quiet = {Shell.BASH: ["--norc", "-i"], Shell.ZSH: ["-f", "-i"], Shell.FISH: ["-i"]}
    command = [machine.executable, *quiet[machine.shell], str(script)]
    rounds = []
    for _ in range(ROUNDS):
        ran = subprocess.run(
            command, check=True, capture_output=True, text=True, env=machine.environ
        )
        rounds.append([*map(float, ran.stdout.split()[-2:])])
    empty, own = (min(values) for values in zip(*rounds, strict=True))
    return float(own - empty) / times


def main(times: int) -> int:
    """Measure each shell that is here, and return 1 if a goal is missed."""
    missed = 0
    for installed in shells():
        if installed.executable is None or installed.shell not in GOALS:
            continue
        with tempfile.TemporaryDirectory() as folder:
            machine = Machine(Path(folder), installed.shell, installed.executable)
            machine.install()
            machine.ask_in(3600)
            cost = microseconds(
                machine, times if installed.shell is not Shell.FISH else times // 10
            )
        goal = GOALS[installed.shell]
        missed += cost > goal
        late = "  MISSED" * (cost > goal)
        print(f"{installed.name:10} {cost:7.1f} µs a prompt (goal {goal:.0f}){late}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
