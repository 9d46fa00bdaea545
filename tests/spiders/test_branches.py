"""Routes that several scripts make together, in whatever order these are read."""

from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.routing import OPEN, Mount, Tables
from spiders.branches import MOST_FILES, MOST_MADE, MOST_PLACES, Branches

SITE = "https://clinic.example"


def script(name: str, *alone: str, mounts: tuple[Mount, ...] = (), imports: str = "", roots: str = "") -> Tables:
    """A script of the site that is called by its name alone."""
    return Tables(f"{SITE}/{name}.js", (name,), ("", *roots.split()), alone, mounts, tuple(imports.split()))


def at(path: str, *files: str) -> Mount:
    """A route that leaves what is below it to these files."""
    return Mount(path, not path.startswith("/"), files)


def made(*scripts: Tables) -> set[str]:
    """The routes that these make together; the same in any order."""
    orders = list(permutations(scripts))
    results = set()
    for order in Random(1).sample(orders, min(len(orders), 24)):
        branches = Branches()
        told = [address for one in order for address in branches.learn(one)]
        assert len(told) == len(set(told))
        assert not branches.cut
        results.add(frozenset(told))
    (result,) = results
    return {address.removeprefix(SITE) for address in result}


MAIN = script("main", "book", mounts=(at("book", "a"),))


@pytest.mark.parametrize(
    ("scripts", "routes"),
    [
        ((MAIN, script("a", "", "online")), "/book /book/online"),
        ((MAIN, script("a", "in", mounts=(at("in", "b"),)), script("b", "x")), "/book/in /book/in/x /in/x"),
        ((MAIN, script("a", imports="b"), script("b", "x")), "/book/x"),
        ((MAIN, script("b", "x")), ""),
        ((MAIN, script("a", "x"), script("two", mounts=(at("/care", "a", "c"),))), "/book/x /care/x"),
        ((script("main", mounts=(at("/p", "a"),), roots="# /app"), script("a", "x")), "/p/x /#/p/x /app/p/x"),
        ((MAIN, script("a", "x", "y/:id", "*", mounts=(at("/top", "b"),)), script("b", "z")), "/book /book/x /top/z"),
        ((script("main", mounts=(at("/a", "main"), at("b", "main"))), script("c", "x")), ""),
        ((script("main", "x", mounts=(at("a", "two"),)), script("two", "y", mounts=(at("b", "main"),))),
         "/a/y /b/x"),
        ((script("main", mounts=(at("/care", OPEN),)), script("other", "x")), "/care/x"),
        ((script("main", mounts=(at("/care", OPEN),)), Tables("https://other.example/x.js", ("x",), alone=("x",))), ""),
        ((script("main", mounts=(at("/care", OPEN), at("/book", "a"))), script("a", "x")), "/book/x"),
    ],
)  # fmt: skip
def test_routes_that_several_scripts_make_together(scripts: tuple[Tables, ...], routes: str) -> None:
    assert made(*scripts) == set(routes.split())


def test_a_guess_does_not_keep_a_script_from_where_it_belongs() -> None:
    branches = Branches()
    branches.learn(script("open", mounts=(at("/care", OPEN),)))
    assert branches.learn(script("a", "x")) == (f"{SITE}/care/x",)
    assert branches.learn(MAIN) == (f"{SITE}/book/x", f"{SITE}/care/book")


def test_a_script_that_is_read_once_more_makes_all_of_it_again() -> None:
    branches = Branches()
    branches.learn(script("a", "online"))
    assert branches.learn(MAIN) == branches.learn(MAIN) == (f"{SITE}/book/online",)


def test_what_was_learned_is_known_when_a_crawl_goes_on() -> None:
    branches = Branches()
    branches.learn(MAIN)
    assert Branches.read("").known == {}
    assert Branches.read(branches.as_text()).learn(script("a", "online")) == (f"{SITE}/book/online",)


def test_what_is_too_much_is_cut_and_told() -> None:
    places = Branches()
    places.learn(script("main", mounts=tuple(at(f"/p{number}", "a") for number in range(MOST_PLACES + 1))))
    assert len(places.learn(script("a", "x"))) == MOST_PLACES
    assert places.cut

    files = Branches()
    for number in range(MOST_FILES):
        files.learn(script(str(number), "x"))
    assert not files.cut
    files.learn(script("without", imports="x"))
    assert not files.cut
    files.learn(script("more", "x"))
    assert (len(files.known), files.cut) == (MOST_FILES, True)

    routes = Branches()
    routes.learn(script("main", mounts=tuple(at(f"/p{number}", *map(str, range(9))) for number in range(MOST_PLACES))))
    told = [len(routes.learn(script(str(file), *(f"x{number}" for number in range(400))))) for file in range(9)]
    assert (sum(told), routes.cut) == (MOST_MADE, True)


NAMES = st.sampled_from("abcd*")
PATHS = st.sampled_from(("", "a", "/a", "b/*", ":id", "/", "//", "#/x", "*", "?", "a" * 299, "ü", "\\"))
ANY = st.builds(
    Tables,
    url=st.sampled_from([f"{SITE}/{name}.js" for name in "abcd"]) | st.just("nothing"),
    names=st.lists(NAMES, max_size=3).map(tuple),
    roots=st.sampled_from([("",), ("", "#"), ("", "/app")]),
    alone=st.lists(PATHS, max_size=4).map(tuple),
    mounts=st.lists(
        st.builds(Mount, path=PATHS, alone=st.booleans(), files=st.lists(NAMES, max_size=3).map(tuple)), max_size=4
    ).map(tuple),
    imports=st.lists(NAMES, max_size=2).map(tuple),
)


@given(st.lists(ANY, max_size=8))
def test_whatever_scripts_say_ends_in_addresses_of_the_site(scripts: list[Tables]) -> None:
    branches = Branches()
    told = [address for one in scripts for address in branches.learn(one)]
    assert all(address.startswith(f"{SITE}/") for address in told)
    assert Branches.read(branches.as_text()).known == branches.known
