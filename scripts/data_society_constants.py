"""Constants of the whole system: what the data hold, and what follows in one line of arithmetic.

What the data do not hold is not here: no count of an intelligentsia, no garrison of other towns, no yearly
series of requisition that was seen, no need of grain measured by itself.
"""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import mean, stdev

from data_common import Row, weakest
from data_society_observed import Data, number

FORCES: tuple[tuple[str, str, str], ...] = (
    # name, item of the file on Petrograd, estimate or hour that picks one row
    ("garrison_of_the_capital", "Petrograd garrison in the city", "Rabinowitch"),
    ("red_guards_of_the_capital", "Red Guards in Petrograd", "Wade; Soviet historians"),
    ("attackers_active", "people actively involved in the insurrection", "Trotsky and Figes"),
    ("share_of_workers_and_soldiers_active", "share of all workers and soldiers actively involved", "Figes"),
    ("defenders_of_the_palace_daytime", "all defenders of the Winter Palace", "Nazarenko"),
    ("defenders_of_the_palace_peak", "all defenders of the Winter Palace", "Rabinowitch"),
    ("defenders_of_the_palace_late", "all defenders of the Winter Palace", "1920s popular history"),
    ("cadets_hostile", "cadets in Petrograd hostile to insurrection", "Trotsky"),
    ("sailors_by_sea", "Kronstadt sailors expected on the Amur and destroyers", "Antonov-Ovseenko"),
    ("attackers_killed", "insurgents killed in taking the Winter Palace", "Antonov-Ovseenko message"),
)
RISINGS: tuple[tuple[str, str, str, str, str], ...] = (
    # name, event, series, first day, start of the estimate
    ("tambov_insurgents_start", "Tambov rebellion", "insurgents", "1920-08", "encyclopedia"),
    ("tambov_insurgents_peak", "Tambov rebellion", "insurgents", "1921-02", "encyclopedia"),
    ("tambov_troops_start", "Tambov rebellion", "government_troops", "1920-11", "encyclopedia"),
    ("tambov_troops_peak", "Tambov rebellion", "government_troops", "1921-03", "encyclopedia"),
    ("tambov_troops_summer", "Tambov rebellion", "government_troops", "1921-05", "Topwar"),
    ("kronstadt_insurgents", "Kronstadt revolt", "insurgents", "1921-03-12", "encyclopedia"),
    ("kronstadt_insurgents_high", "Kronstadt revolt", "insurgents", "1921-03-01", "popular"),
    ("kronstadt_troops_first", "Kronstadt revolt", "government_troops", "1921-03-07", "encyclopedia"),
    ("kronstadt_troops_second", "Kronstadt revolt", "government_troops", "1921-03-16", "encyclopedia"),
    ("kronstadt_troops_second_high", "Kronstadt revolt", "government_troops", "1921-03-17", "popular"),
    ("intervention_1968_first", "Prague Spring invasion", "intervention_troops", "1968-08-20", ""),
    ("intervention_1968_peak", "Prague Spring invasion", "intervention_troops", "1968-09", ""),
    ("poland_1970_troops", "Poland December 1970", "government_troops", "1970-12", ""),
)
HARVEST = {  # year: estimate of the harvest, the one series that covers the years 1922-28
    **dict.fromkeys(range(1922, 1927), "official, 1934 yearbook (Nove)"),
    1927: "official (TsSU)",
    1928: "official, later Soviet revision",
}


def constant_rows(data: Data) -> list[Row]:
    """The rows of soviet/constants.csv."""
    rows = [*_forces(data), *_people(data), *_grain(data), *_spread(data), *_risings(data), *_police(data)]
    return rows + _delegates(data)


def only(rows: list[Row], **wanted: str) -> Row:
    """The one row whose columns start with what is wanted; more or fewer is an error."""
    found = [r for r in rows if all(r[k].startswith(v) for k, v in wanted.items())]
    if len(found) != 1:
        raise ValueError(f"{wanted}: {len(found)} rows")
    return found[0]


def given(name: str, row: Row, unit: str = "", factor: float = 1.0) -> Row:
    """A constant that one row holds; the middle of a range is computed."""
    read = number(row) if "value" not in row else {"value": row["value"], "low": "", "high": "", "unit": unit}
    middle = "" if read["value"] else f"middle of the range, which is {row['status']}; "
    value = float(read["value"]) if read["value"] else (float(read["low"]) + float(read["high"])) / 2
    ends = {k: plain(float(read[k]) * factor) if read[k] else "" for k in ("low", "high")}
    status = "computed" if middle else row["status"]
    out = _constant(name, value * factor, unit or read["unit"], [row], middle + row["note"], status)
    return {**out, **ends}


