"""Stores that others write: the custom flavor of the guide, and what the interface does for whoever implements it."""

import subprocess
import sys
from functools import wraps
from pathlib import Path

import pytest
from my_flavors.config import MyS3ArtifactStoreConfig
from my_flavors.flavor import GuideFlavor, MyS3ArtifactStoreFlavor

from stackdi import Flavor, Secret, Stack, slot
from stackdi.components import ArtifactStore, ArtifactStoreConfig
from stackdi.components.artifact_store import FsspecArtifactStore
from stackdi.errors import ArtifactPathError, ConfigError

ATTRIBUTES = "my_flavors.flavor:MyS3ArtifactStoreFlavor"
PROPERTIES = "my_flavors.flavor:GuideFlavor"

in_both_forms = pytest.mark.parametrize("flavor", [ATTRIBUTES, PROPERTIES], ids=["attributes", "properties"])


class Workshop(Stack):
    """A stack of one artifact store."""

    artifact_store = slot(ArtifactStore)


class Outsider(ArtifactStore):
    """A store of somebody who knows nothing but the interface; its methods return what they were given."""

    def open(self, path, mode="r", *, encoding="utf-8"):
        return path, mode, encoding

    def exists(self, path):
        return path

    isdir = makedirs = mkdir = remove = rmtree = size = stat = exists

    def listdir(self, path=""):
        return path

    walk = listdir

    def glob(self, pattern):
        return pattern

    def rename(self, source, target, *, overwrite=False):
        return source, target, overwrite

    copyfile = rename


@pytest.fixture
def outsider():
    """Make the store that somebody else wrote."""
    return Outsider(ArtifactStoreConfig(path="any://root"))


# What the interface does for every store


def test_an_operation_of_an_outsider_refuses_a_hostile_path(outsider, operation, hostile):
    """A path that leads out never reaches an operation, though whoever wrote it did nothing for that."""
    path, reason = hostile
    method, arguments = operation(path)
    with pytest.raises(ArtifactPathError, match=reason):
        getattr(outsider, method)(*arguments.values())


def test_an_operation_of_an_outsider_refuses_a_hostile_keyword(outsider, operation):
    """A path that leads out is refused as a keyword too."""
    method, arguments = operation("any://root-2/a")
    with pytest.raises(ArtifactPathError, match="'any://root-2/a' is a URL outside of the artifact store"):
        getattr(outsider, method)(**arguments)


def test_an_operation_of_an_outsider_receives_keys(outsider, operation):
    """An operation receives keys, however its caller spells the path, and passes it."""
    method, arguments = operation("any://root/./b//c")
    by_position = getattr(outsider, method)(*arguments.values())
    assert by_position == getattr(outsider, method)(**arguments)
    assert "b/c" in by_position


def test_the_other_arguments_reach_an_outsider(outsider):
    """What is no path is passed on as it was given, and defaults are left to the implementation."""
    assert outsider.open(b"./a", "wb", encoding="latin-1") == ("a", "wb", "latin-1")
    assert outsider.rename("./a", target="./b", overwrite=True) == ("a", "b", True)
    assert (outsider.listdir(), outsider.open("a")) == ("", ("a", "r", "utf-8"))


def test_an_operation_of_an_outsider_keeps_its_name(outsider):
    """An operation is documented by its implementation, as any method is."""
    assert (outsider.open.__name__, outsider.open.__wrapped__.__qualname__) == ("open", "Outsider.open")


def test_a_missing_path_is_the_usual_type_error(outsider):
    """A call without the path that an operation needs is refused as Python refuses it."""
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'path'"):
        outsider.open()


def test_a_method_that_is_overridden_once_more_receives_keys():
    """A subclass that overrides one method, and leaves the rest to its base class, is served alike."""

    class Refined(Outsider):
        def exists(self, path):
            return f"refined {super().exists(path)}"

    store = Refined(ArtifactStoreConfig(path="any://root"))
    assert store.exists("./a") == "refined a"
    with pytest.raises(ArtifactPathError, match=r"holds '\.\.'"):
        store.exists("../a")


def test_a_method_from_a_mixin_receives_keys():
    """Operations that a store inherits from a class that is no store refuse a path that leads out, too."""

    class Listing:
        def listdir(self, path=""): ...

    class Mixed(Listing, Outsider):
        """A store that takes one operation from elsewhere."""

    with pytest.raises(ArtifactPathError, match=r"holds '\.\.'"):
        Mixed(ArtifactStoreConfig(path="any://root")).listdir("../a")


def test_a_method_that_takes_any_arguments_receives_keys():
    """An operation that passes on whatever it is given refuses a path that leads out, as a keyword too."""

    class Passing(Outsider):
        def open(self, *arguments, **options): ...

    with pytest.raises(ArtifactPathError, match=r"holds '\.\.'"):
        Passing(ArtifactStoreConfig(path="any://root")).open(path="../a")


def test_a_method_that_was_decorated_receives_keys():
    """An operation may be decorated, as long as the decorator says what it wraps."""

    def traced(method):
        @wraps(method)
        def wrapper(*arguments, **options):
            return "traced", method(*arguments, **options)

        return wrapper

    class Traced(Outsider):
        size = traced(Outsider.exists)

    store = Traced(ArtifactStoreConfig(path="any://root"))
    assert store.size(path="./a") == ("traced", "a")
    with pytest.raises(ArtifactPathError, match=r"holds '\.\.'"):
        store.size(path="../a")


