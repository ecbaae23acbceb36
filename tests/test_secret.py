"""Secrets: shown by `reveal()`, and by nothing else."""

import copy
import json
import logging
import pickle
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackdi import Secret, structure, unstructure
from stackdi.components.artifact_store import S3Config
from stackdi.errors import SecretError

MARK = "hunter2"
TEXTS = st.text().filter(lambda text: text[:2] + text[-1:] != "${}")  # the form of a reference is refused
VALUES = st.text().map(lambda text: f"{MARK}{text}")
NAMES = st.text(min_size=1).filter(lambda name: not set(name) & set("${}"))
REFERENCES = st.builds("${{{}:{}}}".format, st.sampled_from(["env", "file"]), NAMES)


def pickled(thing):
    """Return what comes back from a pickle of `thing`."""
    return pickle.loads(pickle.dumps(thing))


def logged(secret):
    """Return a log record of a secret as text."""
    record = logging.LogRecord("name", logging.INFO, "path", 1, "%s %r", (secret, secret), None)
    return logging.Formatter().format(record)


def error_of(action):
    """Return a function that does with a secret what is refused, and gives the whole traceback as text."""

    def shown(secret):
        with pytest.raises((SecretError, TypeError, AttributeError), match=r"(?i)secret") as caught:
            action(secret)
        return "".join(traceback.format_exception(caught.value))

    return shown


WAYS_TO_SHOW = {
    "repr": repr,
    "str": str,
    "ascii": ascii,
    "format": "{}".format,
    "format with a width": "{:>40}".format,
    "percent": lambda secret: "%s %r" % (secret, secret),  # noqa: UP031 - this is what is tried
    "a list of it": lambda secret: repr([secret]),
    "a copy of it": lambda secret: repr((copy.copy(secret), copy.deepcopy(secret))),
    "its config": lambda secret: repr(S3Config(path="s3://bucket", key=secret)),
    "log": logged,
    "error of json": error_of(json.dumps),
    "error of pickle": error_of(pickle.dumps),
    "error of a pickled config": error_of(lambda secret: pickle.dumps(S3Config(path="s3://bucket", key=secret))),
    "error of unstructure": error_of(unstructure),
    "error of a comparison": error_of(lambda secret: secret < secret),  # noqa: PLR0124 - there is no order
    "error of an assignment": error_of(lambda secret: setattr(secret, "value", "new")),
}


@pytest.mark.parametrize("show", WAYS_TO_SHOW.values(), ids=WAYS_TO_SHOW)
@given(value=VALUES)
def test_a_value_is_shown_nowhere(show, value):
    """No way to show a secret shows its value."""
    assert MARK not in show(Secret(value))


@given(VALUES)
def test_a_value_is_revealed(value):
    """A secret that was made from the value itself reveals it."""
    assert Secret(value).reveal() == value


@pytest.mark.parametrize(("shown", "mask"), [(repr, "Secret('***')"), (str, "***"), ("{:>9}".format, "***")])
def test_a_mask_stands_for_the_value(shown, mask):
    """A mask of always the same length stands where the value would."""
    assert shown(Secret(MARK)) == mask


@given(REFERENCES)
def test_a_reference_is_no_secret(reference):
    """A secret that is a reference shows the reference, and says that it is one."""
    secret = Secret(reference)
    assert (secret.reference, str(secret), repr(secret)) == (reference, reference, f"Secret({reference!r})")


@pytest.mark.parametrize("text", ["$env:A", "x${env:A}", "${env:A}x", "{env:A}", "${", "}"])
def test_what_only_resembles_a_reference_is_a_value(text):
    """A text is a reference as a whole or not at all."""
    assert (Secret(text).reference, Secret(text).reveal()) == (None, text)


def test_a_reference_of_an_unknown_kind_is_refused():
    """A kind of reference that nobody resolves is refused at once, with the kinds that there are."""
    message = r"^\$\{vault:a\} is no reference of a known kind\. Known kinds: \$\{env:\.\.\.\}, \$\{file:\.\.\.\}\.$"
    with pytest.raises(SecretError, match=message):
        Secret("${vault:a}")


@pytest.mark.parametrize("text", ["${env}", "${env:}", "${env:A}${env:B}", "${env:${file:A}}", "${ENV:A}", "${}"])
def test_what_was_meant_as_a_reference_is_refused(text):
    """A text in the form of a reference that is none is refused, and not shown, since it could be a value."""
    with pytest.raises(SecretError, match=r"^A secret of the form \$\{\.\.\.\} is no reference of a known kind"):
        Secret(text)


@pytest.mark.parametrize("value", [MARK.encode(), 5, None, ["a"], Secret(MARK)])
def test_a_secret_is_made_from_text(value):
    """Only a str makes a secret; anything else is refused by the name of its type, and not shown."""
    with pytest.raises(TypeError, match=f"^a secret is made from str, not from {type(value).__name__}$"):
        Secret(value)


def test_a_variable_is_looked_up_whenever_it_is_revealed(monkeypatch):
    """A change of the environment variable shows in the next reveal."""
    secret = Secret("${env:STACKDI_TOKEN}")
    monkeypatch.setenv("STACKDI_TOKEN", "first")
    first = secret.reveal()
    monkeypatch.setenv("STACKDI_TOKEN", "second")
    assert (first, secret.reveal()) == ("first", "second")


def test_a_file_is_read_whenever_it_is_revealed(tmp_path):
    """A change of the file shows in the next reveal."""
    secret = Secret(f"${{file:{tmp_path}/token}}")
    (tmp_path / "token").write_text("first")
    first = secret.reveal()
    (tmp_path / "token").write_text("second")
    assert (first, secret.reveal()) == ("first", "second")


