"""Reads the list of sampled clusters: either all of them, or everything that is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from questionnaires import Fault
from scoring.design_tally import Cell
from scoring.survey_design import SampledCluster
from survey_app.results.points_file import text_faults
from survey_app.results.response_columns import whole_number
from survey_app.table_files.csv_table import CsvTable
from survey_app.table_files.problems import FaultLog, TableCode, shown

REQUIRED = ("unit_code", "cluster", "n_clusters_pop", "cluster_pop")
OPTIONAL = ("stratum",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClustersReading:
    """The sampled clusters in the order of the file, none when there are faults."""

    clusters: tuple[SampledCluster, ...]
    faults: tuple[Fault, ...]
    total_faults: int
    warnings: tuple[Fault, ...]
    sha256: str


def read_clusters(path: Path) -> ClustersReading:
    """Read `unit_code, stratum, cluster, n_clusters_pop, cluster_pop`, one row a cluster.

    Raises OSError when the file cannot be read at all.
    """
    log = FaultLog()
    clusters = []
    with path.open("rb") as stream:
        table = CsvTable(stream, log=log)
        if table.open(required=REQUIRED, optional=OPTIONAL):
            for block in table.blocks():
                names = tuple(block.columns)
                for row, cells in zip(
                    block.rows, zip(*block.columns.values(), strict=True), strict=True
                ):
                    values = (cell.strip() for cell in cells)
                    clusters.append(_cluster(row, dict(zip(names, values, strict=True)), log=log))
    return ClustersReading(
        clusters=() if log.total else tuple(clusters),
        faults=tuple(log.faults),
        total_faults=log.total,
        warnings=tuple(log.warnings),
        sha256=table.sha256,
    )


def _cluster(row: int, cells: Mapping[str, str], *, log: FaultLog) -> SampledCluster:
    for name in ("unit_code", "cluster"):
        for code, details in text_faults(cells[name]):
            log.note(code, f"row {row}, {name}", **details)
    return SampledCluster(
        row=row,
        cell=Cell(cells["unit_code"], cells.get("stratum", ""), cells["cluster"]),
        clusters_in_population=_count(row, "n_clusters_pop", cells, log=log),
        people_in_population=_count(row, "cluster_pop", cells, log=log),
    )


def _count(row: int, name: str, cells: Mapping[str, str], *, log: FaultLog) -> int:
    count = whole_number(cells[name])
    if count is None:
        log.note(TableCode.NOT_A_COUNT, f"row {row}, {name}", value=shown(cells[name]))
    return int(count or 0)
