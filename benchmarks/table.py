"""The table: Markdown under a line that tells where it was measured, since figures mean little without that."""

import platform
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import version


def show(
    header: Sequence[str], rows: Iterable[Sequence[str]], packages: Iterable[str] = ("dependency-injector",)
) -> None:
    """Print the rows once all of them are there, with the versions of the packages that were measured."""
    lines = [header, *rows]
    announce("")
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    versions = [f"Python {platform.python_version()}", *(f"{package} {version(package)}" for package in packages)]
    print(", ".join([*versions, platform.platform()]), end="\n\n")
    for line in lines:
        print("|", " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)), "|")


def announce(what: str) -> None:
    """Tell somebody who waits at a terminal what is running; an empty text takes the line away."""
    if sys.stdout.isatty():
        print(f"\r\x1b[K{what}", end="", file=sys.stderr, flush=True)
