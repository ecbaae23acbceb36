"""Errors: their place in the tree, their messages, and their way through pickle and copy."""

import builtins
import copy
import pickle
import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackdi import errors
from stackdi.errors import ConfigError, Problem, StackdiError, did_you_mean, listed

TREE = re.findall(r"[├└]── (\w+) +\((\w+)\)", errors.__doc__)
LEAVES = [getattr(errors, name) for name, _ in TREE]

MESSAGES = [
    (
        errors.ArtifactPathError("../a", "/srv", "leads out of the root"),
        "'../a' leads out of the root. Paths are relative to the root of the artifact store, '/srv'.",
    ),
    (
        errors.BindingError("An object of type int"),
        (
            "An object of type int is no binding. That is a flavor (name, dotted path or Flavor class), "
            "a config object, a mapping with the key 'flavor', a provider, or a component."
        ),
    ),
    (
        errors.CircularComponentError(("a", "b", "a")),
        "A component needs itself to be built: a -> b -> a. Break the circle at one of these.",
    ),
    (
        errors.ClosedError("Training", "store"),
        "The stack Training is closed, so its slot 'store' cannot be used. Make a new one.",
    ),
    (
        ConfigError("LocalConfig", (Problem(("path",), "missing", expected="str"),)),
        "LocalConfig has a problem:\n  path: missing, expected str",
    ),
    (
        ConfigError("LocalConfig", (Problem(("pth",), "unknown", hint="Did you mean 'path'?"), Problem((), "value"))),
        "LocalConfig has 2 problems:\n  pth: unknown key. Did you mean 'path'?\n  ",
    ),
    (
        errors.DefinitionError("flavor", "shop:Flavor", ("it has no 'name'", "it has no 'type'")),
        "The flavor shop:Flavor cannot be used: it has no 'name'; it has no 'type'.",
    ),
    (
        errors.DottedPathError("no path", failed=""),
        "'no path' is no dotted path. Write it as 'package.module:Name'.",
    ),
    (
        errors.DottedPathError("shp:Store", failed="shp", known=("shop",)),
        "'shp:Store' leads nowhere: there is no module 'shp'. Did you mean 'shop'?",
    ),
    (
        errors.DottedPathError("shop:Store", failed="Store", inside="shop"),
        "'shop:Store' leads nowhere: 'shop' has no 'Store'. Check its spelling, or install what provides it.",
    ),
    (
        errors.FlavorMismatchError("The flavor 'dask'", "orchestrator", "'artifact_store'"),
        "The flavor 'dask' is of the component type 'orchestrator', where 'artifact_store' is needed.",
    ),
    (
        errors.InjectionError("Training", ("'a' needs b, which no other slot provides", "the circle a -> b -> a")),
        "Training cannot be wired:\n  'a' needs b, which no other slot provides\n  the circle a -> b -> a",
    ),
    (
        errors.MissingDependencyError("The flavor 's3'", "s3fs", ("s3fs>=2026.1", "boto3")),
        "The flavor 's3' needs the module 's3fs', which is not installed. Run: pip install 's3fs>=2026.1' 'boto3'",
    ),
    (
        errors.MissingDependencyError("The flavor 's3'", "s3fs"),
        "The flavor 's3' needs the module 's3fs', which is not installed. Install the distribution that provides it.",
    ),
    (
        errors.SecretError("${env:TOKEN}", "cannot be revealed"),
        "${env:TOKEN} cannot be revealed.",
    ),
    (
        errors.UnboundSlotError("Training", "store", "artifact_store"),
        (
            "Nothing is bound to the slot 'store' of Training. "
            "Bind a flavor of artifact_store, for example Training(store=...)."
        ),
    ),
    (
        errors.UnknownFlavorError("lcoal", "artifact_store", ("s3", "local")),
        "artifact_store has no flavor 'lcoal'. Known flavors: 'local', 's3'. Did you mean 'local'?",
    ),
    (
        errors.UnknownFlavorError("dask", "artifact_store", ("s3", "local")),
        (
            "artifact_store has no flavor 'dask'. Known flavors: 'local', 's3'. "
            "Give the dotted path of one, 'package.module:Flavor'."
        ),
    ),
    (
        errors.UnknownSlotError("Training", "stroe", ("store", "runner")),
        "Training has no slot 'stroe'. Its slots: 'runner', 'store'. Did you mean 'store'?",
    ),
    (
        errors.UnknownSlotError("Training", "store", ()),
        "Training has no slot 'store'. It has none.",
    ),
]

TEXTS = st.text()
PROBLEMS = st.builds(
    Problem,
    path=st.lists(st.text() | st.integers()).map(tuple),
    code=st.sampled_from(["unknown", "missing", "type", "value"]),
    expected=TEXTS,
    found=TEXTS,
    hint=TEXTS,
)
BY_TYPE = {
    str: TEXTS,
    tuple[str, ...]: st.lists(TEXTS).map(tuple),
    tuple[Problem, ...]: st.lists(PROBLEMS).map(tuple),
}


