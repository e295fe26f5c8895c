"""The model of a finished run, built again from the document that its results folder keeps."""

from __future__ import annotations

from pathlib import Path

from whowhom.build import build
from whowhom.build.model import Model
from whowhom.results import ArmResults, Results
from whowhom.spec.document import document_hash
from whowhom.spec.errors import DocumentError, ResultError
from whowhom.spec.scenario import Origin
from whowhom.spec.toml import parse, read


def rebuilt(results: Results, arm: ArmResults, document: Path | str | None) -> Model:
    """Return the model of an arm of a run.

    document: the file that the run was made from, needed where it names data files beside it. Raises
    ResultError for another document than that of the run, or where the one that is kept does not build.
    """
    manifest = results.manifest
    if document is not None:
        scenario = read(document)
        if document_hash(scenario) != manifest["document_hash"]:
            raise ResultError(f"{document}: not the document of the run in {results.folder}")
    else:
        scenario = parse(manifest["document"], Origin(f"{manifest['name']}.toml"))
    interventions = manifest["arms"][arm.name]["interventions"]
    try:
        return build(scenario.edit(*interventions) if interventions else scenario)
    except DocumentError as error:
        if document is not None:
            raise
        raise ResultError(
            f"{results.folder}: the document kept in the run does not build here ({error.lines[0]}); where "
            "it names files beside it, give the file that the run was made from as the document"
        ) from None
