"""Targets of the whole system and of the party: the numbers that their reports compare, each of them once.

Left out, because they follow from rows that are here: recovery of sowing, what a tier keeps, the lead of
packing over purging, means of yearly sentences, the share of the two worst years, grain taken over harvest.
"""

from __future__ import annotations

from data_targets_party import apparatus, closing, struggle
from data_targets_rows import Row, Shipped, agree, dated, figures, month_before, target, weakest, year_of

GRAIN, COLLECTIVES = "soviet/observed_grain.csv", "soviet/observed_collectivisation.csv"
REPRESSION = "soviet/observed_repression.csv"
HARVESTS = {
    "published": "official, as published",
    "revised": "official, later Soviet revision",
    "davies_wheatcroft_2004": "Davies & Wheatcroft",
    "jasny_1949": "Jasny",
}
FAMINE = {
    "conquest_1986": "Conquest",
    "britannica": "Encyclopaedia",
    "black_book_1997": "Black Book",
    "ellman_2005": "Ellman",
    "andreev_1990": "Andreev, Darskii & Kharkova 1990",
    "kotkin_2017": "Kotkin",
}


def soviet_targets(shipped: Shipped) -> list[Row]:
    """Every target, in the order of the systems."""
    return [
        *_monopoly(shipped),
        *_requisition(shipped),
        *_retreat(shipped),
        *apparatus(shipped),
        *struggle(shipped),
        *_reversal(shipped),
        *_coercion(shipped),
        *closing(shipped),
        *_dissent(shipped),
    ]


def _monopoly(shipped: Shipped) -> list[Row]:
    row = dated(shipped, "Kadet party outlawed", later=False)
    cells: dict[str, object] = {
        "start": "1917-11",
        "to": "1930-12",
        "level": 5,
        "value": year_of(row["date"]),
        "unit": "year",
    }
    note = "six parties are legal at the start; the model closes the largest rival first"
    return [
        target(row, "first_party_closed_1917", "3", "legal_parties", "first_year_below", **cells, note=note)
    ]


def _requisition(shipped: Shipped) -> list[Row]:
    rows = []
    for row in shipped.rows(GRAIN, series="sown_area_grain_index", territory="European"):
        year = row["date_start"][:4]
        rows.append(
            target(row, f"sown_area_{year}", "4", "sown_area", "at", start=f"{year}-12", **figures(row))
        )
    for row in shipped.rows(GRAIN, series="grain_harvest", estimate="official, 1934 yearbook"):
        rows.append(_harvest(row, "4"))
    rows += [_harvest(row, "4", rival) for rival, row in _rivals(shipped, "1921")]
    taken = shipped.row(GRAIN, series="grain_procurement", estimate="Narkomprod", date_start="1920")
    note = "to the end of the farm year; the territory held grew"
    cells: dict[str, object] = {"start": "1921-07", **figures(taken), "note": note}
    rows.append(target(taken, "grain_taken_1921", "4", "grain_taken", "at", **cells))
    for rival, estimate in (("", "Andreev, Darskii & Kharkova; lit"), ("kao_mccrory_1999", "Kao")):
        row = shipped.row(COLLECTIVES, series="excess_deaths_famine", estimate=estimate)
        rows.append(_deaths(row, "famine_deaths_1923", "4", ("1920-12", "1923-06"), rival))
    return rows


def _rivals(shipped: Shipped, year: str) -> list[tuple[str, Row]]:
    """The harvest of one year by each estimate that has it alone."""
    found = shipped.rows(GRAIN, series="grain_harvest", date_start=year, date_end=year)
    return [
        (name, row) for name, words in HARVESTS.items() for row in found if row["estimate"].startswith(words)
    ]


def _harvest(row: Row, system: str, rival: str = "") -> Row:
    year = row["date_start"][:4]
    name = f"harvest_{year}.{rival}" if rival else f"harvest_{year}"
    cells: dict[str, object] = {"start": f"{year}-12", "rival": rival, **figures(row)}
    return target(row, name, system, "grain_harvest", "at", **cells)


def _deaths(row: Row, name: str, system: str, window: tuple[str, str], rival: str) -> Row:
    name = f"{name}.{rival}" if rival else name
    cells: dict[str, object] = {"start": window[0], "to": window[1], "rival": rival, **figures(row)}
    return target(row, name, system, "deaths_by_hunger_and_violence", "change", **cells)


def _retreat(shipped: Shipped) -> list[Row]:
    row = dated(shipped, "Tenth Congress replaces grain requisition")
    cells: dict[str, object] = {
        "start": "1917-12",
        "to": "1922-12",
        "level": 1,
        "value": year_of(row["date"]),
        "unit": "year",
    }
    return [target(row, "first_retreat_1921", "5", "concessions", "first_year", **cells)]


