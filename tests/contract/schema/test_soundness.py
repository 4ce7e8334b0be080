from typing import Any

from vertrag.contract.schema.soundness import make_sound


def test_what_the_meta_schema_does_not_know_is_taken_out_and_said() -> None:
    schema: Any = {
        "type": "object",
        "properties": {"a/b": {"minLength": "1", "maxLength": 2}, "c": {"enum": 5}},
    }
    found = [defect.pointer for defect in make_sound({"/s": schema})]
    assert sorted(found) == ["/s/properties/a~1b/minLength", "/s/properties/c/enum"]
    assert schema == {"type": "object", "properties": {"a/b": {"maxLength": 2}, "c": {}}}


def test_an_item_takes_its_list_with_it() -> None:
    schema: Any = {"required": ["a", 5, 6]}
    assert len(list(make_sound({"/s": schema}))) == 1
    assert schema == {}


def test_what_is_sound_stays() -> None:
    schema: Any = {"type": ["string", "null"], "$defs": {"a": True}}
    assert list(make_sound({"/s": schema})) == []
    assert schema == {"type": ["string", "null"], "$defs": {"a": True}}
