"""Plain data to config and back: strict, all problems at once, and nothing coerced."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, MutableSequence, MutableSet, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import Enum, Flag, IntEnum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, NewType

import attrs
import pytest
from attrs import validators
from hypothesis import given
from hypothesis import strategies as st

from stackdi import Secret, StackComponentConfig, structure, unstructure
from stackdi.components.artifact_store import S3Config
from stackdi.errors import ConfigError, DefinitionError, SecretError

if TYPE_CHECKING:
    from decimal import Decimal

MARK = "hunter2"


class Color(Enum):
    RED = "red"
    BLUE = 2


class Level(IntEnum):
    LOW = 1


class Mode(StrEnum):
    APPEND = "a"


class Name(str):
    __slots__ = ()


class Access(Flag):
    READ = 1
    WRITE = 2


class Point(NamedTuple):
    x: int
    y: int


@attrs.frozen
class Host:
    name: str
    port: int = 80


class Login(StackComponentConfig):
    user: str
    password: Secret


class Cluster(StackComponentConfig):
    hosts: list[Host]
    replicas: int = 1


class Tree(StackComponentConfig):
    children: "tuple[Tree, ...]" = ()


@dataclass(frozen=True)
class Window:
    width: int


Port = NewType("Port", int)


def config_of(annotation, default=attrs.NOTHING, **field):
    """Make a config class with the one field `value`."""
    body = {"__annotations__": {"value": annotation}, "value": attrs.field(default=default, **field)}
    return type("Made", (StackComponentConfig,), body)


def structured(annotation, value):
    """Return what a value becomes in a field with this annotation."""
    return structure({"value": value}, config_of(annotation)).value


def complaints(config_class, data):
    """Return the problems, as text, for which the data is refused."""
    with pytest.raises(ConfigError, match=r"^\w+ has (a problem|\d+ problems):\n") as caught:
        structure(data, config_class)
    return [str(problem) for problem in caught.value.problems]


def complaint(annotation, value):
    """Return the one problem, as text, for which a field with this annotation refuses a value."""
    (text,) = complaints(config_of(annotation), {"value": value})
    return text


AS_IT_IS = [
    (str, "a"),
    (bytes, b"a"),
    (int, 5),
    (int, Level.LOW),
    (float, 0.5),
    (bool, True),
    (None, None),
    (int | None, None),
    (int | None, 5),
    (int | str, "5"),
    (int | str, 5),
    (int | str | None, None),
    (float | int, 5),
    (Path | str, "a"),
    (Path, Path("a")),
    (Secret, Secret("a")),
    (Literal[1, "a"] | None, None),
    (Literal[1, "a"], "a"),
    (Literal[Color.RED], Color.RED),
    (Color, Color.RED),
    (Level, Level.LOW),
    (Mode, Mode.APPEND),
    (Name, Name("a")),
    (Access, Access.READ),
    (Host, Host("a")),
    (Host | None, Host("a")),
    (Host | Login, Login(user="a", password="b")),  # noqa: S106
    (Tree, Tree()),
    (list[int], [1, 2]),
    (list, [1, "a"]),
    (tuple[int, ...], (1, 2)),
    (tuple[int, str], (1, "a")),
    (tuple, (1, "a")),
    (set[int], {1, 2}),
    (frozenset[int], frozenset({1})),
    (Sequence[int], (1, 2)),
    (MutableSequence[int], [1, 2]),
    (AbstractSet[int], frozenset({1})),
    (MutableSet[int], {1}),
    (dict[str, int], {"a": 1}),
    (dict[int, str], {1: "a"}),
    (Mapping[str, int], {"a": 1}),
    (dict[str, Any], {"a": [1, {"b": None}]}),
    (dict, {"a": 1}),
    (dict[str, list[int | None]], {"a": [1, None]}),
    (Annotated[int, "in seconds"], 5),
    (Port, 5),
    (Port | None, 5),
    (Any, object),
    (object, 5),
    (date, date(2026, 1, 1)),
    (Callable[[int], int], abs),
    (type[int], bool),
    (Point, Point(1, 2)),
]

AS_DECLARED = [
    (float, 5, 5.0),
    (Path, "a", Path("a")),
    (Path | None, "a", Path("a")),
    (Secret, "a", Secret("a")),
    (Secret | None, "${env:A}", Secret("${env:A}")),
    (Color, "red", Color.RED),
    (Color, 2, Color.BLUE),
    (Color | None, "red", Color.RED),
    (Level, 1, Level.LOW),
    (Mode, "a", Mode.APPEND),
    (Host, {"name": "a", "port": 1}, Host("a", 1)),
    (Host | None, {"name": "a"}, Host("a")),
    (Host | Login, {"user": "a", "password": "b"}, Login(user="a", password="b")),  # noqa: S106
    (Tree, {"children": [{}]}, Tree(children=(Tree(),))),
    (list[Host], [{"name": "a"}], [Host("a")]),
    (dict[str, Host], {"a": {"name": "a"}}, {"a": Host("a")}),
    (list[float], (1,), [1.0]),
    (tuple[float, ...], [1, 2], (1.0, 2.0)),
    (tuple[int, Path], [1, "a"], (1, Path("a"))),
    (set[int], [1, 1], {1}),
    (frozenset[int], [1], frozenset({1})),
    (Sequence[float], [1], (1.0,)),
    (AbstractSet[int], [1], frozenset({1})),
    (MutableSet[int], (1,), {1}),
    (MutableSequence[int], (1,), [1]),
    (dict[Path, float], {"a": 1}, {Path("a"): 1.0}),
    (Annotated[Path, "a folder"], "a", Path("a")),
]

REFUSED = [
    (int, True, "expected int, found bool True"),
    (int, "5", "expected int, found str '5'"),
    (int, 5.0, "expected int, found float 5.0"),
    (int, None, "expected int, found NoneType"),
    (float, True, "expected float, found bool True"),
    (float, "0.5", "expected float, found str '0.5'"),
    (float, 10**400, "int too large to convert to float"),
    (str, 5, "expected str, found int 5"),
    (str, b"a", "expected str, found bytes b'a'"),
    (bytes, "a", "expected bytes, found str 'a'"),
    (bool, 1, "expected bool, found int 1"),
    (bool, "true", "expected bool, found str 'true'"),
    (None, 0, "expected None, found int 0"),
    (Path, 5, "expected path, found int 5"),
    (Secret, 5, "expected secret, found int"),
    (int | None, "5", "expected int, found str '5'"),
    (int | str, 0.5, "expected int | str, found float 0.5"),
    (int | str, None, "expected int | str, found NoneType"),
    (int | str | None, 0.5, "expected int | str | None, found float 0.5"),
    (Literal[1, "a"], True, "expected one of 1, 'a', found bool True"),
    (Literal[1], 1.0, "expected one of 1, found float 1.0"),
    (Literal["a"], ["a"], "expected one of 'a', found list"),
    (Color, "green", "expected one of 'red', 2, found str 'green'"),
    (Color, "RED", "expected one of 'red', 2, found str 'RED'"),
    (Level, True, "expected one of 1, found bool True"),
    (Level, 2, "expected one of 1, found int 2"),
    (Mode, "w", "expected one of 'a', found str 'w'"),
    (Name, "a", "expected Name, found str 'a'"),
    (Host, ["a"], "expected a mapping, found list"),
    (Host, Login(user="a", password="b"), "expected a mapping, found Login"),  # noqa: S106
    (list[str], "ab", "expected list[str], found str 'ab'"),
    (list[int], {1: 2}, "expected list[int], found dict"),
    (list[int], 5, "expected list[int], found int 5"),
    (list, "ab", "expected list, found str 'ab'"),
    (tuple[str, ...], "ab", "expected tuple[str, ...], found str 'ab'"),
    (tuple[str, str], "ab", "expected tuple[str, str], found str 'ab'"),
    (set[str], "ab", "expected set[str], found str 'ab'"),
    (frozenset[str], b"ab", "expected frozenset[str], found bytes b'ab'"),
    (Sequence[str], "ab", "expected Sequence[str], found str 'ab'"),
    (dict[str, int], [("a", 1)], "expected dict[str, int], found list"),
    (Mapping[str, Any], "ab", "expected Mapping[str, Any], found str 'ab'"),
    (set[Any], [[1]], "unhashable type: 'list'"),
    (Annotated[int, "in seconds"], "5", "expected int, found str '5'"),
    (Port, "5", "expected int, found str '5'"),
    (date, "2026-01-01", "expected date, found str '2026-01-01'"),
    (Callable[[int], int], 5, "expected Callable[[int], int], found int 5"),
]


@pytest.mark.parametrize(("annotation", "value"), AS_IT_IS, ids=repr)
def test_a_value_of_the_declared_type_stands_as_it_is(annotation, value):
    """A value that has its declared type already is neither changed nor refused."""
    made = structured(annotation, value)
    assert (type(made), made) == (type(value), value)


@pytest.mark.parametrize(("annotation", "value", "expected"), AS_DECLARED, ids=repr)
def test_plain_data_is_structured_by_the_declared_type(annotation, value, expected):
    """What plain data can say is made into a value of the declared type."""
    made = structured(annotation, value)
    assert (type(made), made) == (type(expected), expected)


@pytest.mark.parametrize(("annotation", "value", "reason"), REFUSED, ids=repr)
def test_a_value_of_another_type_is_refused(annotation, value, reason):
    """A value that has not the declared type is refused, with what was expected and what was found."""
    assert complaint(annotation, value) == f"value: {reason}"


@pytest.mark.parametrize("annotation", [deque[str], Iterable[str], Collection[str]])
def test_a_string_is_refused_for_any_collection(annotation):
    """A string is not taken for the collection of its characters, whatever the kind of the collection."""
    assert "found str 'ab'" in complaint(annotation, "ab")


@pytest.mark.parametrize("annotation", [Iterable[int], Collection[int]])
def test_the_elements_of_any_collection_are_checked(annotation):
    """The elements of a collection have to be of their type, however general its own type is."""
    assert complaint(annotation, ["a"]) == "value[0]: expected int, found str 'a'"


def test_a_long_value_is_abbreviated():
    """A message shows the ends of a long string, and leaves out what is between."""
    assert complaint(int, "a" * 1_000_000) == f"value: expected int, found str '{'a' * 27}...{'a' * 28}'"


@pytest.mark.parametrize(
    ("annotation", "value", "path"),
    [
        (list[int], [1, "2"], "value[1]"),
        (tuple[int, str], [1, 2], "value[1]"),
        (set[int], {"2"}, "value[0]"),
        (dict[str, int], {"a": "1"}, "value.a"),
        (dict[str, int], {"a": {}}, "value.a"),
        (dict[int, int], {"a": 1}, "value.a"),
        (dict[str, list[int]], {"a": [1, 2, "3"]}, "value.a[2]"),
        (list[dict[str, int]], [{}, {"a": "1"}], "value[1].a"),
        (Host, {"name": 5}, "value.name"),
        (list[Host], [{"name": "a"}, {"name": "b", "prot": 1}], "value[1].prot"),
        (Tree, {"children": [{}, {"children": 5}]}, "value.children[1].children"),
        (Login | None, {"user": 5, "password": "b"}, "value.user"),
    ],
)
def test_a_problem_has_the_path_that_leads_to_it(annotation, value, path):
    """The path of a problem goes by the keys, and the indexes, that lead to the value."""
    assert complaint(annotation, value).partition(": ")[0] == path


@pytest.mark.parametrize("value", [[1], [1, "a", 2]])
def test_a_tuple_of_the_wrong_length_is_refused_at_its_own_path(value):
    """A tuple with too few or too many elements is a problem of the tuple, and of no element."""
    with pytest.raises(ConfigError, match="value: ") as caught:
        structured(tuple[int, str], value)
    assert [problem.path for problem in caught.value.problems] == [("value",)]


def test_all_problems_are_told_at_once():
    """Unknown keys, missing keys, wrong types and failed validators are all in one error, each with its path."""
    positive = config_of(int, validator=validators.gt(0))
    made = type("Whole", (positive, Cluster), {"__annotations__": {"name": str}})
    assert complaints(made, {"hosts": [{"port": "1"}], "replcas": 2, "value": -1}) == [
        "hosts[0].port: expected int, found str '1'",
        "hosts[0].name: missing, expected str",
        "replcas: unknown key. Did you mean 'replicas'?",
        "name: missing, expected str",
        "value: 'value' must be > 0: -1",
    ]


def test_all_elements_are_told_at_once():
    """A list with several wrong elements has a problem for each."""
    assert complaints(Cluster, {"hosts": [[], {"name": "a"}, {}]}) == [
        "hosts[0]: expected a mapping, found list",
        "hosts[2].name: missing, expected str",
    ]


def test_the_error_names_the_class():
    """The message begins with the name of the config class and the number of problems."""
    with pytest.raises(
        ConfigError, match=r"^Login has 2 problems:\n  user: missing, expected str\n  password: missing"
    ):
        structure({}, Login)


def test_a_problem_has_a_code_for_programs():
    """A program can tell the kinds of problems apart without parsing their text."""
    with pytest.raises(ConfigError, match="3 problems") as caught:
        structure({"hosts": 5, "typo": 1}, type("Made", (Cluster,), {"__annotations__": {"name": str}}))
    assert [problem.code for problem in caught.value.problems] == ["type", "unknown", "missing"]


@pytest.mark.parametrize("data", [None, 5, "ab", ["a"], Host("a")])
def test_what_is_no_mapping_is_refused(data):
    """A config is made from a mapping, and from nothing else."""
    with pytest.raises(ConfigError, match=f"expected a mapping, found {type(data).__name__}"):
        structure(data, Cluster)


def test_a_key_that_is_no_string_is_unknown():
    """A key of plain data may be anything, and is refused like any unknown key."""
    assert complaints(Tree, {5: 1}) == ["[5]: unknown key"]


def test_a_private_field_goes_by_its_public_name():
    """The key of a field is its alias, which for a private name is the name without the underscore."""
    made = type("Made", (StackComponentConfig,), {"__annotations__": {"_size": int}})
    assert structure({"size": 1}, made)._size == 1
    assert unstructure(made(size=1)) == {"size": 1}


def test_a_field_goes_by_its_alias():
    """A field with an alias is read, told of and written by the alias."""
    made = config_of(int, alias="source")
    assert unstructure(structure({"source": 1}, made)) == {"source": 1}
    assert complaints(made, {"value": 1}) == ["value: unknown key", "source: missing, expected int"]


def test_a_field_that_is_not_an_argument_is_no_key():
    """A field that the class fills by itself is neither read nor written."""
    made = config_of(int, default=5, init=False)
    assert complaints(made, {"value": 1}) == ["value: unknown key"]
    assert (structure({}, made).value, unstructure(made())) == (5, {})


def test_an_attrs_class_needs_not_be_a_config():
    """Any attrs class can be made from plain data, as strictly as a config."""
    assert structure({"name": "a", "port": 1}, Host) == Host("a", 1)
    assert complaints(Host, {"port": "1"}) == ["port: expected int, found str '1'", "name: missing, expected str"]


def test_an_annotation_may_name_what_comes_later():
    """Annotations are looked up at the first use, so that a class may name itself."""
    assert structure({"children": [{"children": []}]}, Tree) == Tree(children=(Tree(),))


def test_an_annotation_that_exists_for_checkers_only_is_refused():
    """A type that is imported for type checkers alone cannot be checked, and the error says what to do."""

    class Price(StackComponentConfig):
        amount: "Decimal"

    message = (
        r"^The config class Price cannot be used: an annotation means nothing \(name 'Decimal' is not defined\); "
        r"import its types outside of `if TYPE_CHECKING`\.$"
    )
    with pytest.raises(DefinitionError, match=message):
        Price(amount=1)


@pytest.mark.parametrize("annotation", ["int |", "pytest.Absent"])
def test_an_annotation_that_means_nothing_is_refused(annotation):
    """An annotation that cannot be evaluated is an error of the class, and not of the values."""
    with pytest.raises(DefinitionError, match=r"^The config class Made cannot be used"):
        structured(annotation, 1)


def test_a_dataclass_is_a_class_like_any_other():
    """An instance of a dataclass stands as it is in a field of that type."""
    assert structured(Window, Window(5)) == Window(5)


def test_an_unknown_key_of_a_dataclass_is_not_lost():
    """A mapping with an unknown key is refused for a dataclass too."""
    with pytest.raises(ConfigError, match="value"):
        structured(Window, {"width": 5, "hieght": 5})


# Validators


class Span(StackComponentConfig):
    low: int = 0
    high: int = attrs.field(default=10)

    @high.validator
    def _above_low(self, _, high):
        if high < self.low:
            raise ValueError(f"must be at least {self.low}")


class Bounded(StackComponentConfig):
    low: int
    high: int = attrs.field()

    @high.validator
    def _above_low(self, _, high):
        if high < self.low:
            raise ValueError("must be at least low")


def test_the_validators_of_all_fields_are_told():
    """Each field whose validator fails has a problem of its own."""
    names = ("a", "b", "c")
    body = {name: attrs.field(validator=validators.gt(0)) for name in names}
    made = type("Made", (StackComponentConfig,), {"__annotations__": dict.fromkeys(names, int), **body})
    assert complaints(made, {"a": 0, "b": 1, "c": -1}) == ["a: 'a' must be > 0: 0", "c: 'c' must be > 0: -1"]


@pytest.mark.parametrize("error", [ValueError, TypeError])
def test_a_validator_may_raise_value_and_type_errors(error):
    """What a validator says in a ValueError or TypeError is the text of the problem."""

    def refuse(*_):
        raise error("not today")

    assert complaints(config_of(int, validator=refuse), {"value": 1}) == ["value: not today"]


def test_a_validator_without_words_is_told_by_its_error():
    """Where a validator's error has no text, the problem gives its type."""

    def refuse(*_):
        raise ValueError

    assert complaints(config_of(int, validator=refuse), {"value": 1}) == ["value: ValueError"]


