"""The outline of neighbouring shapes."""

from __future__ import annotations

from tilannekuva.publication.outline import outline


def square(x: float, y: float) -> list[list[float]]:
    return [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]


def test_common_edges_vanish_and_the_rest_is_one_closed_line() -> None:
    [line] = outline([square(0, 0), square(1, 0), square(1, 1)])
    assert line[0] == line[-1]
    assert len(line) == 9  # an L of three squares has eight unit edges


def test_shapes_apart_keep_their_own_lines() -> None:
    lines = outline([square(0, 0), square(5, 5)])
    assert [len(line) for line in lines] == [5, 5]


def test_a_hole_has_a_line_of_its_own() -> None:
    ring = [square(x, y) for x in range(3) for y in range(3) if (x, y) != (1, 1)]
    assert sorted(len(line) for line in outline(ring)) == [5, 13]


def test_corners_that_differ_by_rounding_alone_are_one() -> None:
    moved = [[x + 1e-9, y] for x, y in square(1, 0)]
    assert len(outline([square(0, 0), moved])) == 1


def test_nothing_has_no_outline() -> None:
    assert outline([]) == []
