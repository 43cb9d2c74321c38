"""Computes a year's figures from what the collector received, and compares every line of its reports with them.

    check_figures.py INDEX ANSWERS

INDEX is the collector's SQLite index; of it only what was received and imported is read: manifests, receipts, offices,
successions, baselines, targets. Facts and counters are not. ANSWERS is a folder of answers of 'progress --json', named
VIEW.NUMBER.json, where VIEW is 'levels' or 'offices'. The computing is done by DuckDB in golden/*.sql, which share
nothing with the collector: they follow docs/progress.md.

Exits with 1 and names the lines that differ.
"""

import base64
import collections
import hashlib
import json
import pathlib
import sqlite3
import sys
from datetime import date

import duckdb

EPOCH = date(1970, 1, 1).toordinal()
LISTED = 40


def rows(index: sqlite3.Connection, query: str) -> list[tuple]:
    return index.execute(query).fetchall()


def received(index: sqlite3.Connection) -> list[tuple]:
    """Every manifest with its digest, as it is signed, and the outcome that its receipt states."""
    outcomes = {}
    for (envelope,) in rows(index, "SELECT envelope FROM receipt"):
        receipt = json.loads(base64.b64decode(json.loads(envelope)["payload"]))
        outcomes[receipt["manifest"]] = receipt["outcome"]
    found = []
    for (envelope,) in rows(index, "SELECT envelope FROM manifest"):
        payload = base64.b64decode(json.loads(envelope)["payload"])
        digest = hashlib.sha256(payload).hexdigest()
        found.append((digest, payload.decode(), outcomes.get(digest)))
    return found


def fill(db: duckdb.DuckDBPyConnection, table: str, columns: str, values: list[tuple]) -> None:
    db.execute(f"CREATE TABLE {table} ({columns})")
    if values:
        db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values[0]))})", values)


def load(db: duckdb.DuckDBPyConnection, index: sqlite3.Connection) -> None:
    fill(db, "received", "digest VARCHAR, payload JSON, outcome VARCHAR", received(index))
    fill(db, "site", "id VARCHAR, closed BIGINT", rows(index, "SELECT id, closedOn FROM site"))
    fill(
        db, "fact", "site VARCHAR, since BIGINT, name VARCHAR, level VARCHAR, parent VARCHAR, exempt BOOLEAN",
        rows(index, "SELECT site, validFrom, name, level, parent, isExempt FROM siteFact"))
    fill(
        db, "succession", "predecessor VARCHAR, successor VARCHAR, kind VARCHAR, day BIGINT",
        rows(index, "SELECT predecessor, successor, kind, day FROM succession"))
    # An authority that is no office stands with its level before it.
    fill(
        db, "entry", "id BIGINT, batch BIGINT, indicator VARCHAR, kind VARCHAR, scope VARCHAR, first BIGINT,"
        " last BIGINT, denominator BIGINT, numerator BIGINT",
        rows(index, """SELECT id, batch, indicator, iif(instr(scope, ':') > 0, 'authority', scopeKind), scope, firstDay,
            lastDay, denominator, reportedNumerator FROM baselineEntry"""))
    fill(db, "approved", "batch BIGINT", rows(index, "SELECT batch FROM baselineDecision WHERE isApproved"))
    fill(
        db, "target", "indicator VARCHAR, level VARCHAR, year INTEGER, permille INTEGER, other INTEGER",
        rows(index, "SELECT indicator, level, year, permille, otherPermille FROM target"))


def number(day: str) -> int:
    return date.fromisoformat(day).toordinal() - EPOCH