def test_a_validator_may_raise_errors_of_stackdi():
    """The message of an error of stackdi is told as a whole."""

    def refuse(*_):
        raise ConfigError("Part", ())

    assert complaints(config_of(int, validator=refuse), {"value": 1}) == ["value: Part has 0 problems:"]


def test_another_exception_of_a_validator_passes_through():
    """What a validator raises by mistake is not taken for a refusal."""

    def fail(*_):
        return 1 / 0

    with pytest.raises(ZeroDivisionError, match="division by zero"):
        structure({"value": 1}, config_of(int, validator=fail))


def test_a_validator_may_look_at_its_neighbours():
    """A validator is given the instance, with the other fields."""
    assert complaints(Bounded, {"low": 5, "high": 1}) == ["high: must be at least low"]


def test_a_validator_whose_neighbour_is_missing_is_left_out():
    """A validator that looks at a field which is missing itself does not hide that."""
    assert complaints(Bounded, {"high": 1}) == ["low: missing, expected int"]


def test_a_validator_may_look_at_a_default():
    """A validator that compares with the default of another field is told with the path of its own."""
    assert structure({"high": 0}, Span).low == 0
    assert complaints(Span, {"high": -1}) == ["high: must be at least 0"]


def test_a_validator_that_looks_at_a_default_is_told_with_the_rest():
    """A validator that compares with the default of another field is not left out when there are other problems."""
    assert complaints(Span, {"high": -1, "typo": 1}) == ["typo: unknown key", "high: must be at least 0"]