def test_all_that_an_outsider_left_out_is_told_at_once():
    """A store that lacks methods is refused when one is made, with the name of each of them."""

    class Unfinished(ArtifactStore):
        open = listdir = rename = Outsider.open

    lacking = "copyfile.*exists.*glob.*isdir.*makedirs.*mkdir.*remove.*rmtree.*size.*stat.*walk"
    with pytest.raises(TypeError, match=rf"abstract class Unfinished .*{lacking}"):
        Unfinished(ArtifactStoreConfig(path="any://root"))


def test_a_store_over_fsspec_needs_its_file_system_alone():
    """A store over fsspec that does not say which file system it is over lacks that, and nothing else."""

    class Unfinished(FsspecArtifactStore):
        """A store that says nothing."""

    with pytest.raises(TypeError, match=r"abstract class Unfinished with[a-z ]* abstract methods? '?filesystem'?$"):
        Unfinished(ArtifactStoreConfig(path="any://root"))


def test_a_flavor_of_an_outsider_is_bound_by_its_class(outsider):
    """A store that somebody wrote is bound like a built-in one, and knows the name of its slot."""

    class OutsiderFlavor(Flavor):
        name = "outsider"
        type = ArtifactStore
        config_class = ArtifactStoreConfig
        implementation_class = Outsider

    stack = Workshop(artifact_store={"flavor": OutsiderFlavor, "path": "any://root"})
    assert (type(stack.artifact_store()), stack.artifact_store().name) == (type(outsider), "artifact_store")
    assert stack.artifact_store().path == "any://root"


# The flavor of the guide


@in_both_forms
def test_the_flavor_of_the_guide_stores_files(my_s3_binding, flavor):
    """The flavor of the guide, said in attributes or in properties, is bound by its dotted path and works."""
    with Workshop(artifact_store={**my_s3_binding, "flavor": flavor}) as stack:
        with stack.artifact_store().open("digits/weights.bin", "wb") as file:
            file.write(bytes(2000))
        assert stack.artifact_store().glob("**/*.bin") == ["digits/weights.bin"]
        assert stack.artifact_store().size("digits/weights.bin") == 2000


@pytest.mark.parametrize(
    ("flavor", "name"),
    [(MyS3ArtifactStoreFlavor, "my_s3_artifact_store"), (GuideFlavor, "my_s3_guide")],
    ids=["attributes", "properties"],
)
def test_the_flavor_of_the_guide_is_bound_by_its_class(flavor, name):
    """The class of the flavor is a binding as its dotted path is, and its config is of the class that it says."""
    stack = Workshop(artifact_store={"flavor": flavor, "path": "s3://bucket", "key": "k"})
    assert stack.artifact_store.flavor == name
    assert stack.artifact_store.config == MyS3ArtifactStoreConfig(path="s3://bucket", key=Secret("k"))


@in_both_forms
def test_the_config_of_the_guide_is_checked_when_it_is_bound(flavor):
    """Every problem of the values is told, with the name of the slot, before anything is imported."""
    with pytest.raises(ConfigError, match="Workshop has 3 problems:") as caught:
        Workshop(artifact_store={"flavor": flavor, "path": "gs://bucket", "key": 5, "sekret": "s"})
    assert "artifact_store.path: 'gs://bucket' starts with none of the supported schemes: 's3://'" in str(caught.value)
    assert "artifact_store.key: expected secret, found int" in str(caught.value)
    assert "artifact_store.sekret: unknown key. Did you mean 'secret'?" in str(caught.value)


# Where s3fs is not installed

WITHOUT_S3FS = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"s3fs", "aiobotocore", "botocore", "fsspec"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())

from stackdi import Stack, slot
from stackdi.components import ArtifactStore
from stackdi.errors import ConfigError, MissingDependencyError

class Training(Stack):
    artifact_store = slot(ArtifactStore, FLAVOR, path="s3://artifacts/models", key="${env:KEY}")

with Training() as stack:
    print(stack.artifact_store.config)
    try:
        Training(artifact_store={"flavor": FLAVOR, "path": "artifacts"})
    except ConfigError as error:
        print(error.problems[0])
    try:
        stack.artifact_store()
    except MissingDependencyError as error:
        print(error)
"""


@pytest.fixture(params=[ATTRIBUTES, PROPERTIES, "s3"], ids=["attributes", "properties", "built-in"], scope="module")
def without_s3fs(request):
    """Bind a flavor of S3 where nothing is installed that it needs; give its name, and what was printed."""
    program = WITHOUT_S3FS.replace("FLAVOR", repr(request.param))
    paths = ":".join([str(Path(__file__).parents[2]), *sys.path])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env={"PYTHONPATH": paths},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.stderr == ""
    return request.param, done.stdout.splitlines()


def test_a_config_is_valid_where_the_implementation_cannot_be_imported(without_s3fs):
    """The values are structured and shown where neither s3fs nor fsspec is installed."""
    _, (config, _, _) = without_s3fs
    assert "path='s3://artifacts/models', key=Secret('${env:KEY}'), secret=None, token=None" in config


def test_a_config_is_refused_where_the_implementation_cannot_be_imported(without_s3fs):
    """The values are checked where neither s3fs nor fsspec is installed."""
    _, (_, problem, _) = without_s3fs
    assert problem == "artifact_store.path: 'artifacts' starts with none of the supported schemes: 's3://'"


def test_what_is_missing_is_told_when_the_slot_is_used(without_s3fs):
    """The first use tells which flavor needs which module, and what to run to have it."""
    flavor, (_, _, message) = without_s3fs
    name = {ATTRIBUTES: "my_s3_artifact_store", PROPERTIES: "my_s3_guide", "s3": "s3"}[flavor]
    requirement = "stackdi[s3]" if flavor == "s3" else "s3fs>=2025.3"
    needed = f"The flavor {name!r} of artifact_store needs the module 's3fs', which is not installed."
    assert message == f"{needed} Run: pip install '{requirement}'"
