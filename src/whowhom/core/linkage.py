"""How kernels are compiled and linked: a helper becomes machine code only inside what calls it.

Numba compiles each function to machine code of its own, links the intermediate code of all that it calls into
it, and compiles those once more there; and it compiles a function anew for every constant that it is given.
Of a scenario that is most of the time of the first compilation. Here a function that only kernels call

    is kept as intermediate code (`LinkedOnly`), and becomes machine code in the entries that call it;
    is compiled for kinds of numbers, not for constants: a signed whole number goes in as a 64-bit one.

Neither can change a bit of a result: the arithmetic is strict, and whole numbers are computed in 64 bits
anyway.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import binding
from numba.core import sigutils, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler, CompileResult
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import CPUDispatcher

from whowhom.core.stored import PlaceOf, Stored

HOUSE_RULES = {"nopython": True, "nogil": True, "error_model": "numpy", "boundscheck": None}
"""No `fastmath`; no lock of the interpreter; a division by zero gives an infinity."""
LINKED_ONLY = "linked only"


class WithoutEnvironments:
    """The code generator of a library without machine code: there is no place yet for an environment."""

    def __init__(self, generator: Any) -> None:
        """Remember the real one."""
        self._generator = generator

    def __getattr__(self, name: str) -> Any:
        """Return what the real one has."""
        return getattr(self._generator, name)

    def set_env(self, name: str, environment: Any) -> None:
        """Set nothing; `Compiled.add_overload` does, where the code is."""


class LinkedOnly(JITCodeLibrary):  # type: ignore[misc]
    """A library of intermediate code, without machine code."""

    @property
    def codegen(self) -> WithoutEnvironments:
        """The code generator."""
        return WithoutEnvironments(self._codegen)

    def finalize(self) -> None:
        """Link in what is called, and leave the rest to the library that links this one in."""
        self._raise_if_finalized()
        for library in dict.fromkeys(self._linking_libraries):
            self._reload_init.update(library._reload_init)
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._optimize_final_module()
        self._finalize_dynamic_globals()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """Return 0: there is no machine code."""
        return 0

    def serialize_using_object_code(self) -> tuple[str, str, bytes]:
        """Return what is stored: the intermediate code."""
        self._ensure_finalized()
        return (self.name, LINKED_ONLY, self._final_module.as_bitcode())


class Whole(JITCodeLibrary):  # type: ignore[misc]
    """A library with machine code, of which only its own functions can be seen from outside."""

    def _optimize_final_module(self) -> None:
        """Hide what is linked in, so that what has one caller becomes part of it, and optimise."""
        for function in self._final_module.functions:
            if function.linkage == binding.Linkage.linkonce_odr:
                function.linkage = binding.Linkage.internal
        super()._optimize_final_module()


class WholeCompiler(Compiler):  # type: ignore[misc]
    """Numba's compiler, which puts the code into a library that hides what is linked in."""

    def compile_extra(self, function: Callable[..., Any]) -> Any:
        """Compile a function."""
        self.state.library = Whole(self.state.targetctx.codegen(), function.__qualname__)
        self.state.library.enable_object_caching()
        return super().compile_extra(function)


class LinkedOnlyCompiler(Compiler):  # type: ignore[misc]
    """Numba's compiler, which puts the code into a library that is linked only."""

    def compile_extra(self, function: Callable[..., Any]) -> Any:
        """Compile a function."""
        self.state.library = LinkedOnly(self.state.targetctx.codegen(), function.__qualname__)
        return super().compile_extra(function)


def rebuilt(context: Any, reduced: tuple[Any, ...]) -> Any:
    """Return a compiled function from what was stored of it."""
    (name, kind, code), description, environment, signature, mode, lifted, annotation, init, others = reduced
    if kind != LINKED_ONLY:
        return CompileResult._rebuild(context, *reduced)
    library = LinkedOnly(context.codegen(), name)
    library._final_module = binding.parse_bitcode(code)
    library._finalized = True
    return CompileResult(
        typing_context=context.typing_context,
        target_context=context,
        entry_point=context.get_executable(library, description, environment),
        typing_error=None,
        type_annotation=annotation,
        signature=signature,
        library=library,
        call_helper=None,
        environment=environment,
        fndesc=description,
        objectmode=mode,
        lifted=lifted,
        metadata=None,
        reload_init=init,
        referenced_envs=others,
    )


def widened(kind: Any) -> Any:
    """Return the type that stands for a type of argument: of a constant its kind, of a whole number int64."""
    kind = types.unliteral(kind)  # type: ignore[attr-defined]
    return types.int64 if kind in (types.int8, types.int16, types.int32) else kind


class Inner(CPUDispatcher):  # type: ignore[misc]
    """A function that only kernels call."""

    def __init__(
        self, function: Callable[..., Any], place_of: PlaceOf | None, *, merged: bool = False
    ) -> None:
        """Remember the function, and the place that keeps it compiled, where there is one."""
        options = {**HOUSE_RULES, "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "forceinline": merged}
        super().__init__(function, targetoptions=options, pipeline_class=LinkedOnlyCompiler)
        if place_of is not None:
            self._cache = Stored(function, place_of, options, rebuilt)

    def compile(self, signature: Any) -> Any:
        """Compile for the kinds of the arguments, or load what was compiled before."""
        arguments, _ = sigutils.normalize_signature(signature)
        return super().compile(tuple(widened(kind) for kind in arguments))


class Compiled(CPUDispatcher):  # type: ignore[misc]
    """A function with machine code of its own."""

    def add_overload(self, result: Any) -> None:
        """Keep a compiled function, and give what is linked into it its environments."""
        super().add_overload(result)
        for environment in result._find_referenced_environments():
            result.library.codegen.set_env(environment.env_name, environment)


class Kernel(Compiled):
    """A function that Python calls too; kernels that call it link the inner one."""

    def __init__(self, function: Callable[..., Any], place_of: PlaceOf | None) -> None:
        """Remember the function and its inner twin."""
        super().__init__(function, targetoptions=HOUSE_RULES, pipeline_class=WholeCompiler)
        if place_of is not None:
            self._cache = Stored(function, place_of, HOUSE_RULES, rebuilt)
        self._inner = Inner(function, place_of)

    def get_call_template(self, arguments: Any, named: Any) -> Any:
        """Return the types of a call from a kernel."""
        return self._inner.get_call_template(arguments, named)

    def get_overload(self, signature: Any) -> Any:
        """Return the code of a call from a kernel."""
        return self._inner.get_overload(signature)


class Entry(Compiled):
    """A function of one signature, called by its address, or by Python where it has the wrapper for that."""

    def __init__(self, function: Callable[..., Any], place_of: PlaceOf, *, for_python: bool = False) -> None:
        """Remember the function and the place that keeps it compiled."""
        options = {**HOUSE_RULES, "no_cpython_wrapper": not for_python, "no_cfunc_wrapper": True}
        super().__init__(function, targetoptions=options, pipeline_class=WholeCompiler)
        self._cache = Stored(function, place_of, options, rebuilt)

    def is_stored(self, signature: Any) -> bool:
        """Return whether it was compiled for the signature on this machine before."""
        return bool(self._cache.path(signature, self.targetctx).exists())

    def compiled(self, signature: Any) -> Entry:
        """Compile it for its one signature, or load what was compiled before, and return it."""
        # The lock of Numba's own compiler, held until no other thread may begin what is done.
        with global_compiler_lock:
            if not self.overloads:
                self.compile(signature)
                self.disable_compile()
        return self