def computed(name: str, value: float, unit: str, rows: list[Row], why: str, **ends: float) -> Row:
    """A constant that follows from several rows as `why` says."""
    out = _constant(
        name, value, unit, rows, f"{why}; inputs {weakest({r['status'] for r in rows})}", "computed"
    )
    return {**out, **{k: plain(v) for k, v in ends.items()}}


def plain(value: float) -> str:
    """A number as text: whole numbers in full, others with six digits, never with an exponent of ten."""
    return f"{value:.0f}" if value == round(value) else f"{value:.6g}"


def _constant(name: str, value: float, unit: str, rows: list[Row], note: str, status: str) -> Row:
    sources = dict.fromkeys(r["source"] for r in rows)
    return {
        "name": name,
        "value": plain(value),
        "low": "",
        "high": "",
        "unit": unit,
        "source": "; ".join(sources),
        "status": status,
        "note": note.strip("; "),
    }


def _forces(data: Data) -> list[Row]:
    """Who was there on 7 November 1917."""
    rows = data["petrograd_1917"]
    return [given(name, only(rows, item=item, estimate=by)) for name, item, by in FORCES]


def _people(data: Data) -> list[Row]:
    """The country in 1914-17."""
    industry = data["industry"]
    urban = only(industry, series="urban_population", date_start="1914")
    workers = only(industry, series="industrial_workers", date_start="1917")
    army = only(data["constituent_assembly_1917"], district="army_and_navy_total", party="bolsheviks")
    towns = float(urban["value_million_persons"]) * 1e6
    rows = [
        given("townspeople_1914", urban, "persons", 1e6),
        computed("population_1914", towns / 0.2, "persons", [urban], "townspeople / 0.2, about 20 percent"),
        computed("peasants_1914", towns / 0.2 * 0.8, "persons", [urban], "population less townspeople"),
        given("industrial_workers_1917", workers, "persons", 1000),
        computed(
            "soldiers_voting_1917",
            float(army["total_votes"]),
            "persons",
            [army],
            "votes cast on the fronts and in the fleets: a floor of the army",
        ),
    ]
    for place in ("Petrograd", "Moscow"):
        town = only(industry, series="city_population", territory=place, date_start="1917-02")
        rows.append(given(f"population_{place.lower()}_1917", town, "persons", 1000))
    return rows


def _grain(data: Data) -> list[Row]:
    """Harvest, land, norms, and what towns took before the war."""
    farm, low = data["agriculture"], "Western low"
    average = only(farm, series="grain_harvest", date_start="1909", estimate=low)
    year = only(farm, series="grain_harvest", date_start="1913", estimate=low)
    land = only(farm, series="sown_area_grain", date_start="1913", estimate="official (Stalin")
    sold = only(
        farm, series="extra_rural_marketed", territory="Russian Empire / USSR: all", date_start="1909"
    )
    abroad = only(farm, series="grain_export", date_start="1909")
    urban = only(data["industry"], series="urban_population", date_start="1914")
    heads = float(urban["value_million_persons"])
    stayed = float(average["value_million_tonnes"]) * float(sold["value_percent"]) / 100
    stayed -= float(abroad["value_million_tonnes"])
    rival = [float(r["value_million_tonnes"]) for r in farm
             if r["series"] == "grain_harvest" and r["date_start"] == "1909-01-01"
             and r["territory"].startswith("USSR")]  # fmt: skip
    rows = [
        {**given("harvest_prewar", average), "low": f"{min(rival):g}", "high": f"{max(rival):g}"},
        given("harvest_1913", year),
        given("sown_grain_1913", land),
        given("sown_all_1913", only(farm, series="sown_area_all", date_start="1913")),
        computed(
            "yield_1913",
            float(year["value_million_tonnes"]) / float(land["value_million_ha"]),
            "tonne/hectare",
            [year, land],
            "harvest of 1913 / grain land of 1913",
        ),
        given("export_prewar", abroad),
        given("marketed_share_prewar", sold),
        computed(
            "grain_need_of_towns",
            stayed / heads,
            "tonne/person/year",
            [average, sold, abroad, urban],
            "(harvest x share sold outside the village - export) / townspeople; weak: the territories differ "
            "and the army and industry are inside",
        ),
        given("norm_surplus_low", only(farm, series="procurement_norm_share_of_estimated_yield_lower")),
        given("norm_surplus_high", only(farm, series="procurement_norm_share_of_estimated_yield_upper")),
    ]
    norm = only(farm, series="procurement_norm_share_of_estimated_yield_lower")
    rows.append(
        computed("norm_elsewhere", 12.5, "percent", [norm], "at most one eighth, in the note of the norm")
    )
    for start in ("1917", "1918", "1919", "1920"):
        took = only(farm, series="grain_procurement", estimate="Narkomprod", date_start=f"{start}-07")
        rows.append(given(f"procurement_{start}", took))
    return rows


