"""Dotted paths: where they lead, and which part of them failed."""

import os.path
import sys
from collections import OrderedDict
from importlib import invalidate_caches
from pathlib import Path

import pytest

from stackdi._dotted import is_dotted, path_of, resolve
from stackdi.components.artifact_store import S3Config
from stackdi.errors import DottedPathError, MissingDependencyError


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """Return a function that writes the module `shop.store` of a package; it is forgotten after the test."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").touch()

    def write(text):
        (tmp_path / "shop" / "store.py").write_text(text)
        invalidate_caches()

    write("class Store:\n    class Shelf: pass\nclass _Hidden: pass\n")
    yield write
    for name in {"shop", "shop.store"} & set(sys.modules):
        del sys.modules[name]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("pathlib:Path", Path),
        ("pathlib.Path", Path),
        ("os.path:join", os.path.join),
        ("os.path.join", os.path.join),
        ("os:path.join", os.path.join),
        ("pathlib:Path.home", Path.home),
    ],
)
def test_both_forms_lead_to_the_object(path, found):
    """A path leads to its object with a colon or with dots alone, and behind a colon into classes as well."""
    assert resolve(path) == found


@pytest.mark.parametrize(
    "path", ["", ":", ".", "a", "a:", ":a", "a.", ".a", "a:b:c", "a..b:c", "a b:c", "1a:b", "a-b:c"]
)
def test_a_malformed_path_is_refused(path):
    """What has not the form of a dotted path is refused with an example of one."""
    with pytest.raises(DottedPathError, match=r"is no dotted path\. Write it as 'package\.module:Name'\.") as caught:
        resolve(path)
    assert caught.value.dotted_path == path


@pytest.mark.parametrize(("text", "dotted"), [("a:b", True), ("a.b", True), ("s3", False), ("my_s3-2", False)])
def test_a_dotted_path_is_told_from_a_short_name(text, dotted):
    """A text with a dot or a colon is a dotted path."""
    assert is_dotted(text) is dotted


@pytest.mark.parametrize("thing", [OrderedDict, S3Config, DottedPathError])
def test_the_path_of_a_class_leads_back_to_it(thing):
    """To resolve the path of a class gives the class."""
    assert resolve(path_of(thing)) is thing


def test_the_path_of_a_class_has_the_canonical_form():
    """The path of a class has a colon between module and name."""
    assert path_of(OrderedDict) == "collections:OrderedDict"


def test_a_module_that_does_not_exist_is_named():
    """A typo in the first part of the module is told without a guess, since anything may be installed."""
    message = r"^'pathlb:Path' leads nowhere: there is no module 'pathlb'\. Check its spelling, or install what provid"
    with pytest.raises(DottedPathError, match=message):
        resolve("pathlb:Path")


@pytest.mark.usefixtures("shop")
def test_an_inner_module_that_does_not_exist_is_named():
    """A typo in an inner part of the module is told with the close match in its package."""
    with pytest.raises(DottedPathError, match=r"there is no module 'shop\.stroe'\. Did you mean 'shop\.store'\?"):
        resolve("shop.stroe:Store")


@pytest.mark.parametrize("path", ["shop.store:Stroe", "shop.store.Stroe"])
@pytest.mark.usefixtures("shop")
def test_a_name_that_does_not_exist_is_named(path):
    """A typo in the name is told with the close match in its module."""
    with pytest.raises(DottedPathError, match=r"leads nowhere: 'shop\.store' has no 'Stroe'\. Did you mean 'Store'\?"):
        resolve(path)


@pytest.mark.usefixtures("shop")
def test_a_name_inside_of_a_class_that_does_not_exist_is_named():
    """A typo in a nested name is told with the close match in the class around it."""
    with pytest.raises(DottedPathError, match=r"'shop\.store\.Store' has no 'Shlef'\. Did you mean 'Shelf'\?"):
        resolve("shop.store:Store.Shlef")


@pytest.mark.parametrize("path", ["other.quite:Store", "shop.store:quite_different", "shop.store.inner:Store"])
@pytest.mark.usefixtures("shop")
def test_advice_is_given_where_nothing_is_close(path):
    """Where no name is close, the error says to check the spelling or to install something."""
    with pytest.raises(DottedPathError, match=r"Check its spelling, or install what provides it\."):
        resolve(path)


@pytest.mark.usefixtures("shop")
def test_private_names_are_not_suggested():
    """The names that an error knows of are the public ones."""
    with pytest.raises(DottedPathError, match="'_Hiden'") as caught:
        resolve("shop.store:_Hiden")
    assert caught.value.known == ("Store",)


@pytest.mark.parametrize(("path", "cause"), [("shop.stroe:Store", ImportError), ("shop.store:Stroe", AttributeError)])
@pytest.mark.usefixtures("shop")
def test_the_cause_of_a_failure_is_kept(path, cause):
    """The error of a path that leads nowhere has Python's own error as its cause."""
    with pytest.raises(DottedPathError, match="leads nowhere") as caught:
        resolve(path)
    assert isinstance(caught.value.__cause__, cause)


