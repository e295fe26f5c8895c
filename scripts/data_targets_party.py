"""Targets of the party at its top: the apparatus, the struggle for the lead, what became of those of 1917."""

from __future__ import annotations

from data_targets_rows import Row, Shipped, agree, dated, target, where, year_of

PARTY = "soviet/observed_party.csv"
FATES = "soviet/observed_fates.csv"
SECRETARY = "Stalin I.V."
SIX = ("Trotsky", "Zinoviev", "Kamenev", "Bukharin", "Rykov", "Tomsky")
YEARS_OF_MEMBERS = (1921, 1924, 1927, 1930, 1934, 1936, 1938, 1939, 1945, 1952, 1956, 1961, 1970)


def apparatus(shipped: Shipped) -> list[Row]:
    """System 7: sizes and turnover of the committee, what the tiers sent up, secretaries from above."""
    return [*_committee(shipped), *_tiers(shipped), _appointed(shipped)]


def _committee(shipped: Shipped) -> list[Row]:
    """Sizes by the official counts, which three tables have; shares dropped by the rolls."""
    table = [row for row in shipped.rows("soviet/congresses.csv") if row["congress"] != "10"]
    rolls = {row["congress"]: row for row in shipped.rows("soviet/observed_committee.csv")}
    before = shipped.row("soviet/congresses.csv", congress="10")["start_date"][:7]
    sizes, shares = [], []
    for row in table:
        congress, month = row["congress"], row["start_date"][:7]
        size, roll = float(row["cc_full_elected"]), rolls[congress]
        count = shipped.row(PARTY, series="congress_cc_full_elected", item=f"congress {congress}")
        agree(size, float(roll["official_full"]), f"size at congress {congress}")
        agree(size, float(count["value"]), f"size at congress {congress}")
        agree(
            float(roll["dropped_share"]),
            float(roll["dropped"]) / float(roll["previous_listed"]),
            f"dropped at congress {congress}",
            1e-4,
        )
        name, note = f"committee_size_{month[:4]}", "an official count; error 1: assumption"
        cells: dict[str, object] = {
            "start": month,
            "value": size,
            "error": 1,
            "unit": "seat",
            "status": row["cc_size_status"],
        }
        sizes.append(target(count, name, "7", "committee_size", "at", **cells, note=note))
        cells = {"start": before, "to": month, "value": float(roll["dropped_share"]), "unit": "share"}
        name, note = (
            f"committee_dropped_{month[:4]}",
            "the dead count as dropped; the rolls are mostly recalled",
        )
        cells |= {"status": "recalled", "note": note}
        shares.append(target(roll, name, "7", "central_committee", "dropped", **cells))
        before = month
    return [*sizes, *shares]


def _tiers(shipped: Shipped) -> list[Row]:
    """The discussion of 1923-24 by tier, and the vote of 1925."""
    cells: dict[str, object] = {"start": "1924-01", "unit": "share"}
    found = shipped.rows("soviet/funnel_1923.csv")
    for row in (row for row in found if row["opposition"]):
        agree(float(row["share"]), float(row["opposition"]) / float(row["total"]), where(row), 1e-4)
    kinds = [row for row in found if row["tier"].startswith("1 members of")]
    part, all_ = (sum(float(row[column]) for row in kinds) for column in ("opposition", "total"))
    one, moscow = "tier_share", "tier_share_moscow"
    rows = [target(kinds, "moscow_members_1923", "7", f"{moscow}[0]", "at", value=part / all_, **cells)]
    tiers = (
        ("2 district", "moscow_districts_1924", f"{moscow}[1]", ""),
        ("3 province vote", "moscow_province_1924", f"{moscow}[2]", ""),
        ("3 province delegates", "moscow_province_1924", f"{moscow}[2]", "opposition_claim"),
        ("4 national", "conference_1924", f"{one}[3]", ""),
    )
    for tier, name, recorded, rival in tiers:
        row = shipped.row("soviet/funnel_1923.csv", tier=tier)
        full = f"{name}.{rival}" if rival else name
        more: dict[str, object] = {"value": float(row["share"]), "rival": rival}
        rows.append(target(row, full, "7", recorded, "at", **more, **cells))
    vote = shipped.rows("soviet/votes_1921_1927.csv", vote="congress_1925")[0]
    agree(float(vote["share"]), float(vote["votes"]) / float(vote["total"]), where(vote), 1e-4)
    cells = {"start": vote["date"][:7], "value": float(vote["share"]), "unit": "share"}
    name = "delegates_for_line_1925"
    rows.append(target(vote, name, "7", "delegates[0]/delegates", "at", **cells))
    return rows