def _reversal(shipped: Shipped) -> list[Row]:
    rows = []
    estimate = "official (Davies 1980; TsSU"
    for row in shipped.rows(
        COLLECTIVES, series="share_of_households_coll", territory="USSR", estimate=estimate
    ):
        name = f"collective_share_{row['date_start'][:7].replace('-', '_')}"
        cells: dict[str, object] = {"start": month_before(row["date_start"]), **figures(row)}
        rows.append(target(row, name, "9", "collective_share", "at", **cells))
    horses = shipped.rows(GRAIN, series="livestock_horses", estimate="official (Stalin 1934)")
    normal = float(next(row["value"] for row in horses if row["date_start"].startswith("1916")))
    for row in horses:
        year = row["date_start"][:4]
        if year == "1916":
            continue
        cells = {"start": f"{year}-07", "value": float(row["value"]) / normal, "unit": "1"}
        cells |= {
            "status": weakest([row]),
            "note": f"horses in summer over those of 1916, {normal:g} million",
        }
        rows.append(target(row, f"draught_animals_{year}", "9", "draught_animals", "at", **cells))
    for row in shipped.rows(GRAIN, series="grain_harvest", estimate="Western low"):
        year = row["date_start"][:4]
        if year >= "1928":
            rows += [_harvest(row, "9"), *(_harvest(one, "9", name) for name, one in _rivals(shipped, year))]
    taken = shipped.row(GRAIN, series="grain_procurement", estimate="official, July-June", date_start="1931")
    rows.append(
        target(taken, "grain_taken_1932", "9", "grain_taken", "at", start="1932-07", **figures(taken))
    )
    return [*rows, *_famine(shipped), *_unrest(shipped)]


def _famine(shipped: Shipped) -> list[Row]:
    window, series = ("1930-12", "1934-12"), "excess_deaths_famine"
    rows = []
    for rival, words in {"": "Davies", **FAMINE}.items():
        begins = {"date_start": "1932"} if not rival else {}
        row = shipped.row(COLLECTIVES, series=series, estimate=words, territory="USSR", **begins)
        rows.append(_deaths(row, "famine_deaths_1934", "9", window, rival))
    return rows


def _unrest(shipped: Shipped) -> list[Row]:
    """Disturbances of 1930 by the month, which must sum to the year's count."""
    found = shipped.rows("soviet/observed_unrest.csv", series="mass_disturbances", territory="USSR")
    found = [row for row in found if row["series"] == "mass_disturbances" and row["date_start"] >= "1930"]
    months = [row for row in found if row["date_start"][:7] == row["date_end"][:7]]
    counts = [float(row["value"]) for row in sorted(months, key=lambda row: row["date_start"])]
    year = next(row for row in found if row["date_end"] == "1930-12-31" and row["date_start"] == "1930-01-01")
    agree(sum(counts), float(year["value"]), "disturbances of 1930")
    agree(len(counts), 12, "months of 1930")
    note = "disturbances counted by the month; the model has people acting at the end of a month"
    source = "soviet/observed_unrest.csv: mass_disturbances, USSR, months of 1930"
    cells: dict[str, object] = {"unit": "share", "note": note}
    first: dict[str, object] = {
        "start": "1930-01",
        "to": "1930-12",
        "value": max(counts) / sum(counts),
    }
    last: dict[str, object] = {
        "start": "1930-09",
        "to": "1930-12",
        "base_from": "1930-01",
        "base_to": "1930-12",
    }
    last |= {"value": sum(counts[8:]) / 4 / max(counts)}
    rows = [
        target(months, "unrest_peak_1930", "9", "peasants_acting", "highest_share", **first, **cells),
        target(months, "unrest_autumn_1930", "9", "peasants_acting", "ratio_to_highest", **last, **cells),
    ]
    return [row | {"source": source} for row in rows]


def _coercion(shipped: Shipped) -> list[Row]:
    """Sentences by the year from two departments' counts: the interior ministry's is the main one."""
    rows = []
    for recorded, series in (
        ("sentenced", "political_convictions"),
        ("sentenced_to_death", "political_death"),
    ):
        for rival, words in (("", "MVD first special department (Pavlov"), ("kgb", "KGB (Mozokhin")):
            for row in shipped.rows(REPRESSION, series=series, estimate=words):
                year = row["date_start"][:4]
                name = f"{recorded}_{year}.{rival}" if rival else f"{recorded}_{year}"
                cells: dict[str, object] = {
                    "start": f"{year}-01",
                    "to": f"{year}-12",
                    "rival": rival,
                    **figures(row),
                }
                rows.append(target(row, name, "10", recorded, "total", **cells))
    return rows


def _dissent(shipped: Shipped) -> list[Row]:
    file, rows = "soviet/observed_dissent.csv", []
    for rival, words, last in (("", "Chronicle", "1968-04"), ("amalrik_1969", "Amalrik", "1968-06")):
        row = shipped.row(file, series="cumulative_signatories", estimate=words)
        name = f"petition_names_1968.{rival}" if rival else "petition_names_1968"
        cells: dict[str, object] = {"start": "1967-12", "to": last, "rival": rival, **figures(row)}
        rows.append(target(row, name, "12", "signed_so_far", "change", **cells))
    row = shipped.row(file, series="persons_listed", date_start="1968-01-12")
    value = float(row["value"])
    note = "names listed, so a lower bound; error half of it: assumption"
    cells = {"start": "1967-12", "to": "1968-06", "value": value, "error": value / 2, "unit": "person"}
    rows.append(target(row, "signers_punished_1968", "12", "signers_punished", "change", **cells, note=note))
    return rows
