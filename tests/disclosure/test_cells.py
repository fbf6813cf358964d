"""Cells at the ends of what they may be."""

import numpy as np
import pytest

from yeep_analysis.disclosure import cells
from yeep_analysis.disclosure.cells import Counts, table


def test_a_count_is_at_most_a_million():
    assert Counts((("a",), ("b",)), np.array([0, 1_000_000]), ()).values[1] == cells.MOST
    for refused in (-1, 1_000_001):
        with pytest.raises(ValueError, match="above 1000000"):
            Counts((("a",),), np.array([refused]), ())


def test_the_cells_of_a_table_have_names_of_one_length():
    with pytest.raises(ValueError, match="zip"):
        table({("a", "x"): 3, ("b",): 4})


def test_the_grand_total_is_that_of_all_tables_that_are_linked():
    by_month = table({("m", "a"): 3, ("m", "b"): 4, ("n", "a"): 5, ("n", "b"): 6}, [(0,)])
    assert [by_month.cells[place] for place in by_month.grand_totals] == [("", "")]
    two = cells.linked(by_month, table({("q",): 7}))
    assert [two.cells[place] for place in two.grand_totals] == [("", ""), ("",)]
