"""Components and configs: how they are made, and what of them cannot be changed."""

import copy
import inspect
import pickle
from abc import abstractmethod
from typing import Any, ClassVar

import attrs
import pytest
from attrs import validators
from hypothesis import given
from hypothesis import strategies as st

from stackdi import StackComponent, StackComponentConfig, setting, structure
from stackdi.components.artifact_store import S3Config
from stackdi.errors import ConfigError, SecretError


class TrackerConfig(StackComponentConfig):
    PROTOCOLS: ClassVar[frozenset[str]] = frozenset({"http"})

    host: str = attrs.field(validator=validators.min_len(1))
    port: int = 5000
    tags: tuple[str, ...] = ()
    limit: float | None = None


class RemoteConfig(TrackerConfig):
    PROTOCOLS = frozenset({"https"})

    token: str


class Tracker(StackComponent[TrackerConfig]):
    component_type = "tracker"


VALUES = st.dictionaries(
    st.sampled_from(["host", "port", "tags", "limit", "typo"]),
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.lists(st.text()),
)


def outcome(make, *given, **values):
    """Return what a construction makes, or the text of its error."""
    try:
        return make(*given, **values)
    except ConfigError as error:
        return str(error)


# Configs


@given(VALUES)
def test_direct_construction_and_structure_agree(values):
    """A config that is made directly is checked exactly like one that is structured: equal, or the same error."""
    assert outcome(TrackerConfig, **values) == outcome(structure, values, TrackerConfig)


@given(VALUES)
def test_a_replacement_is_checked_like_a_construction(changes):
    """A changed copy is equal to what the changed values make, or refused with the same error."""
    values = {"host": "a", "port": 80}
    assert outcome(TrackerConfig(**values).replace, **changes) == outcome(TrackerConfig, **(changes | values | changes))


def test_all_that_is_wrong_with_a_construction_is_told():
    """The error of a direct construction names each problem."""
    message = (
        r"^TrackerConfig has 3 problems:\n  hots: unknown key\. Did you mean 'host'\?\n"
        r"  port: expected int, found str '80'\n  host: missing, expected str$"
    )
    with pytest.raises(ConfigError, match=message):
        TrackerConfig(hots="a", port="80")


def test_a_config_takes_no_positional_values():
    """The values of a config are given by name."""
    with pytest.raises(TypeError, match="positional"):
        TrackerConfig("a")


@pytest.mark.parametrize("key", ["self", "values", "construct", "config_class"])
def test_a_key_may_be_any_name(key):
    """No name is taken by the constructor itself."""
    with pytest.raises(ConfigError, match=f"has a problem:\n  {key}: unknown key$"):
        TrackerConfig(**{"host": "a", key: 1})


def test_a_config_cannot_be_changed():
    """An assignment to a field is refused."""
    config = TrackerConfig(host="a")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        config.host = "b"


def test_a_config_shows_its_values():
    """The repr of a config is how it is written."""
    assert repr(TrackerConfig(host="a")) == "TrackerConfig(host='a', port=5000, tags=(), limit=None)"


def test_configs_are_equal_when_their_values_are():
    """Two configs of one class with equal values are equal, and one key of a dict."""
    assert len({TrackerConfig(host="a"), TrackerConfig(host="a", port=5000), TrackerConfig(host="b")}) == 2


def test_a_config_is_not_equal_to_one_of_another_class():
    """Configs of two classes differ, whatever their values are."""

    class Other(TrackerConfig):
        pass

    assert TrackerConfig(host="a") != Other(host="a")


def test_a_config_with_a_mutable_value_has_no_hash():
    """A config can be hashed when all of its values can."""

    class Loose(StackComponentConfig):
        options: dict[str, Any]

    with pytest.raises(TypeError, match="unhashable type: 'dict'"):
        hash(Loose(options={}))


def test_a_config_survives_pickling_and_copying():
    """A pickle and a deep copy give an equal config."""
    config = S3Config(path="s3://a", key="${env:KEY}")
    assert pickle.loads(pickle.dumps(config)) == copy.deepcopy(config) == config


def test_a_config_with_a_secret_value_cannot_be_pickled():
    """A secret value keeps the config around it from being pickled."""
    with pytest.raises(SecretError, match="cannot be pickled"):
        pickle.dumps(S3Config(path="s3://a", key="hunter2"))


def test_a_replacement_leaves_the_original_alone():
    """To replace a value gives a new config of the same class."""
    config = RemoteConfig(host="a", token="b")  # noqa: S106
    assert config.replace(port=1) == RemoteConfig(host="a", token="b", port=1)  # noqa: S106
    assert config.port == 5000


def test_a_replacement_goes_by_the_alias_of_a_private_field():
    """A private field is replaced by its public name."""
    made = type("Made", (StackComponentConfig,), {"__annotations__": {"_size": int}})
    assert made(size=1).replace(size=2) == made(size=2)


def test_a_subclass_has_the_fields_of_its_base():
    """The fields of a base class come first, and a required one may follow one that has a default."""
    assert [field.name for field in attrs.fields(RemoteConfig)] == ["host", "port", "tags", "limit", "token"]


def test_a_subclass_keeps_the_validators_of_its_base():
    """A value that a base class refuses is refused by its subclasses."""
    with pytest.raises(ConfigError, match="host: Length of 'host' must be >= 1"):
        RemoteConfig(host="", token="b")  # noqa: S106


