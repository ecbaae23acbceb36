"""The proof: every claim beside what was measured, in one table; a claim that fails, fails the command."""

import argparse
import sys
from collections.abc import Iterator

from benchmarks.claims import CLAIMS
from benchmarks.row import Row, Verdict
from benchmarks.table import announce, show


def prove(scale: float) -> Iterator[Row]:
    """Put all claims to the test; `scale` is how much of their rounds to run."""
    for claim in CLAIMS:
        announce(str(claim.__doc__))
        yield from claim(scale)


def main() -> int:
    """Print the table, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prove", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much of the rounds to run, such as 0.1")
    rows = list(prove(parser.parse_args().scale))
    show(("claim", "bound", "measured", "verdict"), [row.cells() for row in rows])
    return any(row.verdict is Verdict.FAILED for row in rows)


if __name__ == "__main__":
    sys.exit(main())
