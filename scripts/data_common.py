"""Small helpers shared by the scripts that write the shipped data: rows, dates, citation keys."""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

Row = dict[str, str]

STATUSES = ("sourced", "recalled", "computed")
HONESTY = ("source", "status", "source_key", "note")

# (text found in a long citation, key of the entry in sources.bib); every rule that matches adds its key
KEY_RULES: tuple[tuple[str, str], ...] = (
    ("konklave2025", "konklave2025"),
    ("ChrisVo/cardinals", "chrisvo_cardinals"),
    ('"List of current cardinals"', "wikipedia_cardinals"),
    ("English Wikipedia", "wikipedia_conclaves"),
    ('Wikipedia "1903', "wikipedia_conclaves"),
    ("Burkle-Young", "burkle_young_2000"),
    ("Miranda", "miranda_cardinals"),
    ("csun.edu", "adams_sede_vacante"),
    ("Rome Reports", "rome_reports_2018"),
    ("Vatican statistics", "vatican_statistics_2019"),
    ("America magazine", "america_2020"),
    ("RVA and FSSPX", "rva_fsspx_2022"),
    ('"Cardinals created by Francis"', "wikipedia_francis_cardinals"),
    ("Catholic press", "catholic_press_2024"),
    ("Vatican tally", "vatican_tally_2025"),
    ("Universi Dominici Gregis", "udg_1996"),
    ("Ingravescentem aetatem", "ingravescentem_1970"),
    ("Board of Governors, ", "fed_board_membership"),
    ("Board's own membership page", "fed_board_membership"),
    ("Gompertz", "gompertz_1825"),
    ("Standard conclave reference", "miranda_cardinals"),
    ("Millar", "millar_2004"),
    ("Lenin Collected Works", "lenin_cw32"),
    ("Lenin CW vol.32", "lenin_cw32"),
    ("Lenin CW vol.26", "lenin_cw26"),
    ("GSE", "gse_1970"),
    ("Great Soviet Encyclopedia", "gse_1970"),
    ("vseslova", "gse_1970"),
    ("KPSS v rezoliutsiiakh", "kpss_rezoliutsii"),
    ("Spravochnik po istorii KPSS", "spravochnik_kpss"),
    ("Izvestiia TsK KPSS", "izvestiia_tsk_1990"),
    ("Goriachev", "goriachev_2005"),
    ("Granat", "granat_1927"),
    ("Zalesskii", "zalesskii_2000"),
    ("Zenkovich", "zenkovich_2002"),
    ("archontology", "archontology"),
    ("Conquest, The Great Terror", "conquest_1990"),
    ("ikipedia", "wikipedia_soviet"),
    ("wikiital", "wikipedia_soviet"),
    ("wikimili", "wikipedia_soviet"),
    ("it.wikipedia", "wikipedia_soviet"),
    ("deduhova", "deduhova_eikhe"),
    ("clatikrsk", "ivanovo_history"),
    ("zhizn-lenina", "lenin_biography_ru"),
    ("Mify i zagadki", "mify_i_zagadki"),
    ("Rigby", "rigby_1968"),
    ("Partiinaia zhizn", "partiinaia_zhizn"),
    ("Pavliuchenkov", "pavliuchenkov_2008"),
    ("Harris", "harris_2005"),
    ("Secretariat and the Local Organizations", "daniels_1957"),
    ("Daniels 1960", "daniels_1960"),
    ("Daniels, Conscience", "daniels_1960"),
    ("Daniels (1960)", "daniels_1960"),
    ("Schapiro, Origin", "schapiro_1955"),
    ("Schapiro 1955", "schapiro_1955"),
    ("Schapiro 1960", "schapiro_1960"),
    ("Schapiro, Communist Party", "schapiro_1960"),
    ("Carr, The Interregnum", "carr_1954"),
    ("Carr, Socialism in One Country", "carr_1959"),
    ("X sezd RKP", "x_sezd_1963"),
    ("XIII konferentsiia", "xiii_konferentsiia_1924"),
    ("XIV sezd", "xiv_sezd_1926"),
    ("XV sezd VKP(b), sten", "xv_sezd_1928"),
    ("Stalin Works", "stalin_works10"),
    ("Stenographic reports of the congresses", "congress_mandates"),
    ("12th Congress report", "xii_otchet_1923"),
    ("report to the 12th Congress", "xii_otchet_1923"),
    ("12th party conference", "xii_konferentsiia_1922"),
    ("Rogovin, Byla li", "rogovin_1992"),
    ("Rogovin 1992", "rogovin_1992"),
    ("Rogovin, Partiia", "rogovin_1997"),
    ("D. Hincks", "hincks_1992"),
    ("Mawdsley", "mawdsley_white_2000"),
    ("Kotkin", "kotkin_2014"),
    ("Service 2000", "service_2000"),
    ("Broue", "broue_1963"),
    ("marxists fr copy", "opposition_documents_1923"),
    ("wsws.org", "wsws_2023"),
    ("nuevomas", "nuevomas"),
    ("marx2mao", "stalin_opposition_notes"),
    ("stroitelstvo-sotsializma", "short_course_textbook"),
    ("MIA glossary", "mia_glossary"),
    ("Protokoly TsK", "protokoly_tsk_1958"),
    ("Keep, Debate", "keep_1979"),
    ("bibliboba page 497", "felshtinsky"),
    ("Felshtinsky", "felshtinsky"),
    ("Heller and A. Nekrich", "heller_nekrich_1986"),
    ("Izvestiia TsK", "izvestiia_tsk_1990"),
    ("elite_persons.csv", "whowhom_compilation"),
    ("elite_membership.csv", "whowhom_compilation"),
)