@pytest.mark.parametrize(
    ("text", "value"),
    [("a", "a"), ("a\n", "a"), ("a\n\n", "a\n"), ("a\r\n", "a"), (" a \n", " a "), ("", ""), ("é\n", "é")],
)
def test_the_last_line_break_of_a_file_is_not_part_of_the_secret(tmp_path, text, value):
    """A file gives its text without the one line break that editors put at its end."""
    (tmp_path / "token").write_text(text, encoding="utf-8")
    assert Secret(f"${{file:{tmp_path}/token}}").reveal() == value


def test_a_missing_variable_is_an_error_when_it_is_revealed(monkeypatch):
    """The error of a missing variable names it."""
    monkeypatch.delenv("STACKDI_TOKEN", raising=False)
    secret = Secret("${env:STACKDI_TOKEN}")
    message = r"^\$\{env:STACKDI_TOKEN\} cannot be revealed: the environment variable 'STACKDI_TOKEN' is not set\.$"
    with pytest.raises(SecretError, match=message):
        secret.reveal()


@pytest.mark.parametrize(("path", "reason"), [("absent", "No such file or directory"), ("", "Is a directory")])
def test_a_file_that_cannot_be_read_is_an_error_when_it_is_revealed(tmp_path, path, reason):
    """The error of a file that cannot be read names it, and the reason."""
    secret = Secret(f"${{file:{tmp_path}/{path}}}")
    with pytest.raises(SecretError, match=rf"^\$\{{file:{tmp_path}/{path}\}} cannot be revealed: {reason}\.$"):
        secret.reveal()


def test_a_path_that_no_file_can_have_is_an_error_when_it_is_revealed():
    """A path that the system does not take is an error like that of a missing file."""
    secret = Secret("${file:a\0b}")
    with pytest.raises(SecretError, match="cannot be revealed"):
        secret.reveal()


def test_a_file_that_is_no_text_is_an_error_when_it_is_revealed(tmp_path):
    """The error of a file that is not UTF-8 says so, and shows nothing of it."""
    (tmp_path / "token").write_bytes(b"\xff" + MARK.encode())
    secret = Secret(f"${{file:{tmp_path}/token}}")
    with pytest.raises(SecretError, match=r"cannot be revealed: it is not UTF-8 text\.$") as caught:
        secret.reveal()
    assert MARK not in "".join(traceback.format_exception(caught.value))


def test_an_error_carries_no_part_of_a_file_along(tmp_path):
    """The error of a file that is not UTF-8 has no other error behind it, which would hold the bytes."""
    (tmp_path / "token").write_bytes(b"\xff" + MARK.encode())
    secret = Secret(f"${{file:{tmp_path}/token}}")
    with pytest.raises(SecretError, match="it is not UTF-8 text") as caught:
        secret.reveal()
    assert caught.value.__context__ is None


def test_a_secret_cannot_be_changed():
    """An assignment to an attribute of a secret is refused."""
    secret = Secret(MARK)
    with pytest.raises(AttributeError, match=r"^a secret cannot be changed: 'value'$"):
        secret.value = "new"


@given(VALUES | REFERENCES)
def test_a_copy_of_a_secret_is_the_secret(text):
    """What cannot change need not be copied."""
    secret = Secret(text)
    assert copy.copy(secret) is copy.deepcopy(secret) is secret


@given(VALUES)
def test_a_value_cannot_be_pickled(value):
    """To pickle a secret that was made from the value itself is refused, with a way out."""
    message = r"^A secret value cannot be pickled\. Use a reference such as \$\{env:NAME\} instead\.$"
    with pytest.raises(SecretError, match=message):
        pickle.dumps(Secret(value))


@given(REFERENCES)
def test_a_reference_can_be_pickled(reference):
    """A secret that is a reference comes back from a pickle."""
    assert pickled(Secret(reference)) == Secret(reference)


@given(VALUES)
def test_a_config_with_a_value_cannot_be_unstructured(value):
    """To unstructure a config that holds a secret value is refused, with a way out."""
    config = S3Config(path="s3://bucket", key=value)
    message = r"^A secret value cannot be unstructured\. Use a reference such as \$\{env:NAME\} instead\.$"
    with pytest.raises(SecretError, match=message):
        unstructure(config)


@given(REFERENCES)
def test_a_config_with_a_reference_comes_back(reference):
    """A reference leaves a config as its text, and enters it again."""
    config = S3Config(path="s3://bucket", key=reference)
    assert (unstructure(config)["key"], structure(unstructure(config), S3Config)) == (reference, config)


@given(TEXTS, TEXTS)
def test_secrets_are_equal_when_their_texts_are(one, other):
    """Two secrets are equal, and have the same hash, when they were made from the same text."""
    assert (Secret(one) == Secret(other)) is (one == other)
    assert hash(Secret(one)) == hash(Secret(str(one)))


def test_secrets_of_any_characters_can_be_compared():
    """Two secrets can be compared where their texts are no valid Unicode, as an environment variable may be."""
    assert Secret("\udcff") != Secret("\udcfe")


def test_a_secret_is_not_equal_to_its_text():
    """A secret is equal to secrets alone, so that a comparison does not give it away."""
    assert Secret(MARK) != MARK


def test_a_secret_is_made_once():
    """A secret can neither be made over nor lose what it holds."""
    secret = Secret("old")
    with pytest.raises(AttributeError, match="a secret cannot be changed"):
        secret.__init__("new")
    with pytest.raises(AttributeError, match="a secret cannot be changed"):
        del secret._Secret__text
    assert secret.reveal() == "old"
