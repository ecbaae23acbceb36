"""The configs and flavors of artifact stores: schemes, where relative paths start, and which flavor is chosen."""

from typing import ClassVar

import attrs
import pytest

from stackdi import Stack, slot, structure
from stackdi.components import ArtifactStore, ArtifactStoreConfig, artifact_store
from stackdi.components.artifact_store import (
    LocalConfig,
    LocalFlavor,
    MemoryConfig,
    MemoryFlavor,
    S3Config,
    S3Flavor,
)
from stackdi.components.artifact_store.local import LocalArtifactStore
from stackdi.components.artifact_store.memory import MemoryArtifactStore
from stackdi.components.artifact_store.s3 import S3ArtifactStore
from stackdi.errors import ConfigError, SecretError

in_both_ways = pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda config_class, **values: config_class(**values), id="direct"),
        pytest.param(lambda config_class, **values: structure(values, config_class), id="structured"),
    ],
)


class CloudConfig(ArtifactStoreConfig):
    """A config of somebody else's, with a field that must be given."""

    SUPPORTED_SCHEMES: ClassVar[frozenset[str]] = frozenset({"az://", "gs://"})

    region: str
    retries: int = 3


class RedeclaredConfig(CloudConfig):
    """A config that declares the path anew, with a default and a validator of its own."""

    path: str = attrs.field(default="gs://default", validator=attrs.validators.max_len(20))


class MovedConfig(CloudConfig):
    """A config that has other schemes than the one it inherits from."""

    SUPPORTED_SCHEMES: ClassVar[frozenset[str]] = frozenset({"oss://"})


@in_both_ways
@pytest.mark.parametrize(
    ("config_class", "path"),
    [
        (LocalConfig, "artifacts"),
        (LocalConfig, "/data/artifacts"),
        (LocalConfig, "file:///data/artifacts"),
        (MemoryConfig, "memory://space"),
        (S3Config, "s3://bucket/prefix"),
        (ArtifactStoreConfig, "anything://goes"),
        (ArtifactStoreConfig, "anything"),
    ],
)
def test_a_supported_scheme_is_accepted(make, config_class, path):
    """A path with a scheme that the config supports stands as it is; a config that names none supports all."""
    assert make(config_class, path=path).path == path


@in_both_ways
@pytest.mark.parametrize(
    ("config_class", "path", "schemes"),
    [
        (LocalConfig, "s3://bucket", "'', 'file://'"),
        (LocalConfig, "simplecache::file:///data", "'', 'file://'"),
        (MemoryConfig, "artifacts", "'memory://'"),
        (S3Config, "artifacts", "'s3://'"),
        (S3Config, "S3://bucket", "'s3://'"),
        (S3Config, "simplecache::s3://bucket", "'s3://'"),
        (S3Config, "s3:/bucket", "'s3://'"),
    ],
)
def test_another_scheme_is_refused(make, config_class, path, schemes):
    """A path with another scheme is a problem that tells the supported ones, however the config is made."""
    with pytest.raises(ConfigError, match=f"path: '{path}' starts with none of the supported schemes: {schemes}$"):
        make(config_class, path=path)


@in_both_ways
@pytest.mark.parametrize("config_class", [ArtifactStoreConfig, LocalConfig, MemoryConfig, S3Config])
def test_an_empty_path_is_refused(make, config_class):
    """A store without a root is refused, also where every scheme is supported."""
    with pytest.raises(ConfigError, match=r"path: it is empty$"):
        make(config_class, path="")


def test_a_bucket_is_needed():
    """The S3 scheme alone is no root: a store there would hold every bucket of the account."""
    with pytest.raises(ConfigError, match="path: "):
        S3Config(path="s3://")


def test_a_changed_path_is_checked():
    """A copy with another path is held to the schemes as the original was."""
    with pytest.raises(ConfigError, match="path: 'bucket' starts with none of the supported schemes"):
        S3Config(path="s3://bucket").replace(path="bucket")