def test_a_default_is_validated():
    """A default that its own validator refuses is told with the path of its field."""
    assert complaints(config_of(int, default=0, validator=validators.gt(0)), {}) == ["value: 'value' must be > 0: 0"]


def test_a_class_may_check_itself_as_a_whole():
    """What `__attrs_post_init__` refuses is a problem without a path."""

    @attrs.frozen
    class Even:
        value: int

        def __attrs_post_init__(self):
            if self.value % 2:
                raise ValueError("it is odd")

    assert structure({"value": 2}, Even) == Even(2)
    assert complaints(Even, {"value": 1}) == ["it is odd"]


def test_a_converter_comes_after_the_check_of_the_type():
    """A field's own converter is given a value of the declared type."""
    made = config_of(str, converter=str.upper)
    assert (structure({"value": "a"}, made).value, complaints(made, {"value": 1})) == (
        "A",
        ["value: expected str, found int 1"],
    )


def test_a_validator_sees_what_the_converter_made():
    """A value that its converter makes right is no problem, also when there are others."""
    made = config_of(int, converter=abs, validator=validators.gt(0))
    assert complaints(made, {"value": -1, "typo": 1}) == ["typo: unknown key"]


def test_a_value_that_a_converter_refuses_is_told_with_its_path():
    """What a field's own converter raises is a problem of that field."""
    (text,) = complaints(config_of(str, converter=int), {"value": "a"})
    assert text.startswith("value: invalid literal for int()")


