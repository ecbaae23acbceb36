"""Secrets: values that show themselves nowhere but in `reveal()`, and the references that lead to one."""

import hmac
import os
import re
from pathlib import Path
from typing import Any, Final, NoReturn, final

from stackdi.errors import SecretError

_REFERENCE = re.compile(r"\$\{(?P<scheme>[a-z][a-z0-9_-]*):(?P<name>[^${}]+)\}")
_MASK: Final = "***"


@final
class Secret:
    """A value that no repr, format, log, pickle or export shows.

    `text` is the value itself, or a reference to it: `${env:NAME}` is an environment variable and `${file:PATH}` the
    text of a file, less its last line break. A reference is looked up whenever it is revealed, and is no secret itself.

    >>> password = Secret("hunter2")
    >>> print(password, repr(password), f"{password:>6}")
    *** Secret('***') ***
    >>> password.reveal()
    'hunter2'
    >>> Secret("${env:DATABASE_PASSWORD}")
    Secret('${env:DATABASE_PASSWORD}')

    Raises:
        SecretError: `text` has the form `${...}` and is no reference of a known kind.
        TypeError: `text` is not a string.
    """

    __slots__ = ("__text",)
    __text: str

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise TypeError(f"a secret is made from str, not from {type(text).__name__}")
        if hasattr(self, "_Secret__text"):
            raise AttributeError("a secret cannot be changed")
        match = _REFERENCE.fullmatch(text)
        if (match and match["scheme"] not in _RESOLVERS) or (not match and text[:2] + text[-1:] == "${}"):
            known = ", ".join(f"${{{scheme}:...}}" for scheme in _RESOLVERS)
            said = text if match else "A secret of the form ${...}"  # which could be a value
            raise SecretError(said, f"is no reference of a known kind. Known kinds: {known}")
        object.__setattr__(self, "_Secret__text", text)

    @property
    def reference(self) -> str | None:
        """The reference that leads to the value, or None when the value itself was given."""
        return self.__text if _REFERENCE.fullmatch(self.__text) else None

    def reveal(self) -> str:
        """Return the value itself.

        Raises:
            SecretError: it is a reference, and nothing is there.
        """
        match = _REFERENCE.fullmatch(self.__text)
        return _RESOLVERS[match["scheme"]](self.__text, match["name"]) if match else self.__text

    def __repr__(self) -> str:
        return f"Secret({self.reference or _MASK!r})"

    def __str__(self) -> str:
        return self.reference or _MASK

    def __format__(self, format_spec: str) -> str:
        return str(self)  # a width would tell the length

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        texts = self.__text, other.__text
        return hmac.compare_digest(*(text.encode(errors="surrogatepass") for text in texts))

    def __hash__(self) -> int:
        return hash((Secret, self.__text))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a secret cannot be changed: {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a secret cannot be changed: {name!r}")

    def __copy__(self) -> "Secret":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Secret":
        return self

    def __reduce__(self) -> tuple[type["Secret"], tuple[str]]:
        if self.reference is None:
            raise SecretError("A secret value", "cannot be pickled. Use a reference such as ${env:NAME} instead")
        return Secret, (self.reference,)


def _from_environment(reference: str, name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        raise SecretError(reference, f"cannot be revealed: the environment variable {name!r} is not set") from None


def _from_file(reference: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").removesuffix("\n")
    except OSError as error:
        reason = str(error.strerror)
    except UnicodeDecodeError:
        reason = "it is not UTF-8 text"
    except ValueError as error:
        reason = str(error)
    raise SecretError(reference, f"cannot be revealed: {reason}")  # here, since the bytes are in the decoding error


_RESOLVERS: Final = {"env": _from_environment, "file": _from_file}
