from vertrag.atlas.crew import all_rows
from vertrag.atlas.rows import TABLES, rows
from vertrag.world.supplier import Supplier

WORLD = Supplier(1, 600)


def test_several_processes_make_the_rows_that_one_makes() -> None:
    table = TABLES["customers"]
    assert list(all_rows(WORLD, table, 2)) == list(rows(WORLD, table))


def test_a_small_world_is_made_by_this_process_alone() -> None:
    assert next(all_rows(WORLD, TABLES["contracts"]))[0] == 746_839
