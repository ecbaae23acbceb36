"""`Row`: one claim beside what was measured, so that whoever doubts it sees the figure and not only a verdict."""

from collections.abc import Callable
from enum import StrEnum

import attrs

from benchmarks.pairing import Pair

_RETRIES = 3  # of a timing that misses: the machine may have been busy


class Verdict(StrEnum):
    """Whether a claim holds.

    A timing that misses its bound is `NEAR` within a fifth, and `FAILED` from twice the bound on: a busy machine must
    not fail the proof, and a regression must. A law that does not hold is `FAILED`. `NOT_RUN` says nothing.
    """

    HOLDS = "holds"
    NEAR = "near"
    MISSED = "MISSED"
    FAILED = "FAILED"
    NOT_RUN = "not run"


@attrs.frozen
class Row:
    """One claim, what it promises, what was found, and whether it holds."""

    claim: str
    bound: str
    measured: str
    verdict: Verdict

    def cells(self) -> tuple[str, str, str, str]:
        """Return the row as text."""
        return self.claim, self.bound, self.measured, self.verdict.value


def at_most(bound: float, claim: str, measure: Callable[[], Pair]) -> Row:
    """Hold the best ratio against its bound; all that were measured are told."""
    ratios = [measure().ratio]
    while min(ratios) > bound and len(ratios) <= _RETRIES:
        ratios.append(measure().ratio)
    excess = min(ratios) / bound
    limits = ((1.0, Verdict.HOLDS), (1.2, Verdict.NEAR), (2.0, Verdict.MISSED))
    verdict = next((verdict for limit, verdict in limits if excess <= limit), Verdict.FAILED)
    return Row(claim, f"at most {bound}x", ", ".join(f"{ratio:.3g}x" for ratio in ratios), verdict)


def smaller(bound: int, claim: str, size: float) -> Row:
    """Hold a size in bytes against its bound."""
    verdict = Verdict.HOLDS if size < bound else Verdict.FAILED
    return Row(claim, f"below {bound:,} bytes", f"{size:,.0f} bytes", verdict)


def always(rounds: int, claim: str, holds: Callable[[], bool]) -> Row:
    """Try a law in many rounds; one round that fails is enough to miss."""
    failed = sum(not holds() for _ in range(rounds))
    verdict = Verdict.FAILED if failed else Verdict.HOLDS
    return Row(claim, "0 rounds fail", f"{failed} of {rounds} rounds failed", verdict)


def none_of(names: tuple[str, ...], claim: str, found: list[str]) -> Row:
    """Hold what was found against what must not be there."""
    verdict = Verdict.FAILED if found else Verdict.HOLDS
    return Row(claim, f"none of {', '.join(names)}", ", ".join(found) or "none", verdict)


def not_run(claim: str, why: str) -> Row:
    """Say that a claim was not put to the test."""
    return Row(claim, "-", why, Verdict.NOT_RUN)
