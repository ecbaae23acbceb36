"""A small application and its tests, with overrides in place of mocks and patches: `pytest override_in_tests.py`.

The application publishes a report: it keeps the text in an artifact store and tells a channel. The channel is a
component type of its own, which shows that anyone can add one.
"""

from abc import abstractmethod
from collections.abc import Iterator

import pytest

from stackdi import Flavor, Stack, StackComponent, StackComponentConfig, slot
from stackdi.components import ArtifactStore

# --- the application


class Channel(StackComponent):
    """Where people are told of news: a component type of this application."""

    component_type = "channel"

    @abstractmethod
    def tell(self, text: str) -> None:
        """Tell everyone."""


class Publisher(StackComponent):
    """Publishes reports; it needs a store and a channel, which its flavor requires."""

    component_type = "publisher"
    artifact_store: ArtifactStore
    channel: Channel

    def publish(self, name: str, text: str) -> None:
        """Store a report, then tell of it."""
        with self.artifact_store.open(f"reports/{name}.txt", "w") as file:
            file.write(text)
        self.channel.tell(f"{name} is published")


class MailConfig(StackComponentConfig):
    """What mail needs to know."""

    server: str
    port: int = 25


class MailFlavor(Flavor):
    """A channel by mail. Its implementation is not even installed where the tests run."""

    name = "mail"
    type = Channel
    config_class = MailConfig
    implementation_class = "a_mail_library.channels:MailChannel"
    requirements = ("a-mail-library",)


class PublisherFlavor(Flavor):
    """The publisher of this application."""

    name = "default"
    type = Publisher
    config_class = StackComponentConfig
    implementation_class = Publisher
    requires = (ArtifactStore, Channel)


class Newsroom(Stack):
    """The infrastructure of the application."""

    artifact_store = slot(ArtifactStore, "local", path="newsroom")
    channel = slot(Channel, MailFlavor, server="mail.example.org")
    publisher = slot(Publisher, PublisherFlavor)


# --- its tests


class Notebook(Channel):
    """A channel for tests, which writes down what it is told."""

    def __init__(self, config: StackComponentConfig) -> None:
        super().__init__(config)
        self.told: list[str] = []

    def tell(self, text: str) -> None:
        """Write it down."""
        self.told.append(text)


@pytest.fixture
def notebook() -> Notebook:
    """Return an empty notebook."""
    return Notebook(StackComponentConfig())


@pytest.fixture
def newsroom(notebook: Notebook) -> Iterator[Newsroom]:
    """Make a stack of its own for each test: it takes microseconds, so that tests may run in parallel."""
    with Newsroom(artifact_store="memory", channel=notebook) as stack:
        yield stack


def test_a_report_is_stored_and_told(newsroom: Newsroom, notebook: Notebook) -> None:
    """The publisher gets what the stack was made with."""
    newsroom.publisher().publish("weather", "rain")
    assert newsroom.artifact_store().open("reports/weather.txt").read() == "rain"
    assert notebook.told == ["weather is published"]


def test_an_override_ends_with_its_block(newsroom: Newsroom, notebook: Notebook) -> None:
    """An override inside a test reaches the publisher that was built before, and is gone afterwards."""
    before = newsroom.publisher()

    class Full(Notebook):
        def tell(self, text: str) -> None:
            raise OSError(f"the mailbox is full: {text}")

    with newsroom.override(channel=Full(StackComponentConfig())), pytest.raises(OSError, match="mailbox is full"):
        newsroom.publisher().publish("weather", "sun")
    assert newsroom.publisher() is before
    assert notebook.told == []


def test_the_real_channel_is_configured() -> None:
    """The config of production is validated where its library is not installed."""
    assert Newsroom().channel.config == MailConfig(server="mail.example.org")
