"""The line of every key: headers, dotted keys, strings, arrays, inline tables."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from meeting.definition.mistakes import Path
from meeting.toml.lines import toml_lines

TEXT = '''# a comment
a = 1
b.c = """x = [
y\\""" ] """
d = \'\'\'
[no]\'\'\'
[[g]]
n = [1, # [hi]
 {k = "]", z = [
 2]}, 'a']  # end
[[g]]
"q\\u0041".'r s' = 2000-01-01 00:00:00
[g.sub]
z=1
[[g.arr]]
y=2
[[g.arr]]
y=3
[h . "i"]
'''


def test_every_key_has_its_line() -> None:
    lines = toml_lines(TEXT)
    expected: dict[Path, int] = {
        ("a",): 2,
        ("b",): 3,
        ("b", "c"): 3,
        ("d",): 5,
        ("g",): 7,
        ("g", 0): 7,
        ("g", 0, "n"): 8,
        ("g", 0, "n", 0): 8,
        ("g", 0, "n", 1): 9,
        ("g", 0, "n", 1, "z"): 9,
        ("g", 0, "n", 1, "z", 0): 10,
        ("g", 0, "n", 2): 10,
        ("g", 1): 11,
        ("g", 1, "qA", "r s"): 12,
        ("g", 1, "sub"): 13,
        ("g", 1, "sub", "z"): 14,
        ("g", 1, "arr", 0): 15,
        ("g", 1, "arr", 0, "y"): 16,
        ("g", 1, "arr", 1, "y"): 18,
        ("h", "i"): 19,
    }
    assert {path: lines.get(path) for path in expected} == expected


def test_windows_line_ends_count_once() -> None:
    assert toml_lines(TEXT.replace("\n", "\r\n")) == toml_lines(TEXT)


def paths(value: object, path: Path = ()) -> set[Path]:
    """Every path in a TOML value."""
    if isinstance(value, dict):
        inner = [paths(each, (*path, key)) for key, each in value.items()]
    elif isinstance(value, list):
        inner = [paths(each, (*path, index)) for index, each in enumerate(value)]
    else:
        inner = []
    return {path}.union(*inner)


PIECES = st.lists(
    st.sampled_from(
        [*"ab12=.[]{},#\"'\\ \n\t", '"""', "'''", "[[", "]]", "a=", "[a]\n", "[[b]]\n", '\\"', "é"]
    ),
    max_size=25,
).map("".join)


@given(PIECES)
def test_whatever_toml_accepts_is_walked_to_its_end(text: str) -> None:
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = toml_lines(text)
    assert set(lines) == paths(value) | {()}
    assert max(lines.values()) <= text.count("\n") + 1


SCALARS = st.sampled_from(["1", '"x]"', "'{'", "true", '"""\n]\n"""', "1979-05-27", "'''\n''a'''"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda each: "[\n" + ", #c\n".join(each) + "]")
        | st.lists(inner, max_size=3).map(
            lambda each: "{" + ", ".join(f"k{i}.z = {v}" for i, v in enumerate(each)) + "}"
        )
    ),
    max_leaves=8,
)


@given(st.lists(VALUES, max_size=4))
def test_nested_values_keep_their_lines(values: list[str]) -> None:
    text = "".join(f"[[t]]\nkey = {value}\n" for value in values)
    lines = toml_lines(text)
    assert set(lines) == paths(tomllib.loads(text))
    for index in range(len(values)):
        before = "".join(f"[[t]]\nkey = {value}\n" for value in values[:index])
        assert lines["t", index, "key"] == before.count("\n") + 2
