"""What both type checkers infer, without a checker of our own."""

from typing import Any, assert_type

from stackdi import Flavor, Secret, Slot, Stack, StackComponentConfig, setting, slot, structure
from stackdi.components import ArtifactStore, ArtifactStoreConfig
from stackdi.components.artifact_store import FsspecArtifactStore, LocalFlavor, MemoryConfig, S3Config


class Training(Stack):
    by_name = slot(ArtifactStore, "local", path="artifacts")
    by_flavor = slot(ArtifactStore, LocalFlavor, path="artifacts")
    by_config = slot(ArtifactStore, S3Config(path="s3://bucket"))
    by_data = slot(ArtifactStore, {"flavor": "memory"})
    later = slot(ArtifactStore)


def use(stack: Training) -> None:
    """Use slots as the interface says."""
    by_name: Slot[ArtifactStore] = stack.by_name  # mypy infers ArtifactStore[Any], pyright ArtifactStore
    stores: list[ArtifactStore] = [by_name(), stack.by_flavor(), stack.by_config(), stack.by_data()]
    config: ArtifactStoreConfig = stores[0].config
    assert_type(config.path, str)
    assert_type(stack.later().exists("model.bin"), bool)
    assert_type(stack.by_name.config, StackComponentConfig)
    assert_type(Training.by_name().size("model.bin"), int)


class EngineConfig(StackComponentConfig):
    power: int
    workers: int = setting(default=1)
    token: Secret | None = None


assert_type(EngineConfig(power=1).replace(power=2), EngineConfig)
assert_type(structure({"power": 1}, EngineConfig), EngineConfig)
assert_type(EngineConfig(power=1, workers=2, token=Secret("x")).power, int)


class Store(FsspecArtifactStore[S3Config]):
    @property
    def filesystem(self) -> Any:
        assert_type(self.config, S3Config)
        return None


class AttributesFlavor(Flavor):
    name = "attributes"
    type = ArtifactStore
    config_class = MemoryConfig
    implementation_class = "nowhere:Store"
    requirements = ("nowhere>=1",)


class PropertiesFlavor(Flavor):
    @property
    def name(self) -> str:
        return "properties"

    @property
    def config_class(self) -> Any:
        return MemoryConfig

    @property
    def implementation_class(self) -> Any:
        return Store

    @property
    def type(self) -> Any:
        return ArtifactStore


with Training(by_name="memory") as training:
    assert_type(training, Training)
    with training.override(by_name="memory") as overridden:
        assert_type(overridden, Training)
    with training.by_name.override(MemoryConfig()) as overridden_slot:
        store: ArtifactStore = overridden_slot()
    with training.by_name.override(None, unchecked=True):
        pass


@training.override(by_name="memory")
def decorated(speed: int) -> str:
    """Keep its signature."""
    return str(speed)


@training.override(by_name="memory")
async def decorated_coroutine(speed: int) -> str:
    """Keep its signature."""
    return str(speed)


assert_type(decorated(1), str)


async def use_coroutine() -> None:
    """Await what is decorated."""
    assert_type(await decorated_coroutine(1), str)
    async with Training() as opened, opened.override(by_name="memory") as changed:
        assert_type(changed, Training)