def test_a_third_party_that_is_missing_is_no_typo(shop):
    """A module that exists, and imports one that does not, tells of the latter."""
    shop("import absent_third_party")
    message = r"^'shop\.store:Store' needs the module 'absent_third_party', which is not installed\. Install the "
    with pytest.raises(MissingDependencyError, match=message):
        resolve("shop.store:Store")


def test_a_third_party_that_is_missing_is_told_with_the_pip_line(shop):
    """Who needs the missing module, and what pip has to install, is told in the words of the caller."""
    shop("import absent_third_party")
    message = r"^The shop needs the module 'absent_third_party', .*\. Run: pip install 'absent>=2' 'more'$"
    with pytest.raises(MissingDependencyError, match=message):
        resolve("shop.store:Store", needed_by="The shop", requirements=("absent>=2", "more"))


def test_a_part_of_a_third_party_that_is_missing_is_named_whole(shop):
    """The missing module is named as it was imported, with the package that it was sought in."""
    shop("import json.absent")
    with pytest.raises(MissingDependencyError, match=r"needs the module 'json\.absent'"):
        resolve("shop.store:Store")


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("1 / 0", ZeroDivisionError, "division by zero"),
        ("from pathlib import Pth", ImportError, "cannot import name 'Pth'"),
        ("def", SyntaxError, "invalid syntax"),
    ],
)
def test_an_exception_of_the_module_passes_through(shop, text, error, message):
    """What a module raises while it is imported is raised as it is, with a note that names the path."""
    shop(text)
    with pytest.raises(error, match=message) as caught:
        resolve("shop.store:Store")
    assert caught.value.__notes__ == ["while importing 'shop.store' for the dotted path 'shop.store:Store'"]


def test_a_module_that_says_itself_what_to_install_is_no_typo(shop):
    """A ModuleNotFoundError that a module raises in words of its own passes through."""
    shop("raise ModuleNotFoundError('install the shop first')")
    with pytest.raises(ModuleNotFoundError, match="install the shop first"):
        resolve("shop.store:Store")


def test_a_third_party_that_is_missing_is_told_for_a_lazy_module_too(shop):
    """A name that a module imports when it is first asked for may lack a third party like any other."""
    shop("def __getattr__(name):\n    import absent_third_party\n")
    with pytest.raises(MissingDependencyError, match="needs the module 'absent_third_party'"):
        resolve("shop.store:Store")


def test_a_lazy_name_that_says_itself_what_to_install(tmp_path, monkeypatch):
    """A module whose lazy names raise an import error of their own has it passed through."""
    (tmp_path / "lazy_shop.py").write_text(
        "def __getattr__(name):\n    raise ModuleNotFoundError('install the till')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="install the till"):
        resolve("lazy_shop:Store")


def test_a_typo_in_an_import_of_the_own_package(tmp_path, monkeypatch):
    """A module that imports what its own package does not have is no third party that is missing."""
    (tmp_path / "own_shop").mkdir()
    (tmp_path / "own_shop" / "config.py").touch()
    (tmp_path / "own_shop" / "store.py").write_text("import own_shop.cofnig")
    monkeypatch.syspath_prepend(tmp_path)
    message = r"there is no module 'own_shop\.cofnig'\. Did you mean 'own_shop\.config'\?"
    with pytest.raises(DottedPathError, match=message):
        resolve("own_shop.store:Store", requirements=("s3fs",))