# Secrets

SECRETIVE = {
    "Secret": (Secret, [MARK.encode(), [MARK], {MARK}]),
    "Secret | None": (Secret | None, [MARK.encode(), [MARK]]),
    "Secret | int": (Secret | int, [MARK.encode(), [MARK]]),
    "list": (list[Secret], [MARK, MARK.encode(), [MARK.encode()]]),
    "tuple": (tuple[Secret, int], [MARK, [MARK], [MARK, "1"], [MARK, 1, 2]]),
    "dict": (dict[str, Secret], [MARK, [MARK], {"a": MARK.encode()}]),
    "nested": (Login, [MARK, [MARK], {"user": 5, "password": MARK}, {"password": MARK}]),
    "nested or none": (Login | None, [MARK, [MARK], {"user": 5, "password": MARK}]),
    "list of nested": (list[Login], [MARK, [MARK], [{"password": MARK}]]),
}


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        pytest.param(annotation, value, id=f"{name} from {value}")
        for name, (annotation, values) in SECRETIVE.items()
        for value in values
    ],
)
def test_a_problem_does_not_show_a_secret(annotation, value):
    """What was given where a secret is meant to be is not in the error, even when its form is wrong."""
    with pytest.raises(ConfigError, match="value") as caught:
        structured(annotation, value)
    assert MARK not in f"{caught.value} {caught.value!r}"