def expected(db: duckdb.DuckDBPyConnection) -> dict[tuple, dict]:
    """The lines by answer, indicator and scope, in the form of the answers."""
    result = db.execute("FROM line")
    names = [column[0] for column in result.description]
    lines = {}
    for values in result.fetchall():
        line = dict(zip(names, values, strict=True))
        hundredths = line["hundredths"]
        target = line["targetYear"] is not None
        verdicts = {
            "numerator": line["numerator"], "denominator": line["denominator"],
            "percent": None if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02}",
            "numeratorSource": line["source"],
            "target": [line["targetYear"], line["targetPermille"], line["otherPermille"]] if target else None,
            "verdict": line["verdict"],
            "pace": None if line["forecast"] is None else [
                line["expectedPermille"], line["onPace"], line["forecast"], line["forecastDay"]],
            "withoutDenominator": sorted((o["id"], o["numerator"]) for o in line["outside"] or []),
            "notes": line["notes"],
            "rollUp": None if line["predecessors"] is None else [
                line["predecessors"], line["ownNumerator"], line["ownDenominator"]],
        }
        lines[(line["view_"], line["ask"], line["indicator"], line["kind"], line["id"], line["level"])] = verdicts
    return lines


def answered(view: str, ask: int, answer: dict) -> dict[tuple, dict]:
    """The lines of one answer, the same way."""
    lines = {}
    for line in answer["lines"]:
        scope, target, pace, roll = line["scope"], line["target"], line["pace"], line.get("rollUp")
        key = (view, ask, line["indicator"], scope["kind"], scope.get("id"), scope.get("level"))
        assert key not in lines, f"two lines of {key}"
        lines[key] = {
            **{name: line[name] for name in ("numerator", "denominator", "percent", "numeratorSource", "verdict")},
            "target": None if target is None else [
                target["year"], target["permille"], (target.get("other") or {}).get("permille")],
            "pace": None if pace is None else [
                pace["expectedPermille"], pace["onPace"], pace["forecast"], pace.get("forecastDay")],
            "withoutDenominator": sorted((o["id"], o.get("numerator")) for o in line["withoutDenominator"]),
            "notes": sorted(note["code"] for note in line["notes"]),
            "rollUp": None if roll is None else [
                roll["predecessors"], roll["ownNumerator"], roll.get("ownDenominator")],
        }
    return lines


def main() -> None:
    index = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    db = duckdb.connect()
    load(db, index)
    given: dict[tuple, dict] = {}
    asks, names = {}, {}
    for path in sorted(pathlib.Path(sys.argv[2]).glob("*.json")):
        view, ask, _ = path.name.split(".")
        answer = json.loads(path.read_text())
        period = answer["period"]
        asks[int(ask)] = (int(ask), number(period["first"]), number(period["last"]), number(answer["day"]))
        names[int(ask)] = f"{period['name']} on {answer['day']}"
        given |= answered(view, int(ask), answer)
    fill(db, "ask", "ask INTEGER, first BIGINT, last BIGINT, day BIGINT", list(asks.values()))
    folder = pathlib.Path(__file__).parent / "golden"
    for script in sorted(folder.glob("*.sql")):
        db.execute(script.read_text())
    computed = expected(db)

    wrong = []
    for key in sorted(computed.keys() | given.keys(), key=str):
        view, ask, *scope = key
        ours, theirs = computed.get(key), given.get(key)
        if ours is None or theirs is None:
            wrong.append(f"{names[ask]} {view} {scope}: {'only computed' if theirs is None else 'only answered'}")
            continue
        for name in ours:
            if ours[name] != theirs[name]:
                wrong.append(
                    f"{names[ask]} {view} {scope} {name}: computed {ours[name]}, answered {theirs[name]}")
    rates = sum(1 for line in computed.values() if line["denominator"])
    cases = collections.Counter(note for line in computed.values() for note in line["notes"])
    print(json.dumps({"lines": len(computed), "rates": rates, "notes": cases,
        "counted": dict(db.execute("SELECT measure, sum(n)::BIGINT FROM counted GROUP BY 1 ORDER BY 1").fetchall()),
        "overtaken": db.execute("SELECT count(*) FROM overtaken").fetchone()[0]}))
    for line in wrong[:LISTED]:
        print(line, file=sys.stderr)
    if len(wrong) > LISTED:
        print(f"… and {len(wrong) - LISTED} more", file=sys.stderr)
    sys.exit(1 if wrong else 0)


main()