@dataclass
class Table:
    """One CSV file to write: its path below the data folder, its columns and rows."""

    path: str
    columns: tuple[str, ...]
    rows: list[Row]
    about: str
    checks: list[str] = field(default_factory=list)
    rules: tuple[tuple[str, str], ...] = KEY_RULES


def read_rows(path: Path) -> list[Row]:
    """All rows of a CSV file, as text."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(handle)]


def write_table(folder: Path, table: Table) -> None:
    """Write one table with the honesty columns last; refuse rows without source, status or a known key."""
    columns = [c for c in table.columns if c not in HONESTY] + list(HONESTY)
    target = folder / table.path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="ascii", newline="") as handle:
        writer = csv.DictWriter(handle, columns, lineterminator="\n")
        writer.writeheader()
        for row in table.rows:
            full = {c: row.get(c, "") for c in columns}
            full["source_key"] = source_keys(full["source"], table.rules)
            full["source"] = ascii_text(full["source"])
            if full["status"] not in STATUSES:
                raise ValueError(f"{table.path}: status {full['status']!r} in {row}")
            if unknown := set(row) - set(columns):
                raise ValueError(f"{table.path}: columns {unknown} are not declared")
            writer.writerow(full)


def source_keys(text: str, rules: tuple[tuple[str, str], ...] = KEY_RULES) -> str:
    """The bibliography keys of a long citation, joined by `|`; an unknown citation is an error."""
    keys: list[str] = []
    for pattern, key in rules:
        if pattern in text and key not in keys:
            keys.append(key)
    if {"konklave2025", "wikipedia_conclaves", "wikipedia_francis_cardinals", "wikipedia_cardinals"} & set(
        keys
    ):
        keys = [k for k in keys if k != "wikipedia_soviet"]
    if not keys:
        raise ValueError(f"no bibliography key for the citation {text!r}")
    return "|".join(keys)


def ascii_text(text: str) -> str:
    """Plain ASCII: marks dropped, the Polish barred l written as l."""
    plain = text.replace("\u0142", "l").replace("\u0141", "L")
    return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii").strip()


def day(text: str) -> dt.date:
    """An ISO date; a month stands for its 15th day and a year for its first of July."""
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 1:
        return dt.date(parts[0], 7, 1)
    if len(parts) == 2:
        return dt.date(parts[0], parts[1], 15)
    return dt.date(*parts)


def years_between(start: dt.date, end: dt.date) -> float:
    """Elapsed time in years of 365.25 days."""
    return (end - start).days / 365.25


def birthday(born: dt.date, age: int) -> dt.date:
    """The day a person reaches an age; those born on 29 February reach it on 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return dt.date(born.year + age, 3, 1)


def weakest(statuses: set[str]) -> str:
    """The status of a row that joins several: recalled if any part is recalled."""
    return "recalled" if "recalled" in statuses else "sourced"