def test_a_problem_beside_a_secret_does_not_show_it():
    """An error of other fields shows nothing of a secret that was well given."""
    with pytest.raises(ConfigError, match="3 problems") as caught:
        S3Config(path="gs://a", key=Secret(MARK), secret=MARK, region=MARK, token=5)
    assert MARK not in f"{caught.value} {caught.value!r}"


def test_a_reference_of_an_unknown_kind_is_a_problem_of_its_field():
    """A reference that nobody can resolve is told with the path of the secret."""
    assert complaint(Secret, "${vault:a}").startswith("value: ${vault:a} is no reference of a known kind.")


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        (Any, Secret(MARK)),
        (Secret | None, Secret(MARK)),
        (list[Any], [Secret(MARK)]),
        (dict[str, Any], {"a": [Secret(MARK)]}),
        (dict[str, Secret], {"a": Secret(MARK)}),
        (Login, {"user": "a", "password": MARK}),
    ],
    ids=repr,
)
def test_a_secret_anywhere_keeps_a_config_from_being_unstructured(annotation, value):
    """A secret value is refused wherever it is in a config."""
    config = structure({"value": value}, config_of(annotation))
    with pytest.raises(SecretError, match=r"^A secret value cannot be unstructured\."):
        unstructure(config)


# Laws


