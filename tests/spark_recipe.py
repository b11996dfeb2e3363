"""The recipe of docs/archives.md on Spark in local mode: the same rows as without Spark.

Needs Java 17 and, in an environment of their own, pyspark and pandas: see .ci/run. Run by itself:
python tests/spark_recipe.py
"""

from __future__ import annotations

import os
import pathlib
import sys
import tempfile

import pyarrow as pa

from vnreport.arrow import SCHEMA_DDL, process_batches

SAMPLES = pathlib.Path(__file__).parent.parent / "corpora" / "samples"


def main() -> None:
    """Files into Spark, tables out, compared with the function called directly."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable  # the workers run in this environment too
    spark = (
        SparkSession.builder.master("local[2]")
        .appName("vnreport")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "64")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    try:
        files = spark.read.format("binaryFile").load(str(SAMPLES / "*.txt")).select("path", "content")
        analysed = files.mapInArrow(process_batches, SCHEMA_DDL)
        with tempfile.TemporaryDirectory() as folder:
            analysed.write.mode("overwrite").parquet(f"{folder}/out")
            made = spark.read.parquet(f"{folder}/out")
            found = {row["source"]: row for row in made.collect()}
            cited = made.selectExpr("explode(citations) as c").selectExpr("c.code").groupBy("code").count().collect()
        names, contents = zip(
            *((path, pathlib.Path(path.removeprefix("file:")).read_bytes()) for path in found), strict=True
        )
        (direct,) = process_batches([pa.RecordBatch.from_pydict({"path": names, "content": contents})])
        for row in direct.to_pylist():
            other = found[row["source"]].asDict(recursive=True)
            if other != row:
                sys.exit(f"{row['source']}: Spark gives other values than the function alone")
    finally:
        spark.stop()
    print(f"{len(found)} documents, {len(cited)} codes: the same on Spark as without it")


if __name__ == "__main__":
    main()