@in_both_ways
@pytest.mark.parametrize("path", ["s3://bucket", ""])
def test_the_scheme_is_checked_where_a_subclass_declares_the_path_anew(make, path):
    """A subclass cannot lose the check by declaring `path` itself."""
    with pytest.raises(ConfigError, match=r"path: (it is empty|'s3://bucket' starts with none)"):
        make(RedeclaredConfig, path=path, region="eu")


@in_both_ways
def test_a_validator_that_a_subclass_declares_is_kept(make):
    """The check of the scheme comes before the validator that the subclass gave, and does not replace it."""
    with pytest.raises(ConfigError, match=r"path: .*must be <= 20: 23"):
        make(RedeclaredConfig, path="gs://bucket-with-prefix", region="eu")


def test_a_default_that_a_subclass_declares_is_used():
    """A subclass may give the path a default, which passes the same check."""
    assert RedeclaredConfig(region="eu").path == "gs://default"


@in_both_ways
def test_a_subclass_has_the_schemes_that_it_declares(make):
    """The schemes of the class itself count, not those of the class that declared the path."""
    assert make(MovedConfig, path="oss://bucket", region="eu").path == "oss://bucket"
    with pytest.raises(ConfigError, match=r"supported schemes: 'oss://'$"):
        make(MovedConfig, path="gs://bucket", region="eu")


@in_both_ways
def test_a_scheme_is_reported_with_every_other_problem(make):
    """An unknown key, a wrong type, a wrong scheme and a missing key are told in one error."""
    with pytest.raises(ConfigError, match="CloudConfig has 4 problems:") as caught:
        make(CloudConfig, regoin="eu", retries="3", path="s3://bucket")
    problems = {(problem.where, problem.code) for problem in caught.value.problems}
    assert problems == {("regoin", "unknown"), ("retries", "type"), ("path", "value"), ("region", "missing")}


@pytest.mark.parametrize(
    ("path", "anchored"),
    [
        ("artifacts", "/srv/artifacts"),
        ("./artifacts", "/srv/./artifacts"),
        ("file://artifacts", "/srv/artifacts"),
        ("/data/artifacts", "/data/artifacts"),
        ("file:///data/artifacts", "file:///data/artifacts"),
    ],
)
def test_a_relative_folder_is_anchored(path, anchored):
    """A relative path is joined to the directory it starts from, and an absolute one is left alone."""
    assert LocalConfig(path=path).anchored("/srv").path == anchored


@pytest.mark.parametrize("config", [MemoryConfig(), S3Config(path="s3://bucket")], ids=repr)
def test_what_is_no_folder_is_not_anchored(config):
    """A config without local paths is the same wherever it is bound."""
    assert config.anchored("/srv") is config


@pytest.mark.parametrize("path", ["artifacts", "file://artifacts"])
def test_a_relative_folder_starts_where_the_slot_was_bound(tmp_path, monkeypatch, path):
    """A slot's folder stays where it was when the slot was bound, though the program goes elsewhere."""
    monkeypatch.chdir(tmp_path)

    class Workshop(Stack):
        artifact_store = slot(ArtifactStore, "local", path=path)

    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    Workshop().artifact_store().makedirs("made")
    assert (tmp_path / "artifacts" / "made").is_dir()


