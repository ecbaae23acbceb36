"""The field: who takes part, as far as it is installed."""

from importlib import import_module

from benchmarks.peers.contestant import Contestant

MODULES = ("raw", "ours", "wireup", "modern_di", "that_depends", "dishka", "svcs", "lagom", "punq")
"""The reference comes first, then stackdi, then the peers, each in a module that is named as what it imports."""

INSTALL = "pip install --group bench"


def contestant_of(module: str) -> Contestant:
    """Return the contestant of a module, which imports its library."""
    contestant: Contestant = import_module(f"benchmarks.peers.{module}").CONTESTANT
    return contestant


def field() -> tuple[list[Contestant], list[str]]:
    """Return the contestants that are installed, the reference first, and the names of the libraries that are not."""
    present: list[Contestant] = []
    missing: list[str] = []
    for module in MODULES:
        try:
            present.append(contestant_of(module))
        except ModuleNotFoundError as error:
            if error.name != module:
                raise
            missing.append(module.replace("_", "-"))
    return present, missing
