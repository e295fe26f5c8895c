"""What the validator found wrong with a document's spelling and types, told in the reader's words."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, get_args, get_origin

from pydantic import ValidationError

from whowhom.spec.errors import Problem, did_you_mean, key_path, one_of, shown
from whowhom.spec.record import Record

_EXPECTED: dict[str, str] = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a number of less than 19 digits",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "date_type": "a date like 1922-04-01, without quotes or time",
    "tuple_type": "an array [ … ]",
    "dict_type": "a table",
    "string_pattern_mismatch": "a name of lower-case letters, digits and _, a letter first, at most 60",
}

_NO_KEYS = ("[key]", "<table>", "<word>")
"""Parts of a place that the validator adds: the name in a table itself, and the kind of a parameter."""

_LIMITS: dict[str, tuple[str, str]] = {
    "greater_than_equal": ("ge", "{} or more"),
    "less_than_equal": ("le", "{} or less"),
    "too_short": ("min_length", "at least {} entry"),
    "too_long": ("max_length", "at most {} entries"),
    "string_too_short": ("min_length", "some text"),
    "string_too_long": ("max_length", "at most {} letters"),
}


def problems_in(error: ValidationError, file: str, root: type[Record]) -> tuple[Problem, ...]:
    """Turn what the validator found in a record to one problem for each mistake, in the document's order."""
    details = error.errors(include_url=False)
    places = [detail["loc"] for detail in details]
    return tuple(
        _problem(detail, file, root)
        for detail in details
        if not (detail["type"] == "too_short" and _has_inner_mistake(detail["loc"], places))
    )


def allowed_keys(record: type[Record]) -> tuple[str, ...]:
    """List the keys that a document may give in a record, as the document spells them."""
    return tuple(field.alias or name for name, field in record.model_fields.items())


def record_at(root: type[Record], parts: Iterable[str | int]) -> type[Record] | None:
    """Find which record stands at a place of the document; None where no record does."""
    kind: Any = root
    for part in parts:
        if isinstance(part, int):
            kind = _inner(kind, tuple)
        elif isinstance(kind, type) and issubclass(kind, Record):
            kind = _field_type(kind, part)
        else:
            kind = _inner(kind, dict)
    found = _record_in(kind)
    return found


def _has_inner_mistake(place: tuple[str | int, ...], places: list[tuple[str | int, ...]]) -> bool:
    """Tell whether an array only looks too short because its entries were refused."""
    return any(other[: len(place)] == place and len(other) > len(place) for other in places)


def _problem(detail: Mapping[str, Any], file: str, root: type[Record]) -> Problem:
    """Tell one mistake: where, what was found, what was expected, and the nearest right spelling."""
    place = tuple(part for part in detail["loc"] if part not in _NO_KEYS) or detail["loc"]
    teller = _TELLERS.get(detail["type"])
    if teller is not None:
        return Problem(file, key_path(place), teller(detail, root, place))
    found = shown(detail["input"])
    if detail["type"] in _LIMITS:
        name, words = _LIMITS[detail["type"]]
        return Problem(file, key_path(place), f"found {found}; expected {words.format(detail['ctx'][name])}")
    expected = _EXPECTED.get(detail["type"], str(detail["msg"]))
    return Problem(file, key_path(place), f"found {found}; expected {expected}")


def _tell_unknown_key(detail: Mapping[str, Any], root: type[Record], place: tuple[str | int, ...]) -> str:
    record = record_at(root, place[:-1])
    choices = allowed_keys(record) if record else ()
    # A document that extends another says so in a key that the other does not have.
    near = (*choices, "extends") if len(place) == 1 else choices
    return f"found an unknown key; expected {one_of(choices)}{did_you_mean(place[-1], near)}"


def _tell_missing_key(detail: Mapping[str, Any], root: type[Record], place: tuple[str | int, ...]) -> str:
    record = record_at(root, place[:-1])
    fields = record.model_fields.items() if record else ()
    words = [field.description for name, field in fields if (field.alias or name) == place[-1]]
    meaning = f" ({words[0]})" if words and words[0] else ""
    return f"found nothing; expected this key{meaning}"


def _tell_choice(detail: Mapping[str, Any], root: type[Record], place: tuple[str | int, ...]) -> str:
    choices = [word.strip("'") for word in detail["ctx"]["expected"].replace(" or ", ", ").split(", ")]
    return (
        f"found {shown(detail['input'])}; expected {one_of(choices)}{did_you_mean(detail['input'], choices)}"
    )


def _tell_rule_of_record(detail: Mapping[str, Any], root: type[Record], place: tuple[str | int, ...]) -> str:
    return str(detail["ctx"]["error"])


def _tell_table(detail: Mapping[str, Any], root: type[Record], place: tuple[str | int, ...]) -> str:
    record = record_at(root, place)
    required = (
        [field.alias or name for name, field in record.model_fields.items() if field.is_required()]
        if record
        else []
    )
    return f"found {shown(detail['input'])}; expected a table {{ {', '.join(required) or '…'} }}"


_TELLERS: dict[str, Callable[[Mapping[str, Any], type[Record], tuple[str | int, ...]], str]] = {
    "extra_forbidden": _tell_unknown_key,
    "missing": _tell_missing_key,
    "enum": _tell_choice,
    "literal_error": _tell_choice,
    "value_error": _tell_rule_of_record,
    "model_type": _tell_table,
    "model_attributes_type": _tell_table,
}


def _field_type(record: type[Record], key: str) -> Any:
    """Find the type of a key of a record; where extra keys are allowed they are parameters."""
    for name, field in record.model_fields.items():
        if key in (name, field.alias):
            return field.annotation
    if record.model_config.get("extra") == "allow":
        hints = typing.get_type_hints(record, include_extras=True)
        return _inner(hints.get("__pydantic_extra__"), dict)
    return None


def _inner(kind: Any, container: type) -> Any:
    """Find what a tuple or a dictionary holds, looking through annotations and alternatives."""
    for alternative in _alternatives(kind):
        if get_origin(alternative) is container:
            return get_args(alternative)[0 if container is tuple else 1]
    return None


def _record_in(kind: Any) -> type[Record] | None:
    """Find the record among the alternatives of a type."""
    for alternative in _alternatives(kind):
        if isinstance(alternative, type) and issubclass(alternative, Record):
            return alternative
    return None


def _alternatives(kind: Any) -> Iterable[Any]:
    """List the alternatives of a type: unions opened, annotations removed."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _alternatives(get_args(kind)[0])
    elif origin in (typing.Union, types.UnionType):
        for alternative in get_args(kind):
            yield from _alternatives(alternative)
    elif kind is not None:
        yield kind
