"""Gradient-boosted trees as arrays, evaluated all at once with numpy.

Every tree is padded to the same depth and laid out like a binary heap (the children of node i are
2i+1 and 2i+2), so a step down needs no pointers. Friedman, "Greedy function approximation: a
gradient boosting machine" (2001); explanations follow the path of the decision (Saabas 2014):
what a step changes in the expected value is put down to the column it asked.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from elara.lexical.model import Counts, Floats


@dataclass(frozen=True, slots=True)
class Forest:
    """`columns` and `limits` for inner nodes, `values` for all nodes; a row for each tree."""

    columns: NDArray[np.int16]
    limits: Floats
    """Smaller or equal goes to the left child."""
    values: Floats

    @property
    def depth(self) -> int:
        """Steps from a root to a leaf."""
        return int(np.log2(self.values.shape[1] + 1)) - 1

    def log_odds(self, rows: Floats) -> Floats:
        """The sum of the leaves each row falls into."""
        leaves = self._paths(rows)[-1]
        total: Floats = self.values.ravel()[leaves].sum(axis=1)
        return total

    def contributions(self, rows: Floats, groups: Counts) -> NDArray[np.float64]:
        """What each group of columns adds to each row's log-odds beyond the roots' expectation.

        `groups` has the number of each column's group. A row's sums do not depend on the others.
        """
        size = int(groups.max()) + 1
        given = np.zeros(len(rows) * size)
        values, asked = self.values.ravel(), groups[self.columns].ravel()
        first = np.arange(len(rows))[:, None] * size
        for above, below in pairwise(self._paths(rows)):
            cells = first + asked[self._inner(above)]
            changes = values[below] - values[above]
            given += np.bincount(cells.ravel(), changes.ravel(), minlength=len(given))
        return given.reshape(len(rows), size)

    def _paths(self, rows: Floats) -> list[Counts]:
        """The nodes of `values` passed, from the roots on: for each step rows by trees."""
        trees, width = self.values.shape
        inner = self.columns.shape[1]
        columns, limits, cells = self.columns.ravel(), self.limits.ravel(), rows.ravel()
        first = np.arange(len(rows))[:, None] * rows.shape[1]
        roots = np.arange(trees)
        node = np.zeros((len(rows), trees), np.int64)
        passed = [node + roots * width]
        for _ in range(self.depth):
            place = node + roots * inner
            node = 2 * node + 1 + (cells[first + columns[place]] > limits[place])
            passed.append(node + roots * width)
        return passed

    def _inner(self, nodes: Counts) -> Counts:
        """Places in `columns` of nodes given as places in `values`."""
        tree, node = np.divmod(nodes, self.values.shape[1])
        places: Counts = tree * self.columns.shape[1] + node
        return places
