"""A state machine drives a stack against a plain model: bind, use, override in any order of exit, reset, close.

The model knows no cells. It says of each slot by which recipe its component is made (what is bound, in which layer, and
the recipes of what it needs), that one recipe makes one component, and that a layer closes what was made from it.
"""

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from parts import rounds
from stackdi import Flavor, Stack, StackComponent, StackComponentConfig, errors, slot


class A(StackComponent):
    component_type = "a"


class B(StackComponent):
    component_type = "b"


class C(StackComponent):
    component_type = "c"


class D(StackComponent):
    component_type = "d"


KINDS = {"a": A, "b": B, "c": C, "d": D}
CLOSED: list[StackComponent] = []


def _closed(component):
    CLOSED.append(component)


def flavor(name: str, *needs: type[StackComponent]) -> type[Flavor]:
    """Make a flavor for a slot, whose components record that they are closed."""
    kind = KINDS[name]
    implementation = type(f"Real{kind.__name__}", (kind,), {"close": _closed})
    body = {"config_class": StackComponentConfig, "implementation_class": implementation, "requires": needs}
    return type(f"{kind.__name__}Flavor", (Flavor,), {"name": name, "type": kind, **body})


FLAVORS = {
    "own": {"a": flavor("a"), "b": flavor("b", A), "c": flavor("c", B), "d": flavor("d")},
    "other": {"a": flavor("a", D), "b": flavor("b", D), "c": flavor("c", A, D), "d": flavor("d")},
}
NEEDS = {"own": {"a": "", "b": "a", "c": "b", "d": ""}, "other": {"a": "d", "b": "d", "c": "ad", "d": ""}}


class Four(Stack):
    a = slot(A, FLAVORS["own"]["a"])
    b = slot(B, FLAVORS["own"]["b"])
    c = slot(C, FLAVORS["own"]["c"])
    d = slot(D, FLAVORS["own"]["d"])


@attrs.frozen
class Bound:
    """What is bound to a slot in a layer: one of the two flavors, or a component that is ready."""

    kind: str
    ready: StackComponent | None = None

    def value(self, name):
        return self.ready or FLAVORS[self.kind][name]


@attrs.define(eq=False)
class Over:
    """A layer of the model; the one at the bottom is what the stack is bound to."""

    binds: dict[str, Bound]
    context: object = None


@attrs.frozen
class Recipe:
    """How a component is made."""

    name: str
    layer: Over  # where it is bound
    home: Over  # the uppermost layer that anything of it comes from
    generation: int
    needs: tuple["Recipe", ...]

    def holds(self, other):
        """Whether another recipe is this one or a part of it."""
        return self == other or any(need.holds(other) for need in self.needs)

    def comes_from(self, layer, name=None):
        """Whether it holds anything that a layer binds, or binds to one slot."""
        here = self.layer is layer and name in (None, self.name)
        return here or any(need.comes_from(layer, name) for need in self.needs)


names = st.sampled_from("abcd")
bindings = st.dictionaries(names, st.sampled_from(["own", "other", "ready"]), min_size=1, max_size=2)


def bound(kinds):
    """Make bindings of the kinds that were drawn."""
    ready = {name: KINDS[name](StackComponentConfig()) for name, kind in kinds.items() if kind == "ready"}
    return {name: Bound(kind, ready.get(name)) for name, kind in kinds.items()}