def made_of(leaf):
    """Generate errors of one class, from all that its constructor takes."""
    return st.builds(leaf, **{field.name: BY_TYPE[field.type] for field in attrs.fields(leaf)})


ERRORS = st.sampled_from(LEAVES).flatmap(made_of)


def pickled(thing):
    """Return what comes back from a pickle of `thing`."""
    return pickle.loads(pickle.dumps(thing))


def test_the_tree_shows_every_error():
    """The tree in the docstring names each error that the module exports, in alphabetical order."""
    assert [name for name, _ in TREE] == sorted(set(errors.__all__) - {"StackdiError", "Problem"})


@pytest.mark.parametrize(("name", "built_in"), TREE)
def test_each_error_is_also_a_built_in(name, built_in):
    """Each error is a StackdiError, and the built-in that its line in the tree names."""
    assert set(getattr(errors, name).__bases__) == {StackdiError, getattr(builtins, built_in)}


@pytest.mark.parametrize("leaf", LEAVES)
def test_no_message_goes_untested(leaf):
    """Each error has its message in the table of this file."""
    assert leaf in {type(error) for error, _ in MESSAGES}


@pytest.mark.parametrize(("error", "message"), MESSAGES)
def test_a_message_says_what_failed_what_there_is_and_what_to_do(error, message):
    """The message of an error is built from what its constructor took."""
    assert str(error) == message


@pytest.mark.parametrize("message", [message for _, message in MESSAGES])
def test_a_message_has_at_most_three_sentences(message):
    """No message is longer than three sentences."""
    assert len(re.findall(r"[.?](?=\s|$)", message)) <= 3


@given(ERRORS)
def test_an_error_survives_pickling(error):
    """What comes back from a pickle is an error of the same class with the same message."""
    assert (type(pickled(error)), str(pickled(error))) == (type(error), str(error))


@given(ERRORS)
def test_an_error_survives_copying(error):
    """A copy of an error, deep or not, has its class and its message."""
    copies = [copy.copy(error), copy.deepcopy(error)]
    assert {(type(one), str(one)) for one in copies} == {(type(error), str(error))}


@given(ERRORS)
def test_an_error_holds_what_it_was_made_from(error):
    """A program can read from an error's attributes all that its constructor took."""
    assert tuple(getattr(error, field.name) for field in attrs.fields(type(error))) == error.args


def test_an_error_keeps_its_notes_in_a_pickle():
    """The notes that were added to an error come back from a pickle."""
    error = errors.ClosedError("Training", "store")
    error.add_note("while building the slot 'runner'")
    assert pickled(error).__notes__ == ["while building the slot 'runner'"]


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ((), ""),
        (("port",), "port"),
        (("hosts", 2, "port"), "hosts[2].port"),
        ((0, "port"), "[0].port"),
        (("env", "PATH"), "env.PATH"),
    ],
)
def test_a_problem_spells_its_path_as_one_would_in_python(path, where):
    """Keys are joined by dots, and indexes stand in brackets."""
    assert Problem(path, "unknown").where == where


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem(("a",), "unknown"), "a: unknown key"),
        (Problem(("a",), "unknown", hint="Did you mean 'b'?"), "a: unknown key. Did you mean 'b'?"),
        (Problem(("a",), "missing", expected="int"), "a: missing, expected int"),
        (Problem(("a",), "type", expected="int", found="str '5'"), "a: expected int, found str '5'"),
        (Problem(("a",), "value", found="must be positive"), "a: must be positive"),
        (Problem((), "value", found="must be positive"), "must be positive"),
    ],
)
def test_a_problem_says_where_it_is_and_what_is_wrong(problem, text):
    """The text of a problem starts with its path, and says what its code stands for."""
    assert str(problem) == text


@given(PROBLEMS)
def test_a_problem_survives_pickling(problem):
    """A problem comes back from a pickle as an equal one."""
    assert pickled(problem) == problem


def test_a_problem_can_be_seen_from_further_out():
    """The path of a problem grows at its front, and nothing else changes."""
    problem = Problem(("port",), "unknown", hint="no").within("hosts", 2)
    assert problem == Problem(("hosts", 2, "port"), "unknown", hint="no")


def test_a_config_error_can_be_seen_from_further_out():
    """The paths of all problems of a config error grow at their front."""
    error = ConfigError("C", (Problem(("a",), "unknown"), Problem((), "unknown"))).within("store")
    assert [problem.path for problem in error.problems] == [("store", "a"), ("store",)]


@pytest.mark.parametrize(
    ("name", "suggestion"), [("locl", "Did you mean 'local'?"), ("dask", ""), ("local", "Did you mean 'local'?")]
)
def test_a_suggestion_is_made_where_a_name_is_close(name, suggestion):
    """The closest of the known names is suggested, or nothing where none is close."""
    assert did_you_mean(name, ["local", "s3"]) == suggestion


def test_names_are_listed_in_order():
    """A list of names is sorted and quoted, so that a message is the same each time."""
    assert listed({"b", "c", "a"}) == "'a', 'b', 'c'"