def test_a_store_that_is_made_by_hand_stays_in_its_folder(tmp_path, monkeypatch):
    """A store whose relative path nobody anchored keeps the folder that it made, though the program goes elsewhere."""
    monkeypatch.chdir(tmp_path)
    store = LocalArtifactStore(LocalConfig(path="artifacts"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    store.makedirs("made")
    assert (tmp_path / "artifacts" / "made").is_dir()


def test_a_folder_may_be_given_as_a_url(tmp_path):
    """The root of a local store may start with `file://`, and so may the paths that are asked of it."""
    store = LocalArtifactStore(LocalConfig(path=f"file://{tmp_path}/root"))
    store.makedirs("a")
    assert store.path == f"{tmp_path}/root"
    assert store.isdir(f"file://{tmp_path}/root/a")
    assert store.isdir(f"{tmp_path}/root/a")


def test_the_folder_of_a_local_store_is_made(tmp_path):
    """A folder that is missing is made with its parents, when the store is."""
    LocalArtifactStore(LocalConfig(path=f"{tmp_path}/a/b"))
    assert (tmp_path / "a" / "b").is_dir()


def test_characters_of_a_pattern_are_nothing_special_in_the_root(tmp_path):
    """A glob finds what is below a root such as `[x]*`, and not what is below a folder that the root would match."""
    (tmp_path / "xy").mkdir()
    (tmp_path / "xy" / "other").touch()
    store = LocalArtifactStore(LocalConfig(path=f"{tmp_path}/[x]*"))
    store.makedirs("d/e")
    assert store.glob("**") == ["d", "d/e"]
    assert store.glob("*") == ["d"]


def test_a_memory_store_may_start_below_the_root_of_its_space():
    """A path after `memory://` is the root of the store, and a full path below it is understood."""
    store = MemoryArtifactStore(MemoryConfig(path="memory://space"))
    assert store.listdir() == []
    store.makedirs("a")
    assert store.isdir("memory://space/a")
    assert store.glob("**") == ["a"]


@pytest.mark.parametrize(
    ("flavor", "name", "config_class"),
    [(LocalFlavor, "local", LocalConfig), (MemoryFlavor, "memory", MemoryConfig), (S3Flavor, "s3", S3Config)],
)
def test_a_flavor_is_found_by_its_name_and_by_its_class(flavor, name, config_class):
    """A built-in flavor is registered by its name, and takes values of its own config class."""
    path = {"local": "/data", "memory": "memory://", "s3": "s3://bucket"}[name]

    class Workshop(Stack):
        by_name = slot(ArtifactStore, name, path=path)
        by_class = slot(ArtifactStore, flavor, path=path)

    stack = Workshop()
    assert stack.by_name.config == stack.by_class.config == config_class(path=path)


@pytest.mark.parametrize("config", [LocalConfig(path="/a"), MemoryConfig(), S3Config(path="s3://bucket")], ids=repr)
def test_a_config_selects_its_flavor(config):
    """A built-in config is a binding by itself."""

    class Workshop(Stack):
        artifact_store = slot(ArtifactStore, config)

    assert Workshop().artifact_store.flavor == type(config).flavor
    assert Workshop().artifact_store.config == config


def test_the_table_of_contents_holds_what_it_promises():
    """Every public name of the package leads to the object of that name."""
    assert [getattr(artifact_store, name).__name__ for name in artifact_store.__all__] == artifact_store.__all__


def test_the_file_system_of_s3_gets_what_the_config_says():
    """Every field of the config reaches the file system, the secrets revealed."""
    credentials = {"key": "k", "secret": "s", "token": "t"}
    options = {name: {"name": name} for name in ("client_kwargs", "config_kwargs", "s3_additional_kwargs")}
    values = {**credentials, **options, "endpoint_url": "http://127.0.0.1:9"}
    filesystem = S3ArtifactStore(S3Config(path="s3://bucket", **values)).filesystem
    assert {name: getattr(filesystem, name) for name in values} == values


def test_s3_credentials_are_looked_up_when_a_store_is_first_used(monkeypatch):
    """A reference that leads to nothing is no problem of the config or the store, but of the first operation."""
    monkeypatch.delenv("NO_SUCH_KEY", raising=False)
    store = S3ArtifactStore(S3Config(path="s3://bucket", key="${env:NO_SUCH_KEY}"))
    with pytest.raises(SecretError, match="the environment variable 'NO_SUCH_KEY' is not set"):
        store.exists("a")


def test_two_s3_stores_of_one_config_have_file_systems_of_their_own():
    """No file system is shared behind the back of the stores, as fsspec does for what has equal arguments."""
    config = S3Config(path="s3://bucket", key="k", secret="s")  # noqa: S106 - that of nobody
    assert S3ArtifactStore(config).filesystem is not S3ArtifactStore(config).filesystem
