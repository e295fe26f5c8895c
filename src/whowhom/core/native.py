"""How compiled kernels see a state and a polity: as one pointer to a table of array descriptors.

Numba passes a named tuple by value, seven words for each array: hundreds of words for a state, at every
call of every kernel, and most of the time of compiling one. Here the records are pointers instead. A record
lies in memory as the descriptors of its arrays one after another (owner, parent, items, item size, data,
shape, strides), those of nested records in place; `state.people.alive` reads one of them. The descriptors
own nothing, so reading one counts no references, and they never change during a run, which the loads say
(`invariant.load`), so that loops hoist them. Python code, and kernels under NUMBA_DISABLE_JIT, see the
named tuples themselves.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)
from numpy.typing import NDArray

from whowhom.core.polity import Polity
from whowhom.core.state import RECORDS, State

WORDS_OF_ARRAY = 5
"""Words of an array descriptor beside its shape and strides."""


class RecordPointer(types.Type):
    """Numba's type of a record: its name, and the name and type of each field in order."""

    def __init__(self, name: str, fields: tuple[tuple[str, Any], ...]) -> None:
        """Remember the fields; two records of one name are the same type."""
        self.fields = fields
        super().__init__(name=f"whowhom.{name}")

    def place(self, field: str) -> tuple[Any, int]:
        """Return the type of a field and the word at which it begins. Raises KeyError when there is none."""
        at = 0
        for name, kind in self.fields:
            if name == field:
                return kind, at
            at += words(kind)
        raise KeyError(field)


def words(kind: Any) -> int:
    """Return how many words a field takes."""
    if isinstance(kind, RecordPointer):
        return sum(words(inner) for _, inner in kind.fields)
    return WORDS_OF_ARRAY + 2 * int(kind.ndim)


def record_pointer(record: Any) -> RecordPointer:
    """Return the type of a named tuple of arrays and of named tuples of arrays."""
    fields: list[tuple[str, Any]] = []
    for name, value in zip(record._fields, record, strict=True):
        if isinstance(value, np.ndarray):
            element = types.Array(_number_type(value), value.ndim, "C")
            fields.append((name, element))
        else:
            fields.append((name, record_pointer(value)))
    return RecordPointer(type(record).__name__, tuple(fields))


def _number_type(array: NDArray[Any]) -> Any:
    """Return Numba's type of an array's numbers."""
    return getattr(types, array.dtype.name)


def describe(record: Any) -> NDArray[np.int64]:
    """Return the descriptors of a record's arrays, nested ones in place.

    Raises ValueError for an array with gaps.
    """
    found: list[int] = []

    def add(value: Any) -> None:
        if not isinstance(value, np.ndarray):
            for inner in value:
                add(inner)
            return
        if not value.flags.c_contiguous:
            raise ValueError("a record of arrays must hold contiguous arrays")
        found.extend((0, 0, value.size, value.itemsize, value.ctypes.data, *value.shape, *value.strides))

    add(record)
    return np.array(found, np.int64)


register_model(RecordPointer)(models.OpaqueModel)


@infer_getattr
class RecordAttribute(AttributeTemplate):  # type: ignore[misc]
    """The type of a field."""

    key = RecordPointer

    def generic_resolve(self, record: RecordPointer, field: str) -> Any:
        """Return the type of the field, or None when the record has no such field."""
        return dict(record.fields).get(field)


@lower_getattr_generic(RecordPointer)  # type: ignore[untyped-decorator]
def _read_field(context: Any, builder: Any, record: RecordPointer, value: Any, field: str) -> Any:
    """Point at a nested record, or load the descriptor of an array."""
    kind, at = record.place(field)
    word = ir.IntType(64)
    start = builder.bitcast(value, word.as_pointer())
    place = builder.gep(start, [ir.Constant(ir.IntType(32), at)])
    if isinstance(kind, RecordPointer):
        return builder.bitcast(place, ir.IntType(8).as_pointer())
    never_changes = builder.module.add_metadata([])
    array = cgutils.create_struct_proxy(kind)(context, builder)

    def load(index: int, wanted: Any) -> Any:
        loaded = builder.load(builder.gep(place, [ir.Constant(ir.IntType(32), index)]))
        loaded.set_metadata("invariant.load", never_changes)
        return loaded if wanted is None else builder.inttoptr(loaded, wanted)

    opaque = ir.IntType(8).as_pointer()
    array.meminfo = ir.Constant(opaque, None)
    array.parent = ir.Constant(opaque, None)
    # Of an array without gaps the rest follows from its shape, and is not read.
    array.itemsize = ir.Constant(word, context.get_abi_sizeof(context.get_data_type(kind.dtype)))
    array.data = load(4, array.data.type)
    shape = [load(WORDS_OF_ARRAY + axis, None) for axis in range(kind.ndim)]
    array.nitems = shape[0] if kind.ndim == 1 else load(2, None)
    strides = [load(WORDS_OF_ARRAY + kind.ndim + axis, None) for axis in range(kind.ndim - 1)]
    strides.append(array.itemsize)
    array.shape = cgutils.pack_array(builder, shape, ty=word)
    array.strides = cgutils.pack_array(builder, strides, ty=word)
    return array._getvalue()


def _type_of_record(value: Any, context: Any) -> RecordPointer:
    return record_pointer(value)


for _record in (State, Polity, *RECORDS.values()):
    typeof_impl.register(_record)(_type_of_record)


@unbox(RecordPointer)  # type: ignore[untyped-decorator]
def _unbox_record(kind: RecordPointer, value: Any, c: Any) -> Any:
    """Describe the record for the time of the call and hand over where the descriptors lie."""
    function = c.pyapi.unserialize(c.pyapi.serialize_object(describe))
    described = c.pyapi.call_function_objargs(function, (value,))
    failed = cgutils.is_null(c.builder, described)
    pointer = cgutils.alloca_once_value(c.builder, ir.Constant(ir.IntType(8).as_pointer(), None))
    with c.builder.if_then(c.builder.not_(failed)):
        array = c.unbox(types.Array(types.int64, 1, "C"), described)
        data = cgutils.create_struct_proxy(types.Array(types.int64, 1, "C"))(
            c.context, c.builder, value=array.value
        ).data
        c.builder.store(c.builder.bitcast(data, ir.IntType(8).as_pointer()), pointer)
    c.pyapi.decref(function)

    def release() -> None:
        c.pyapi.decref(described)

    return NativeValue(c.builder.load(pointer), is_error=failed, cleanup=release)