def test_a_class_variable_is_inherited_and_no_field():
    """A class variable can be set in a subclass without an annotation, and is not among the values."""

    class Derived(RemoteConfig):
        pass

    assert "https" in Derived(host="a", token="b").PROTOCOLS  # noqa: S106
    with pytest.raises(ConfigError, match="PROTOCOLS: unknown key"):
        TrackerConfig(host="a", PROTOCOLS=set())


def test_a_base_config_may_change_the_fields_of_its_subclasses():
    """A base class can add a validator to a field that its subclasses declare anew."""

    class Named(StackComponentConfig):
        @classmethod
        def _fields(cls, _, fields):
            return [field.evolve(validator=validators.min_len(3)) for field in fields]

    class Person(Named):
        name: str

    with pytest.raises(ConfigError, match="name: Length of 'name' must be >= 3"):
        Person(name="a")


def test_the_signature_shows_the_fields():
    """Editors and `help` see the fields of a config as keyword arguments."""
    assert str(inspect.signature(TrackerConfig)) == (
        "(*, host: str, port: int = 5000, tags: tuple[str, ...] = (), limit: float | None = None) -> None"
    )


def test_the_root_of_all_configs_has_no_fields():
    """A config without fields is made from nothing."""
    assert str(inspect.signature(StackComponentConfig)) == "()"
    assert StackComponentConfig() == structure({}, StackComponentConfig)


def test_a_field_needs_an_annotation():
    """A field that is declared without a type is refused when the class is made."""
    with pytest.raises(attrs.exceptions.UnannotatedAttributeError, match="size"):
        type("Made", (StackComponentConfig,), {"size": attrs.field()})


def test_an_attribute_without_annotation_is_no_field():
    """A plain attribute of the class is not among the values."""

    class Flavored(StackComponentConfig):
        flavor = "local"

    assert attrs.fields(Flavored) == ()


def test_a_config_selects_no_flavor_by_itself():
    """A config names no flavor unless its class says so."""
    assert TrackerConfig(host="a").flavor is None


def test_a_config_without_paths_is_the_same_anywhere():
    """A config that has no paths is not changed by the directory that relative paths start from."""
    config = TrackerConfig(host="a")
    assert config.anchored("/srv") is config


# Settings


def test_a_setting_is_marked():
    """A field that is declared as a setting can be told from the others."""

    class Run(StackComponentConfig):
        image: str
        memory: int = setting(default=1)

    assert [field.metadata.get("stackdi.setting", False) for field in attrs.fields(Run)] == [False, True]


def test_a_setting_keeps_metadata_of_its_own():
    """The metadata that is given to a setting stays beside its mark."""
    made = type(
        "Made", (StackComponentConfig,), {"__annotations__": {"size": int}, "size": setting(metadata={"unit": "GB"})}
    )
    assert attrs.fields(made).size.metadata == {"unit": "GB", "stackdi.setting": True}


def test_a_setting_takes_what_a_field_takes():
    """A default factory, an alias, a converter and a validator work for a setting as for a field."""

    class Run(StackComponentConfig):
        tags: list[str] = setting(factory=list)
        size: int = setting(default=1, alias="gigabytes", converter=abs, validator=validators.lt(9))

    assert (Run().tags, Run().size, Run(gigabytes=-2).size) == ([], 1, 2)
    with pytest.raises(ConfigError, match="gigabytes: 'size' must be < 9: 9"):
        Run(gigabytes=9)


def test_a_setting_may_be_required():
    """A setting without a default must be given."""
    made = type("Made", (StackComponentConfig,), {"__annotations__": {"size": int}, "size": setting()})
    with pytest.raises(ConfigError, match="size: missing, expected int"):
        made()


# Components


def test_a_component_has_its_config():
    """An implementation is called with its config, and keeps it."""
    config = TrackerConfig(host="a")
    assert Tracker(config).config is config


def test_the_config_of_a_component_cannot_be_replaced():
    """The config of a component is fixed when it is made."""
    tracker = Tracker(TrackerConfig(host="a"))
    with pytest.raises(AttributeError, match="config"):
        tracker.config = TrackerConfig(host="b")


def test_a_component_that_no_slot_built_has_no_name():
    """The name of a component is empty until a slot sets it."""
    assert Tracker(TrackerConfig(host="a")).name == ""


def test_a_component_shows_its_config():
    """The repr of a component names its class and its config."""
    assert repr(Tracker(TrackerConfig(host="a"))).startswith("Tracker(TrackerConfig(host='a', port=5000")


def test_a_component_does_not_show_a_secret():
    """The repr of a component masks the secrets of its config."""
    assert "hunter2" not in repr(StackComponent(S3Config(path="s3://a", key="hunter2")))


def test_an_incomplete_component_names_all_that_it_lacks():
    """An implementation that lacks abstract methods cannot be made, and all of them are named in order."""

    class Store(StackComponent):
        component_type = "store"

        @abstractmethod
        def put(self): ...

        @abstractmethod
        def get(self): ...

    class Half(Store):
        pass

    with pytest.raises(TypeError, match=r"abstract class Half .*\bget\b.*\bput\b"):
        Half(StackComponentConfig())