def _spread(data: Data) -> list[Row]:
    """The spread of the yearly yield, 1922-28."""
    farm, logs, used = data["agriculture"], [], []
    for year, estimate in HARVEST.items():
        crop = only(farm, series="grain_harvest", date_start=str(year), estimate=estimate)
        land = next(
            r for r in farm if r["series"] == "sown_area_grain" and r["date_start"].startswith(str(year))
        )
        logs.append(math.log(float(crop["value_million_tonnes"]) / float(land["value_million_ha"])))
        used += [crop, land]
    steps = [b - a for a, b in pairwise(logs)]
    n = len(logs) - 1
    return [
        computed(
            "yield_spread",
            stdev(logs),
            "1",
            used,
            "standard deviation of log harvest per sown hectare of grain, seven years; a 95 percent interval "
            "from chi-square with 6 degrees of freedom (1.237, 14.449)",
            low=stdev(logs) * math.sqrt(n / 14.449),
            high=stdev(logs) * math.sqrt(n / 1.237),
        ),
        computed("yield_growth", mean(steps), "1/year", used, "mean yearly step of the same logs: recovery"),
    ]


def _risings(data: Data) -> list[Row]:
    """Insurgents and troops of the risings."""
    return [
        given(name, only(data["unrest"], event=event, series=series, date_start=first, estimate=by))
        for name, event, series, first, by in RISINGS
    ]


def _police(data: Data) -> list[Row]:
    """Arrests a year, camps, and the quiet measures of the end."""
    rows, police = [], data["repression"]
    for first, last in ((1922, 1929), (1930, 1936), (1937, 1938)):
        years = [only(police, series="state_security_arrests", estimate="OGPU", date_start=f"{y}-01")
                 for y in range(first, last + 1)]  # fmt: skip
        counts = [float(r["value_persons"]) for r in years]
        rows.append(
            computed(
                f"arrests_a_year_{first}_{last}",
                mean(counts),
                "persons/year",
                years,
                "mean of the yearly counts, with the least and the most",
                low=min(counts),
                high=max(counts),
            )
        )
    rows.append(given("cheka_arrests_1918", only(police, series="cheka_arrests")))
    rows.append(given("camps_1930", only(police, series="gulag_camps_stock", date_start="1930")))
    rows.append(given("camps_1934", only(police, series="gulag_camps_stock", date_start="1934")))
    for name, series in (
        ("prophylaxis_a_year", "kgb_prophylaxis_total"),
        ("prosecuted_a_year", "kgb_prosecuted_total"),
    ):
        row = only(police, series=series, date_start="1967")
        rows.append(
            computed(f"{name}_1967_1970", float(row["value_persons"]) / 4, "persons/year", [row], "a quarter")
        )
    return rows


def _delegates(data: Data) -> list[Row]:
    """Sizes of congresses and of the party."""
    soviets = data["soviets_congress_2"]
    opening = only(soviets, item="delegates_arrived_at_opening")
    rows = [
        {**given("delegates_soviets_2", opening, "persons"), "low": "649", "high": "670"},
        given("delegates_soviets_1", only(soviets, congress="first", item="delegates_total"), "persons"),
    ]
    for date in ("1917-08-08", "1917-11-07", "1921-03-08"):
        row = only(data["party_membership"], date=date)
        rows.append(
            given(f"party_members_{date[:7].replace('-', '_')}", {**row, "value": row["total"]}, "persons")
        )
    for number_of in ("6", "7", "10"):
        row = next(r for r in data["congresses"] if r["congress_number"] == number_of)
        rows.append(
            given(f"delegates_party_{number_of}", {**row, "value": row["voting_delegates"]}, "persons")
        )
    return rows