def nested(kind):
    """Make a kind of values that are configs with one field of the given kind."""
    annotation, values = kind
    made = config_of(annotation)
    return made, values.map(lambda value: made(value=value))


def optional(kind):
    """Make a kind of values that may also be None."""
    return kind[0] | None, st.none() | kind[1]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
REFERENCES = st.sampled_from(["${env:A}", "${file:/run/secrets/a}"]).map(Secret)
SCALARS = [
    (str, st.text()),
    (bytes, st.binary()),
    (int, st.integers()),
    (bool, st.booleans()),
    (float, st.floats(allow_nan=False)),
    (Port, st.integers()),
    (int | str, st.integers() | st.text()),
    (Annotated[int, "in seconds"], st.integers()),
    (Literal[1, "a"], st.sampled_from([1, "a"])),
    (Color, st.sampled_from(Color)),
    (Mode, st.sampled_from(Mode)),
    (Path, st.text("ab/", min_size=1).map(Path)),
]
KINDS = st.recursive(
    st.sampled_from(
        [
            *SCALARS,
            (Secret, REFERENCES),
            (dict[str, Any], st.dictionaries(st.text(), JSON, max_size=3)),
            (date, st.dates()),
            *((set[annotation], st.sets(values, max_size=3)) for annotation, values in SCALARS),
            *((frozenset[annotation], st.frozensets(values, max_size=3)) for annotation, values in SCALARS),
        ]
    ),
    lambda kinds: st.one_of(
        kinds.map(nested),
        kinds.map(optional),
        kinds.map(lambda kind: (list[kind[0]], st.lists(kind[1], max_size=3))),
        kinds.map(lambda kind: (Sequence[kind[0]], st.lists(kind[1], max_size=3))),
        kinds.map(lambda kind: (tuple[kind[0], ...], st.lists(kind[1], max_size=3).map(tuple))),
        kinds.map(lambda kind: (tuple[kind[0], int], st.tuples(kind[1], st.integers()))),
        kinds.map(lambda kind: (dict[str, kind[0]], st.dictionaries(st.text(), kind[1], max_size=3))),
        kinds.map(lambda kind: (Mapping[Color, kind[0]], st.dictionaries(st.sampled_from(Color), kind[1]))),
    ),
    max_leaves=4,
)


