"""Reading a kernel's syntax tree: which arrays its names stand for, and what it does to them.

A name may stand for several things at once (an alias set in two branches), and keeps all of them: the order
of statements is not followed, so an answer can be too large but not too small. Helpers are read with their
arguments bound to their parameters, once for each different binding.
"""

from __future__ import annotations

import ast
import builtins
import inspect
from collections.abc import Callable
from typing import Any

from whowhom.core.draw import stream_name
from whowhom.explain.meanings import (
    METADATA,
    NOTHING,
    ONLY_READING_METHODS,
    PASSING_ON,
    STREAM_ARGUMENT,
    WRITING_NUMPY,
    Known,
    Meaning,
    Ref,
    Seen,
    is_finite,
    is_harmless,
    is_primitive,
    is_readable,
    packed,
    plain,
    refs,
    tree_of,
)


def read_function(function: Callable[..., Any], bound: dict[str, Meaning], seen: Seen) -> Meaning:
    """Read a function with its parameters bound; return what its result may stand for."""
    function = plain(function)
    parameters = inspect.signature(function).parameters
    names = {name: meaning for name, meaning in bound.items() if name in parameters}
    key = (function, frozenset(names.items()))
    if key not in seen.calls:
        # A recursive call finds nothing here the first time round, and the whole answer the second.
        seen.calls[key] = NOTHING
        reader = _Reader(function, names, seen)
        seen.calls[key] = reader.run()
    return seen.calls[key]


