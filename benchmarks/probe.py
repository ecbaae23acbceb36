"""The probe: a component whose constructions are counted, since much of the proof is about how often one is built."""

import time
from typing import ClassVar

from stackdi import Flavor, StackComponent, StackComponentConfig


class ProbeError(Exception):
    """What the constructor of a probe raises when it was told to fail."""


class ProbeConfig(StackComponentConfig):
    """How many constructions fail before one succeeds, and how many seconds each takes."""

    failures: int = 0
    seconds: float = 0.0


class Probe(StackComponent[ProbeConfig]):
    """The component type."""

    component_type = "probe"


class CountingProbe(Probe):
    """The implementation."""

    constructed: ClassVar[list[Probe]] = []
    """All that were constructed since it was last cleared, those that failed included."""

    def __init__(self, config: ProbeConfig) -> None:
        super().__init__(config)
        self.constructed.append(self)
        if config.seconds:
            time.sleep(config.seconds)
        if len(self.constructed) <= config.failures:
            raise ProbeError


class ProbeFlavor(Flavor):
    """The only flavor of probes."""

    name = "counting"
    type = Probe
    config_class = ProbeConfig
    implementation_class = CountingProbe
