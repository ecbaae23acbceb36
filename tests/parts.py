"""What tests share: how often they try, and an engine, a car that needs it, a garage for the car."""

import os

from stackdi import Flavor, StackComponent, StackComponentConfig

BUCKET = "artifacts"  # of the S3 server on loopback
PROOF = os.environ.get("STACKDI_PROOF", "small")


def rounds(full, least):
    """Return how often to try what `make prove` tries `full` times."""
    return max(least, int(full * {"small": 0.0, "tenth": 0.1, "full": 1.0}[PROOF]))


class Engine(StackComponent):
    component_type = "engine"


class Car(StackComponent):
    component_type = "car"
    engine: Engine


class Garage(StackComponent):
    component_type = "garage"
    car: Car


class Motor(Engine):
    pass


class EngineFlavor(Flavor):
    name = "motor"
    type = Engine
    config_class = StackComponentConfig
    implementation_class = Motor


class CarFlavor(Flavor):
    name = "car"
    type = Car
    config_class = StackComponentConfig
    implementation_class = Car
    requires = (Engine,)


class GarageFlavor(Flavor):
    name = "garage"
    type = Garage
    config_class = StackComponentConfig
    implementation_class = Garage
    requires = (Car,)


def flavor_of(component_type, implementation, *requires):
    """Make a flavor of an implementation that a test defines."""
    body = {"name": "made", "type": component_type, "config_class": StackComponentConfig, "requires": requires}
    return type("MadeFlavor", (Flavor,), {**body, "implementation_class": implementation})


def engine():
    """Make an engine that is ready."""
    return Motor(StackComponentConfig())
