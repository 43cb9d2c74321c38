"""Adds totals up from the collector's raw tables with DuckDB: sum_raw_tables.py INDEX COPY FIRST LAST TIMES QUERIES

Copies manifest, dossier and document of the SQLite index into the DuckDB file COPY once; then runs R1.sql, R2.sql and
R3.sql of the folder QUERIES, TIMES times and once before that. Prints the seconds of each time, and the totals.
"""

import json
import os
import pathlib
import subprocess
import sys
import time

import duckdb

TABLES = {
    "manifest": "id, site, dossierCode, sealedAt, state, isEffective",
    "dossier": "manifest, componentsComplete",
    "document": "manifest, role, authority, level, inForce, issuedOn, resultKey",
}


def copy(index: str, path: str) -> None:
    """Makes the DuckDB file, under another name until it is whole."""
    part = path + ".part"
    pathlib.Path(part).unlink(missing_ok=True)
    with duckdb.connect(part) as db:
        for table, columns in TABLES.items():
            file = f"{part}.{table}.csv"
            with open(file, "wb") as out:
                query = f"SELECT {columns} FROM {table} ORDER BY 1"
                subprocess.run(["sqlite3", "-readonly", "-csv", "-header", index, query], stdout=out, check=True)
            db.execute(f"CREATE TABLE {table} AS FROM read_csv('{file}', header = true, sample_size = -1)")
            os.remove(file)
    os.rename(part, path)


def main() -> None:
    index, path, first, last, times, folder = sys.argv[1:]
    if not os.path.exists(path):
        copy(index, path)
    queries = {name: pathlib.Path(folder, name + ".sql").read_text() for name in ("R1", "R2", "R3")}
    seconds = []
    totals: dict[str, dict[str, int]] = {}
    with duckdb.connect(path, read_only=True) as db:
        # As SQLite has it.
        db.execute("CREATE TEMP MACRO julianday(text) AS epoch(CAST(text AS DATE)) / 86400 + 2440587.5")
        for repetition in range(int(times) + 1):
            start = time.monotonic()
            for name, query in queries.items():
                totals[name] = dict(db.execute(query, [int(first), int(last)]).fetchall())
            if repetition > 0:
                seconds.append(time.monotonic() - start)
    json.dump({"seconds": seconds, "totals": totals}, sys.stdout)


main()