@st.composite
def configs(draw):
    """Generate configs of classes that are generated as well."""
    kinds = draw(st.dictionaries(st.sampled_from(["host", "port", "tags"]), KINDS, min_size=1))
    annotations = {name: annotation for name, (annotation, _) in kinds.items()}
    made = type("Made", (StackComponentConfig,), {"__annotations__": annotations})
    return made(**{name: draw(values) for name, (_, values) in kinds.items()})


@given(configs())
def test_a_config_comes_back_from_plain_data(config):
    """To structure what a config was unstructured to gives an equal config."""
    assert structure(unstructure(config), type(config)) == config


@given(configs())
def test_a_config_stands_as_it_is(config):
    """To structure a config gives that config."""
    assert structure(config, type(config)) is config


@given(configs(), st.text())
def test_an_unknown_key_is_always_refused(config, key):
    """A key that is no field is refused by its name, whatever the others are."""
    data = {**unstructure(config), f"{key}?": 1}
    with pytest.raises(ConfigError, match="unknown key") as caught:
        structure(data, type(config))
    assert [(problem.path, problem.code) for problem in caught.value.problems] == [((f"{key}?",), "unknown")]


@given(configs(), st.data())
def test_a_missing_key_is_always_refused(config, data):
    """A field without a default that is not given is refused by its name."""
    values = unstructure(config)
    key = data.draw(st.sampled_from(sorted(values)))
    values.pop(key)
    with pytest.raises(ConfigError, match=f"{key}: missing, expected") as caught:
        structure(values, type(config))
    assert [(problem.path, problem.code) for problem in caught.value.problems] == [((key,), "missing")]


@given(KINDS, JSON)
def test_data_is_either_taken_or_refused(kind, data):
    """Whatever the data, there is a config or a ConfigError, and never another exception."""
    with suppress(ConfigError):
        structured(kind[0], data)


@given(KINDS, JSON)
def test_data_is_not_changed(kind, data):
    """To structure data leaves it as it was."""
    before = repr(data)
    with suppress(ConfigError):
        structured(kind[0], data)
    assert repr(data) == before


def test_a_combination_of_flags_comes_back():
    """A value of a Flag that has no name of its own comes back as any other."""
    config = structure({"value": Access.READ | Access.WRITE}, config_of(Access))
    assert structure(unstructure(config), type(config)) == config


def test_a_set_of_configs_comes_back():
    """A set of configs is unstructured and structured like any other collection."""
    config = structure({"value": [{}]}, config_of(frozenset[Tree]))
    assert structure(unstructure(config), type(config)) == config
