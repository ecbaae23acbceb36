"""The circle: two parts that need each other, in an interpreter of its own since it may not survive that."""

import signal
import subprocess
import sys
import traceback

from benchmarks.peers.contestant import Contestant, InexpressibleError
from benchmarks.peers.field import contestant_of
from benchmarks.peers.parts import Ping, Pong, name_of

_PATIENCE = 10


def outcome(contestant: Contestant) -> str:
    """Return what becomes of a circle."""
    _, _, module = type(contestant).__module__.rpartition(".")
    command = [sys.executable, "-m", "benchmarks.peers.circle", module]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PATIENCE)  # noqa: S603 - ours
    except subprocess.TimeoutExpired:
        return "hangs"
    if ran.returncode < 0:
        return f"crash ({signal.Signals(-ran.returncode).name})"
    return ran.stdout.strip() or f"exit code {ran.returncode}"


def told(contestant: Contestant) -> str:
    """Close a circle here and tell what happened."""
    try:
        made = contestant.maker((Ping, Pong))()
    except InexpressibleError:
        return "not expressible"
    except Exception as error:  # noqa: BLE001 - which exception it is is the question
        return f"refused {_naming(error)}"
    try:
        contestant.use(made, Ping)
    except RecursionError:
        return "RecursionError"
    except Exception as error:  # noqa: BLE001 - likewise
        return f"error {_naming(error)}"
    return "nothing"


def _naming(error: Exception) -> str:
    text = "".join(traceback.format_exception_only(error)).lower()
    return "with path" if all(name_of(part) in text for part in (Ping, Pong)) else "without path"


if __name__ == "__main__":
    print(told(contestant_of(sys.argv[1])))
