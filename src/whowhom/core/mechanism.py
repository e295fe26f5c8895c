"""What a mechanism is: a class that declares its numbers and its writes, and a function `step` beside it.

    class Appointment(Mechanism):
        turnover = number(0.1, unit="1/month", low=0, high=1, source="…", says="…")
        writes = ("seats.holder",)

    def step(turnover, state, polity, draw): ...

`step` takes the numbers in the order of their declaration, then `memory` when the class asks for some, then
`state, polity, draw`. An optional `begin` with the same arguments runs once, in month 0. The framework
compiles both behind one fixed signature and calls them through pointers, so that an edited mechanism
recompiles alone. Mechanisms never import one another: they meet in the state.

A mechanism of many may say over which axis its work can be cut, `cut_over = "districts"`, and do it in
`step_part(first, last, …)`, the arguments of `step` after the range; `step` then calls it for the whole axis,
and one history is run on several threads. No part may read what another writes, and nothing may be added up
across parts, so that the bits do not depend on the cuts.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any, ClassVar

from whowhom.core.state import Sizes


@dataclass(frozen=True)
class Number:
    """A number of a mechanism: default, internal unit, range, prior and source."""

    default: float
    unit: str
    low: float
    high: float
    says: str
    source: str
    prior: str | None
    name: str = ""


@dataclass(frozen=True)
class Word:
    """A choice of a mechanism between named rules; the kernel sees its position in `choices`."""

    default: str
    choices: tuple[str, ...]
    says: str
    name: str = ""


@dataclass(frozen=True)
class Table:
    """A table from a CSV file, by age: it goes to the polity and is no argument of `step`."""

    default: str
    column: str
    into: str
    says: str
    name: str = ""


KINDS = ("body", "campaign", "dimension", "instrument", "party", "person", "places", "public", "subject")
"""What a mechanism may ask for by its name in the document."""


@dataclass(frozen=True)
class Named:
    """Something of the document that a mechanism asks for by name; the kernel sees its number, or -1."""

    kind: str
    says: str
    required: bool
    name: str = ""


def named(kind: str, *, says: str, required: bool = True) -> Named:
    """Declare something asked for by name. Raises ValueError for a kind that has no names in a document."""
    if kind not in KINDS:
        raise ValueError(f"a mechanism cannot ask for {kind!r}; it may ask for {', '.join(KINDS)}")
    return Named(kind, says, required)


def table(default: str, *, column: str, into: str, says: str) -> Table:
    """Declare a table: the column `column` of a CSV with a column `age`, put into `polity.<into>`."""
    return Table(default, column, into, says)


def number(
    default: float,
    *,
    unit: str,
    low: float,
    high: float,
    says: str,
    source: str = "assumption",
    prior: str | None = None,
) -> Number:
    """Declare a number. `source`: a key of the bibliography; an `assumption` needs a `prior`, or is off at 0.

    Raises ValueError when the default is outside its range, or an assumption that acts has no prior.
    """
    if not low <= default <= high:
        raise ValueError(f"the default {default} is outside {low} to {high}")
    if source == "assumption" and prior is None and default != 0.0:
        raise ValueError("an assumption needs a prior, so that it is swept")
    return Number(default, unit, low, high, says, source, prior)


def word(default: str, *, choices: tuple[str, ...], says: str) -> Word:
    """Declare a choice. Raises ValueError when the default is none of the choices."""
    if default not in choices:
        raise ValueError(f"{default!r} is none of {choices}")
    return Word(default, choices, says)


class Mechanism:
    """Base of all mechanisms: a declaration, never instantiated."""

    parameters: ClassVar[tuple[Number | Word | Named, ...]] = ()
    """Filled from the class body, in the order of the declarations."""
    tables: ClassVar[tuple[Table, ...]] = ()
    """Filled from the class body."""
    writes: ClassVar[tuple[str, ...]] = ()
    """The arrays that `step` and `begin` may change; nothing else may."""
    whole_bodies: ClassVar[bool] = False
    """Whether it carries out rules `elects` over whole bodies only, so that a rule with a part is refused."""
    needs_principal: ClassVar[bool] = False
    """Whether it asks whose side is the principal's, which the table `[audit]` of the document tells."""
    needs_members: ClassVar[bool] = False
    """Whether it acts on members one by one, which the table `[membership]` of the document gives."""
    cut_over: ClassVar[str] = ""
    """The axis of `Sizes` over which `step_part` may be cut, or nothing."""
    memory: ClassVar[tuple[str, int]] = ("none", 0)
    """Private float32 numbers: ("people", 2) asks for 2 a person, ("fixed", 8) for 8. Axes as in `Sizes`."""

    def __init_subclass__(cls) -> None:
        """Collect the declared numbers and words."""
        declared = [
            replace(value, name=name)
            for name, value in vars(cls).items()
            if isinstance(value, Number | Word | Named | Table)
        ]
        cls.parameters = tuple(item for item in declared if not isinstance(item, Table))
        cls.tables = tuple(item for item in declared if isinstance(item, Table))


@dataclass(frozen=True)
class Registered:
    """A mechanism found in its file."""

    name: str
    declaration: type[Mechanism]
    module: ModuleType

    @property
    def says(self) -> str:
        """The first sentence of the file."""
        return inspect.cleandoc(self.module.__doc__ or "").split("\n\n")[0].replace("\n", " ")

    @property
    def path(self) -> str:
        """The source file."""
        return str(self.module.__file__)

    def function(self, which: str) -> Any:
        """Return the function `step`, `begin` or `step_part`, or None when the file has none."""
        return getattr(self.module, which, None)


def register(name: str, module: ModuleType) -> Registered:
    """Return the mechanism of a module: its one subclass of `Mechanism` and its `step`.

    Raises TypeError when there is none or more than one, or when `step` takes other than the declared
    arguments.
    """
    found = [
        item
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, Mechanism) and item is not Mechanism
    ]
    if len(found) != 1:
        raise TypeError(f"{name}: expected one class of mechanism in the file, found {len(found)}")
    declaration = found[0]
    if declaration.cut_over and declaration.cut_over not in Sizes._fields:
        raise TypeError(f"{name}: cut_over {declaration.cut_over!r} is no axis of a state")
    expected = [parameter.name for parameter in declaration.parameters]
    if declaration.memory[1]:
        expected.append("memory")
    expected += ["state", "polity", "draw"]
    wanted = {"step": expected, "begin": expected, "step_part": ["first", "last", *expected]}
    for which, arguments in wanted.items():
        function = getattr(module, which, None)
        needed = which == "step" or (which == "step_part" and bool(declaration.cut_over))
        if function is None and needed:
            raise TypeError(f"{name}: the file has no function {which}")
        if function is None:
            continue
        given = list(inspect.signature(getattr(function, "py_func", function)).parameters)
        if given != arguments:
            raise TypeError(f"{name}.{which} takes {given}; the declarations ask for {arguments}")
    return Registered(name, declaration, module)
