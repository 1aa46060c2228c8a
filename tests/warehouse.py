"""The roll-up as plain SQL over a folder of facts gives the totals that phubieu gives.

usage: warehouse.py duckdb|spark FOLDER.parquet TOTALS.csv
"""

import csv
import math
import sys
from decimal import Decimal

TABLES = ["figures", "ratio_parts", "units", "places", "weights"]


def duckdb_rows(folder, sql):
    import duckdb

    db = duckdb.connect()
    facts = f"{folder}/facts/*/*/*.parquet"
    db.execute(
        "CREATE VIEW facts AS SELECT * FROM "
        f"read_parquet('{facts}', hive_partitioning = true, hive_types_autocast = false)"
    )
    for table in TABLES:
        db.execute(f"CREATE VIEW {table} AS SELECT * FROM '{folder}/{table}.parquet'")
    return db.execute(sql).fetchall()


def spark_rows(folder, sql):
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    spark.read.parquet(f"{folder}/facts").createOrReplaceTempView("facts")
    for table in TABLES:
        spark.read.parquet(f"{folder}/{table}.parquet").createOrReplaceTempView(table)
    return [tuple(row) for row in spark.sql(sql).collect()]


def main():
    engine, folder, totals = sys.argv[1:]
    sql = open(f"{folder}/rollup.sql", encoding="utf-8").read()
    rows = {"duckdb": duckdb_rows, "spark": spark_rows}[engine](folder, sql)
    found = {}
    for form, row, column, unit, period, era, rule, value, quotient, reported, expected, excluded in rows:
        assert isinstance(period, str) and isinstance(unit, str), (period, unit)
        found[form, row, column, unit, period] = (value, quotient, reported, expected, excluded)
    compared = 0
    for total in csv.DictReader(open(totals, encoding="utf-8")):
        if total["state"] not in ("number", "partial", "nil") or total["rule"] in ("count", "first", "concat"):
            continue
        key = tuple(total[name] for name in ("form", "row", "column", "unit", "period"))
        value, quotient, reported, expected, excluded = found[key]
        own = Decimal(total["value"])
        if total["rule"] in ("sum", "last", "min", "max"):
            assert value == own, (key, value, own)
        else:
            assert math.isclose(quotient, float(own), rel_tol=1e-12), (key, quotient, own)
        # How many units stand behind the total; units that sent nothing are expected and not reported.
        if total["row"] != "*":
            counts = (int(total["reported"]), int(total["expected"]))
            assert (reported, expected) == counts, (key, reported, expected, counts)
        compared += 1
    assert compared > 20, compared
    print(f"{engine}: {compared} totals are those of phubieu")


main()