class _Reader:
    """One function being read: its local names, and what each may stand for."""

    def __init__(self, function: Any, names: dict[str, Meaning], seen: Seen) -> None:
        self.function = function
        self.local = set(function.__code__.co_varnames) | set(function.__code__.co_cellvars)
        self.outside = inspect.getclosurevars(function)
        self.names = dict(names)
        self.seen = seen
        self.result: Meaning = NOTHING

    def run(self) -> Meaning:
        """Read the body until no name stands for anything new."""
        body = tree_of(self.function).body
        before: tuple[Any, ...] = ()
        while before != (self.names, self.result):
            before = (dict(self.names), self.result)
            for statement in body:
                self.statement(statement)
        return self.result

    def statement(self, node: ast.stmt) -> None:
        """Read one statement, and those inside it."""
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self.assign(target, node.value)
        elif isinstance(node, ast.AnnAssign):
            if node.value is not None:
                self.assign(node.target, node.value)
        elif isinstance(node, ast.AugAssign):
            self.expression(node.value)
            self.store(node.target, NOTHING)
            self.use(self.load(node.target))
        elif isinstance(node, ast.For):
            items = self.expression(node.iter)
            self.use(items)
            self.store(node.target, packed(items, -1))
            self.block(node.body + node.orelse)
        elif isinstance(node, ast.Return):
            if node.value is not None:
                self.result |= self.expression(node.value)
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.stmt):
                    self.statement(child)
                elif isinstance(child, ast.expr):
                    self.use(self.expression(child))

    def block(self, statements: list[ast.stmt]) -> None:
        """Read statements one after another."""
        for statement in statements:
            self.statement(statement)

    def assign(self, target: ast.expr, value: ast.expr) -> None:
        """Bind a target to a value, element by element where both are written out."""
        targets = target.elts if isinstance(target, ast.Tuple | ast.List) else []
        values = value.elts if isinstance(value, ast.Tuple | ast.List) else []
        if targets and len(targets) == len(values):
            for one, other in zip(targets, values, strict=True):
                self.assign(one, other)
        else:
            self.store(target, self.expression(value))

    def store(self, target: ast.expr, meaning: Meaning) -> None:
        """Bind a name, or note a write into what a subscript or attribute stands for."""
        if isinstance(target, ast.Name):
            self.names[target.id] = self.names.get(target.id, NOTHING) | meaning
        elif isinstance(target, ast.Tuple | ast.List):
            for part in target.elts:
                self.store(part, packed(meaning, -1))
        elif isinstance(target, ast.Starred):
            self.store(target.value, meaning)
        elif isinstance(target, ast.Subscript):
            self.use(self.expression(target.slice))
            self.seen.writes |= refs(self.expression(target.value))
            self.use(meaning)
        elif isinstance(target, ast.Attribute):
            self.seen.writes |= refs(self.expression(target))

    def load(self, node: ast.expr) -> Meaning:
        """Return what a target of an augmented assignment stood for before."""
        if isinstance(node, ast.Subscript):
            return self.expression(node.value)
        return self.expression(node)

    def use(self, meaning: Meaning) -> None:
        """Note that the contents of arrays are looked at; a record by itself has none."""
        self.seen.reads |= {ref for ref in meaning if isinstance(ref, Ref) and ref.axes > 0}

    def expression(self, node: ast.expr) -> Meaning:
        """Return what an expression may stand for, noting what is read on the way."""
        if isinstance(node, ast.Name):
            return self.name(node.id)
        if isinstance(node, ast.Attribute):
            return self.attribute(node)
        if isinstance(node, ast.Subscript):
            return self.subscript(node)
        if isinstance(node, ast.Call):
            return self.call(node)
        if isinstance(node, ast.IfExp):
            self.use(self.expression(node.test))
            return self.expression(node.body) | self.expression(node.orelse)
        if isinstance(node, ast.NamedExpr):
            meaning = self.expression(node.value)
            self.store(node.target, meaning)
            return meaning
        if isinstance(node, ast.Tuple | ast.List):
            return packed(frozenset().union(*(self.expression(part) for part in node.elts)), 1)
        if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp):
            return self.comprehension(node)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.use(self.expression(child))
        return NOTHING

    def comprehension(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp) -> Meaning:
        """Read a comprehension as the loop that it is."""
        for generator in node.generators:
            items = self.expression(generator.iter)
            self.use(items)
            self.local |= {part.id for part in ast.walk(generator.target) if isinstance(part, ast.Name)}
            self.store(generator.target, packed(items, -1))
            for condition in generator.ifs:
                self.use(self.expression(condition))
        return packed(self.expression(node.elt), 1)

    def name(self, name: str) -> Meaning:
        """Return what a name stands for: a local, or an object of the module."""
        if name in self.local:
            return self.names.get(name, NOTHING)
        for scope in (self.outside.nonlocals, self.function.__globals__, vars(builtins)):
            if name in scope:
                return frozenset({Known(scope[name])})
        return NOTHING

    def attribute(self, node: ast.Attribute) -> Meaning:
        """Follow a dot: into a record of the state, or into a module."""
        found: set[Ref | Known] = set()
        for item in self.expression(node.value):
            if isinstance(item, Ref):
                if item.axes == 0:
                    found.add(Ref(item.root, (*item.path, node.attr)))
                elif node.attr not in METADATA:
                    found.add(item)
            elif hasattr(item.value, node.attr):
                found.add(Known(getattr(item.value, node.attr)))
        return frozenset(found)

    def subscript(self, node: ast.Subscript) -> Meaning:
        """Read an element, or return the view that a slice or a missing index leaves."""
        base = self.expression(node.value)
        self.use(self.expression(node.slice))
        self.use(base)
        given = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        sliced = any(isinstance(index, ast.Slice) for index in given)
        views = {item for item in refs(base) if item.axes > 0 and (sliced or len(given) < item.axes)}
        inside = packed(frozenset(item for item in base if isinstance(item, Ref) and item.held), -1)
        return inside | views | {item for item in base if isinstance(item, Known)}

    def call(self, node: ast.Call) -> Meaning:
        """Read a call: a primitive of chance, a helper, or something whose source is not ours."""
        arguments = [self.expression(argument) for argument in node.args]
        keywords = {item.arg: self.expression(item.value) for item in node.keywords if item.arg}
        result = NOTHING
        if isinstance(node.func, ast.Attribute):
            owner = frozenset(item for item in refs(self.expression(node.func.value)) if item.axes > 0)
            self.use(owner)
            if owner and node.func.attr not in ONLY_READING_METHODS:
                self.seen.writes |= owner
                result |= owner
        targets = [item.value for item in self.expression(node.func) if isinstance(item, Known)]
        for target in targets:
            result |= self.call_known(target, arguments, keywords)
        if not targets:
            self.give_away([*arguments, *keywords.values()])
        return result

    def call_known(self, target: Any, arguments: list[Meaning], keywords: dict[str, Meaning]) -> Meaning:
        """Read a call of a known object; return what its result may stand for."""
        function = plain(target)
        given = [*arguments, *keywords.values()]
        if is_readable(function):
            bound = inspect.signature(function).bind_partial(*arguments, **keywords).arguments
            if is_primitive(function):
                self.draw(function, bound)
                return NOTHING
            return read_function(function, bound, self.seen)
        if target is len:
            return NOTHING
        if is_harmless(target):
            for meaning in given:
                self.use(meaning)
            written = arguments[:1] if target.__name__ in WRITING_NUMPY else []
            for meaning in [*written, keywords.get("out", NOTHING)]:
                self.seen.writes |= refs(meaning)
            return frozenset().union(*given) if target.__name__ in PASSING_ON else NOTHING
        self.give_away(given)
        return frozenset().union(*given)

    def draw(self, function: Any, bound: dict[str, Meaning]) -> None:
        """Note the stream that a primitive draws from, and what else it is given."""
        for name, meaning in bound.items():
            if name != STREAM_ARGUMENT:
                self.use(frozenset(item for item in meaning if item != Ref("draw")))
        numbers = [item.value for item in bound.get(STREAM_ARGUMENT, NOTHING) if isinstance(item, Known)]
        names = [stream_name(number) for number in numbers if isinstance(number, int)]
        for name in names or ["(computed)"]:
            self.seen.streams.add((name, not is_finite(function)))

    def give_away(self, meanings: list[Meaning]) -> None:
        """Note that what cannot be followed may be read and written."""
        for meaning in meanings:
            self.seen.reads |= refs(meaning)
            self.seen.writes |= refs(meaning)
