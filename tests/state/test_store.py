"""What every store promises; each test runs on all of them."""

from vertrag.state.store import DELETED, Store, new_version


def write(store: Store, session: str, *rows: tuple[str, str, bytes]) -> None:
    with store.writing(session) as transaction:
        for row in rows:
            transaction.put(*row)
        transaction.commit()


def rows_of(store: Store, session: str, kind: str) -> list[tuple[str, bytes]]:
    with store.reading(session) as rows:
        return list(rows.items(kind))


def test_a_session_that_nothing_was_written_to_has_version_0_and_no_rows(store: Store) -> None:
    with store.reading("a") as rows:
        assert (rows.version, rows.get("pet", "1"), list(rows.items("pet"))) == (0, None, [])
    assert store.version("a") == 0


def test_what_was_committed_is_read(store: Store) -> None:
    write(store, "a", ("pet", "1", b"{}"))
    with store.reading("a") as rows:
        assert (rows.get("pet", "1"), rows.get("pet", "2"), rows.get("cat", "1")) == (b"{}", None, None)
        assert rows.version == store.version("a") != 0


def test_what_was_not_committed_has_never_been(store: Store) -> None:
    write(store, "a", ("pet", "1", b"1"), ("pet", "2", b"2"))
    version = store.version("a")
    with store.writing("a") as transaction:
        for key in ("3", "1", "1"):
            transaction.put("pet", key, b"9")
    assert rows_of(store, "a", "pet") == [("1", b"1"), ("2", b"2")]
    assert store.version("a") == version


def test_what_fails_is_undone(store: Store) -> None:
    try:
        with store.writing("a") as transaction:
            transaction.put("pet", "1", b"1")
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert (store.version("a"), rows_of(store, "a", "pet")) == (0, [])


def test_a_transaction_sees_its_own_rows(store: Store) -> None:
    with store.writing("a") as transaction:
        transaction.put("pet", "1", b"1")
        assert (transaction.get("pet", "1"), list(transaction.items("pet"))) == (b"1", [("1", b"1")])


def test_a_transaction_knows_the_version_that_it_gave(store: Store) -> None:
    for _ in range(2):
        with store.writing("a") as transaction:
            before = transaction.version
            transaction.put("pet", "1", b"1")
            transaction.commit()
        assert before != transaction.version == store.version("a")


def test_a_transaction_that_wrote_nothing_leaves_the_version(store: Store) -> None:
    write(store, "a")
    assert store.version("a") == 0


def test_rows_come_in_the_order_in_which_they_were_first_written(store: Store) -> None:
    write(store, "a", ("pet", "b", b"1"), ("pet", "a", b"2"))
    write(store, "a", ("pet", "c", DELETED), ("pet", "b", b"3"))
    assert rows_of(store, "a", "pet") == [("b", b"3"), ("a", b"2"), ("c", DELETED)]


def test_sessions_do_not_see_each_other(store: Store) -> None:
    write(store, "a", ("pet", "1", b"1"))
    write(store, "", ("pet", "1", b"2"))
    assert rows_of(store, "a", "pet") == [("1", b"1")]
    assert rows_of(store, "b", "pet") == []


def test_a_forgotten_session_is_as_new_and_never_gets_an_old_version_again(store: Store) -> None:
    versions = set()
    for _ in range(3):
        write(store, "a", ("pet", "1", b"1"))
        versions.add(store.version("a"))
        store.forget("a")
        assert (store.version("a"), rows_of(store, "a", "pet")) == (0, [])
    assert len(versions) == 3


def test_names_and_contents_may_be_any_text(store: Store) -> None:
    strange = "'; DROP TABLE rows; -- ü %s \0 \ud800 \N{SNOWMAN}"
    write(store, strange, (strange, strange, b"%s"))
    assert rows_of(store, strange, strange) == [(strange, b"%s")]


def test_versions_fit_into_a_databases_integers_and_are_not_0() -> None:
    assert all(0 < new_version() < 2**63 for _ in range(1000))


def test_sessions_are_listed_with_what_they_hold(store: Store) -> None:
    write(store, "b", ("pet", "1", b"1"), ("cat", "1", DELETED))
    write(store, "a", ("pet", "1", b"1"))
    first, second = store.sessions()
    assert [(each.name, each.rows) for each in (first, second)] == [("a", 1), ("b", 2)]
    assert (first.version, first.used > 0) == (store.version("a"), True)


def test_the_unused_are_forgotten_but_for_the_one_to_keep(store: Store) -> None:
    for session in ("", "a", "b"):
        write(store, session, ("pet", "1", b"1"))
    store.forget_unused(store.sessions()[0].used - 1, keep="")
    assert len(store.sessions()) == 3
    store.forget_unused(store.sessions()[-1].used + 1, keep="")
    assert [each.name for each in store.sessions()] == [""]
    store.touch("a")
    assert store.version("a") == 0
