"""WhoWhom: a laboratory of institutional power.

    import whowhom as ww

    scenario = ww.read("conclave")
    results = ww.simulate(scenario, histories=1000, seed=1924)
    results.to_pandas()

Every public name is loaded on first use, so that a document can be read and edited without the simulator.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from whowhom.audit import audit
    from whowhom.build import build
    from whowhom.experiments.flip import flip
    from whowhom.experiments.when import when
    from whowhom.explain.explain import explain
    from whowhom.explain.odd import odd
    from whowhom.judge import judge
    from whowhom.report import report
    from whowhom.results import Results, open_results
    from whowhom.simulate import simulate
    from whowhom.spec.claim_file import read_claim
    from whowhom.spec.errors import DocumentError, ModelError, ResultError, WhoWhomError
    from whowhom.spec.intervention import edit, only
    from whowhom.spec.scenario import Edit, Intervention, Scenario
    from whowhom.spec.toml import read, shipped, write
    from whowhom.trace.why import why

__version__ = "0.1.0"

__all__ = [
    "DocumentError",
    "Edit",
    "Intervention",
    "ModelError",
    "ResultError",
    "Results",
    "Scenario",
    "WhoWhomError",
    "__version__",
    "audit",
    "build",
    "edit",
    "explain",
    "flip",
    "judge",
    "odd",
    "only",
    "open_results",
    "read",
    "read_claim",
    "report",
    "shipped",
    "simulate",
    "when",
    "why",
    "write",
]

_HOMES = {
    "DocumentError": "spec.errors",
    "Edit": "spec.scenario",
    "Intervention": "spec.scenario",
    "ModelError": "spec.errors",
    "ResultError": "spec.errors",
    "Results": "results",
    "Scenario": "spec.scenario",
    "WhoWhomError": "spec.errors",
    "audit": "audit",
    "build": "build",
    "edit": "spec.intervention",
    "explain": "explain",
    "flip": "experiments.flip",
    "judge": "judge",
    "odd": "explain",
    "only": "spec.intervention",
    "open_results": "results",
    "read": "spec.toml",
    "read_claim": "spec.claim_file",
    "report": "report",
    "shipped": "spec.toml",
    "simulate": "simulate",
    "when": "experiments.when",
    "why": "trace",
    "write": "spec.toml",
}
"""Where each public name lives."""

_STAGES = frozenset({"audit", "build", "explain", "judge", "report", "simulate"})
"""Packages that are named for the one function in them."""


class _Stage(ModuleType):
    """A package that is called as its one function is: `ww.simulate(…)`, and still `whowhom.simulate.store`.

    Python sets a package as an attribute of its parent whenever anything imports it, so the name would be now
    the function and now the package; this way it is both, whatever was imported first.
    """

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call the function of the same name."""
        return self._function(*arguments, **named)

    @property
    def _function(self) -> Any:
        return vars(self)[self.__name__.rpartition(".")[2]]

    @property
    def __wrapped__(self) -> Any:
        """The function, for `inspect.signature` and notebooks."""
        return self._function


class _Package(ModuleType):
    """The package itself: it makes the stages callable as they are imported."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _STAGES and isinstance(value, ModuleType):
            value.__class__ = _Stage
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    """Load a public name on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'whowhom' has no attribute {name!r}")
    home = import_module(f"{__name__}.{_HOMES[name]}")
    found = home if name in _STAGES else getattr(home, name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
