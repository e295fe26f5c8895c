"""Calling mechanisms and observables by address.

The loops receive one array of addresses. Numba could take the functions themselves, but then decodes their
types anew at every call of the loop, about a millisecond each. The address is that of the native code, which
stays where it is while the compiled function is kept (`keep`).
Under NUMBA_DISABLE_JIT an "address" is the plain function itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from whowhom.core.compile import (
    JIT,
    mechanism_signature,
    mechanism_type,
    observable_signature,
    observable_type,
)

_kept: list[Any] = []


def _address(function: Any, signature: Any) -> int:
    """Return the address of the native code that a compiled function has for a signature."""
    result = function.get_compile_result(signature)
    return int(result.library.get_pointer_to_function(result.fndesc.llvm_func_name))


def _addresses(functions: Sequence[Any], signature: Any) -> Any:
    if not JIT:
        return tuple(functions)
    _kept.extend(functions)
    return np.array([_address(function, signature) for function in functions], np.int64)


def mechanism_addresses(functions: Sequence[Any]) -> Any:
    """Return the addresses (int64) of compiled mechanisms, kept alive as long as the process."""
    return _addresses(functions, mechanism_signature())


def observable_addresses(functions: Sequence[Any]) -> Any:
    """Return the addresses (int64) of compiled observables, kept alive as long as the process."""
    return _addresses(functions, observable_signature())


def _callable(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """Make a first-class function of Numba from the address of native code."""
    function = cgutils.create_struct_proxy(signature.return_type)(context, builder)
    opaque = ir.IntType(8).as_pointer()
    function.jit_addr = builder.inttoptr(arguments[0], opaque)
    function.c_addr = ir.Constant(opaque, None)
    function.py_addr = ir.Constant(opaque, None)
    return function._getvalue()


@intrinsic  # type: ignore[untyped-decorator]
def _mechanism_at(typing_context: Any, address: Any) -> Any:
    """Return the mechanism whose native code begins at the address."""
    return mechanism_type()(types.int64), _callable


@intrinsic  # type: ignore[untyped-decorator]
def _observable_at(typing_context: Any, address: Any) -> Any:
    """Return the observable whose native code begins at the address."""
    return observable_type()(types.int64), _callable


def _itself(function: Any) -> Any:
    """Return the plain function."""
    return function


mechanism_at = _mechanism_at if JIT else _itself
observable_at = _observable_at if JIT else _itself
