"""Turns LightGBM's trees into the arrays that `lexical.trees` evaluates."""

from collections.abc import Mapping
from typing import Any

import lightgbm
import numpy as np

from elara.lexical.trees import Forest


def padded(model: lightgbm.Booster) -> Forest:
    """The model's trees, padded to the depth of the deepest; leaves are repeated downwards."""
    trees = [tree["tree_structure"] for tree in model.dump_model()["tree_info"]]
    depth = max(map(_depth, trees))
    inner, whole = (1 << depth) - 1, (1 << (depth + 1)) - 1
    columns = np.zeros((len(trees), inner), np.int16)
    limits = np.full((len(trees), inner), np.inf, np.float32)
    values = np.zeros((len(trees), whole), np.float32)
    for number, tree in enumerate(trees):
        _lay(tree, 0, columns[number], limits[number], values[number])
    return Forest(columns, limits, values)


def _depth(node: Mapping[str, Any]) -> int:
    if "split_feature" not in node:
        return 0
    return 1 + max(_depth(node["left_child"]), _depth(node["right_child"]))


def _lay(node: Mapping[str, Any], place: int, columns: Any, limits: Any, values: Any) -> None:
    if "split_feature" in node:
        columns[place], limits[place] = node["split_feature"], _limit(node["threshold"])
        values[place] = node["internal_value"]
        _lay(node["left_child"], 2 * place + 1, columns, limits, values)
        _lay(node["right_child"], 2 * place + 2, columns, limits, values)
        return
    values[place] = node["leaf_value"]
    if place < len(columns):
        _lay(node, 2 * place + 1, columns, limits, values)
        _lay(node, 2 * place + 2, columns, limits, values)


def _limit(threshold: float) -> np.float32:
    """The largest 32-bit number not above `threshold`: cells are 32-bit, so no row moves."""
    near = np.float32(threshold)
    return near if float(near) <= threshold else np.nextafter(near, np.float32(-np.inf))