def _appointed(shipped: Shipped) -> Row:
    kind = "gubkom_obkom_secretaries"
    pair = [f"{kind}_appointed_from_above", f"{kind}_surveyed"]
    found = [shipped.row("soviet/appointments.csv", metric=name) for name in pair]
    for row in found:
        again = shipped.row(PARTY, series=row["metric"])
        agree(float(row["value"]), float(again["value"]), row["metric"])
    value = float(found[0]["value"]) / float(found[1]["value"])
    note = "appointed from above is not the same as belonging to a following"
    cells: dict[str, object] = {
        "start": found[0]["period_end"],
        "value": value,
        "unit": "share",
        "note": note,
    }
    name, recorded = "appointed_from_above_1923", "province_following/province_held"
    return target(found, name, "7", recorded, "at", **cells)


def struggle(shipped: Shipped) -> list[Row]:
    """Who holds the office after each congress, when two leave the circle, whom majorities turn against."""
    rows = []
    for row in shipped.rows("soviet/observed_offices.csv", body="leader"):
        month = row["date"][:7]
        if int(row["congress"]) < 12:
            continue  # the tenth is the start, and a dated event seats the one who follows
        held = row["person"] == SECRETARY
        cells: dict[str, object] = {
            "start": month,
            "value": float(held),
            "unit": "share",
            "note": "1: he holds the office",
        }
        rows.append(target(row, f"secretary_{month[:4]}", "8", f"secretary={SECRETARY}", "at", **cells))
    for name, event, first in (
        ("trotsky", "Trotsky and Kamenev removed from the Politburo", "1923-04"),
        ("bukharin", "Bukharin removed from the Politburo", "1924-06"),
    ):
        row = dated(shipped, event)
        cells = {"start": first, "to": "1934-03", "level": 0, "value": year_of(row["date"]), "unit": "year"}
        full = f"{name}_leaves_politburo_{row['date'][:4]}"
        rows.append(target(row, full, "8", f"{name}_in_politburo", "first_year_below", **cells))
    return [*rows, _partners(shipped)]


def _partners(shipped: Shipped) -> Row:
    """Of all who left the circle from the second round on, the share who had stayed in the round before."""
    found = [
        row
        for row in shipped.rows("soviet/observed_politburo.csv", body="politburo_full")
        if "1921" <= row["date"] <= "1939-12"
    ]
    dates = sorted({row["date"] for row in found})
    circles = [{row["person"] for row in found if row["date"] == day} for day in dates]
    majority: set[str] | None = None
    left = partners = 0
    for place in range(1, len(circles)):
        gone = circles[place - 1] - circles[place]
        if gone and majority is not None:
            left, partners = left + len(gone), partners + len(gone & majority)
        majority = circles[place - 1] & circles[place] if gone else majority
    cells: dict[str, object] = {
        "start": "1921-03",
        "to": "1939-03",
        "value": partners / left,
        "unit": "share",
    }
    note = f"{partners} of {left}; the dead count as gone"
    row = target(found, "partners_dropped_1939", "8", "politburo", "partners_dropped", **cells, note=note)
    return row | {"source": "soviet/observed_politburo.csv: politburo_full, 1921-1939"}


def closing(shipped: Shipped) -> list[Row]:
    """Of those of 1917 the living members, and whether six leaders were dead or put out by January 1939."""
    names = {row["name"] for row in shipped.rows("soviet/elite_1917.csv")}
    found = [row for row in shipped.rows(FATES) if row["person"] in names]
    rows = []
    for year in YEARS_OF_MEMBERS:
        value = float(sum(not _gone(row, year) for row in found))
        cells: dict[str, object] = {"start": f"{year}-12", "value": value, "unit": "person"}
        note = "deaths and expulsions whose year is not on record count as not yet"
        row = target(found, f"old_members_{year}", "11", "old_members", "at", **cells, note=note)
        source = "soviet/observed_fates.csv: those who stand in soviet/elite_1917.csv"
        rows.append(row | {"source": source, "source_key": "gse_1970|goriachev_2005|zalesskii_2000"})
    for name in SIX:
        row = shipped.row(FATES, person=f"{name} ")
        value = float(_gone(row, 1938))
        cells = {"start": "1939-01", "level": 2, "value": value, "unit": "share"}
        note = "1: dead or put out; the record knows the year of expulsion only for some"
        full = f"put_out_{name.lower()}_1939"
        rows.append(target(row, full, "11", f"fate_{name.lower()}", "below", **cells, note=note))
    return rows


def _gone(row: Row, year: int) -> bool:
    """Whether somebody was dead or put out at the end of a year, as far as years are on record."""
    return any(row[column] and int(row[column]) <= year for column in ("death_year", "first_expelled_year"))
