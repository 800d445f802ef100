"""Small symmetric systems of linear equations, in plain Python: a few dozen unknowns at most."""

import math
from collections.abc import Sequence
from operator import mul
from typing import TypeAlias

Vector: TypeAlias = list[float]
Matrix: TypeAlias = list[Vector]


def cholesky(matrix: Sequence[Sequence[float]]) -> Matrix:
    """Return the lower triangle ``L`` with ``L L' = matrix``, row by row, each up to its diagonal.

    Raises:
        ValueError: The matrix is not positive definite.
    """
    lower: Matrix = []
    for i, row in enumerate(matrix):
        own: Vector = []
        for j, other in enumerate(lower):
            own.append((row[j] - sum(map(mul, own, other))) / other[j])
        left = row[i] - sum(map(mul, own, own))
        if not left > 0.0:
            raise ValueError("the matrix is not positive definite")
        own.append(math.sqrt(left))
        lower.append(own)
    return lower


def forward(lower: Matrix, right: Sequence[float]) -> Vector:
    """Solve ``L x = right``."""
    found: Vector = []
    for row, value in zip(lower, right, strict=True):
        found.append((value - sum(map(mul, row, found))) / row[-1])
    return found


def solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> Vector:
    """Solve ``matrix x = right`` for a symmetric positive definite matrix, of which the lower triangle is read.

    Raises:
        ValueError: The matrix is not positive definite.
    """
    lower = cholesky(matrix)
    found = forward(lower, right)
    for i in range(len(found) - 1, -1, -1):
        found[i] /= lower[i][i]
        value = found[i]
        for j, weight in enumerate(lower[i][:i]):
            found[j] -= weight * value
    return found


def inverse(matrix: Sequence[Sequence[float]]) -> Matrix:
    """Invert a symmetric positive definite matrix, of which the lower triangle is read.

    Raises:
        ValueError: The matrix is not positive definite.
    """
    lower = cholesky(matrix)
    columns: Matrix = []
    for j, row in enumerate(lower):
        column = [1.0 / row[-1]]
        for below in lower[j + 1 :]:
            column.append(-sum(map(mul, below[j:], column)) / below[-1])
        columns.append(column)
    found: Matrix = []
    for i, own in enumerate(columns):
        found.append([sum(map(mul, own, column[i - j :])) for j, column in enumerate(columns[: i + 1])])
    return [line + [below[i] for below in found[i + 1 :]] for i, line in enumerate(found)]


def solve_non_negative(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> Vector:
    """Solve for weights of which none is negative: the most negative one is set to 0 until none is left.

    Of the matrix, symmetric and positive definite, the lower triangle is read.

    An approximation to non-negative least squares (C. Lawson & R. Hanson, *Solving Least Squares Problems*,
    1974, chapter 23) that never takes an unknown back in; it needs no more rounds than there are unknowns.
    """
    kept = list(range(len(right)))
    while kept:
        left = [[matrix[i][j] for j in kept[: at + 1]] for at, i in enumerate(kept)]
        found = solve(left, [right[i] for i in kept])
        if min(found) >= 0.0:
            weights = dict(zip(kept, found, strict=True))
            return [weights.get(i, 0.0) for i in range(len(right))]
        kept.pop(found.index(min(found)))
    return [0.0] * len(right)