class ContainerMachine(RuleBasedStateMachine):
    @initialize(kinds=st.none() | bindings)
    def bind(self, kinds):
        CLOSED.clear()
        given = bound(kinds or {})
        self.stack = Four(**{name: binding.value(name) for name, binding in given.items()})
        self.layers = [Over({name: Bound("own") for name in "abcd"} | given)]
        self.generations = {}
        self.made = {}  # by recipe
        self.open = []  # the recipes whose components the stack must close, in order of creation
        self.outdated = []  # those of them that a reset made impossible
        self.closed = False

    def recipe(self, name):
        level = max(at for at, layer in enumerate(self.layers) if name in layer.binds)
        layer = self.layers[level]
        needs = tuple(self.recipe(need) for need in NEEDS.get(layer.binds[name].kind, {}).get(name, ""))
        home = self.layers[max([level, *(self.layers.index(need.home) for need in needs)])]
        return Recipe(name, layer, home, self.generations.get((id(home), name), 0), needs)

    def check(self, recipe, component):
        """Compare a component, and what it was given, with the recipe."""
        ready = recipe.layer.binds[recipe.name].ready
        if ready is not None:
            assert component is ready
            return
        if recipe not in self.made:
            for need in recipe.needs:
                self.check(need, getattr(component, need.name))
            self.made[recipe] = component
            self.open.append(recipe)
        assert self.made[recipe] is component

    def gone(self, doomed):
        """Expect that the components of some recipes are closed, the last first."""
        expected = [self.made[recipe] for recipe in reversed(self.open) if doomed(recipe)]
        assert expected == CLOSED
        self.open = [recipe for recipe in self.open if not doomed(recipe)]
        CLOSED.clear()

    @rule(name=names)
    def use(self, name):
        """A slot gives the component of its recipe, or refuses when the stack is closed."""
        try:
            component = getattr(self.stack, name)()
        except errors.ClosedError:
            assert self.closed
        else:
            assert not self.closed
            self.check(self.recipe(name), component)

    @precondition(lambda self: not self.closed and len(self.layers) < 5)
    @rule(kinds=bindings, at_once=st.booleans())
    def override(self, kinds, at_once):
        """An override is in force from now on, entered or by call."""
        over = Over(bound(kinds))
        values = {name: binding.value(name) for name, binding in over.binds.items()}
        if at_once:
            over.context = self.stack.override_providers(**values)
        else:
            over.context = self.stack.override(**values)
            assert over.context.__enter__() is self.stack
        self.layers.append(over)
        assert set(self.stack.in_force) == {name for layer in self.layers[1:] for name in layer.binds}

    @precondition(lambda self: not self.closed and len(self.layers) > 1)
    @rule(data=st.data())
    def leave(self, data):
        """An override is left in any order, and what was made from it is closed."""
        over = data.draw(st.sampled_from(self.layers[1:]))
        over.context.__exit__(None, None, None)
        self.layers.remove(over)
        self.gone(lambda recipe: recipe.home is over if recipe in self.outdated else recipe.comes_from(over))

    @precondition(lambda self: not self.closed)
    @rule(name=names)
    def reset_last_overriding(self, name):
        """The last override of one slot is undone, whatever else it overrides."""
        over = next((layer for layer in reversed(self.layers[1:]) if name in layer.binds), None)
        if over is None:
            return
        getattr(self.stack, name).reset_last_overriding()
        binds = {other: binding for other, binding in over.binds.items() if other != name}
        was_outdated = set(self.outdated)
        doomed = {recipe for recipe in self.open if recipe.comes_from(over, name) and recipe not in was_outdated}
        if not binds:
            doomed |= {recipe for recipe in was_outdated if recipe.home is over}
            self.layers.remove(over)
        over.binds = binds
        self.gone(lambda recipe: recipe in doomed)

    @precondition(lambda self: not self.closed)
    @rule(name=names)
    def reset(self, name):
        """A reset makes the component anew, and those that were made from it; nothing is closed."""
        old = self.recipe(name)
        getattr(self.stack, name).reset()
        key = (id(old.home), name)
        self.generations[key] = self.generations.get(key, 0) + 1
        self.outdated += (recipe for recipe in self.open if recipe.holds(old))
        assert CLOSED == []

    @rule(odds=st.integers(0, 9))
    def close(self, odds):
        """Closing closes all that is open, in reverse order, once; not often, since it is the end of a program."""
        if odds:
            return
        self.stack.close()
        self.gone(lambda _: True)
        self.closed = True

    def teardown(self):
        self.stack.close()


TestContainer = ContainerMachine.TestCase
TestContainer.settings = settings(max_examples=rounds(10_000, least=50))
