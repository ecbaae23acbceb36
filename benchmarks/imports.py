"""A fresh interpreter: what an import costs and loads there, which cannot be seen where all is loaded."""

import os
import subprocess
import sys
from tempfile import TemporaryDirectory

from benchmarks.pairing import Pair, Round, paired

_TIMED = "import time; start = time.process_time(); {}; print(time.process_time() - start)"


def cold_import() -> Pair:
    """Import `Stack`, beside the containers of dependency-injector, in CPU time without what Python takes to start."""
    ours, reference = "from stackdi import Stack", "import dependency_injector.containers"
    with TemporaryDirectory() as folder:  # for compiled modules, which whoever runs this may have turned off
        cached = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}
        return paired(_timing(ours, cached), _timing(reference, cached), 40)


def loaded(code: str, modules: tuple[str, ...]) -> list[str]:
    """Return those of `modules` that a fresh interpreter has loaded after it ran `code`."""
    return _run(f"{code}\nimport sys\nprint(*[name for name in {modules!r} if name in sys.modules])").split()


def _timing(statement: str, environment: dict[str, str]) -> Round:
    return lambda: float(_run(_TIMED.format(statement), environment))


def _run(code: str, environment: dict[str, str] | None = None) -> str:
    command, variables = [sys.executable, "-c", code], {**os.environ, **(environment or {})}
    ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=variables)  # noqa: S603 - our code
    return ran.stdout
