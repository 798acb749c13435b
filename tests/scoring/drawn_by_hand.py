"""A draw written anew from docs/sampling.md with nothing but hashlib, to compare ours with it."""

import hashlib

Case = tuple[str, str, str]
"""Case id, stratum, order key."""
Row = tuple[str, str, str, int]
"""Case id, stratum, list, place."""


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def list_hash(cases: list[Case]) -> str:
    lines = ["\t".join(case) + "\n" for case in cases]
    return digest("".join(sorted(lines)))


def by_keys(
    cases: list[Case], targets: dict[str, tuple[int, int]], *, seed: str, name: str
) -> list[Row]:
    rows: list[Row] = []
    for stratum in sorted(targets):
        official, reserve = targets[stratum]
        ranked = sorted((digest(f"{seed}|{name}|{c[0]}"), c[0]) for c in cases if c[1] == stratum)
        for rank, (_, case_id) in enumerate(ranked[: official + reserve]):
            if rank < official:
                rows.append((case_id, stratum, "official", rank + 1))
            else:
                rows.append((case_id, stratum, "reserve", rank + 1 - official))
    return rows


def by_steps(
    cases: list[Case], targets: dict[str, tuple[int, int]], *, seed: str, name: str
) -> list[Row]:
    rows: list[Row] = []
    for stratum in sorted(targets):
        official, reserve = targets[stratum]
        along = [c[0] for c in sorted((c for c in cases if c[1] == stratum), key=lambda c: c[::-1])]
        chosen = _walk(along, official, digest(f"{seed}|{name}|start|{stratum}"))
        left = [case_id for case_id in along if case_id not in chosen]
        spare = _walk(left, reserve, digest(f"{seed}|{name}|reserve-start|{stratum}"))
        spare.sort(key=lambda case_id: digest(f"{seed}|{name}|{case_id}"))
        rows += [(case_id, stratum, "official", i) for i, case_id in enumerate(chosen, start=1)]
        rows += [(case_id, stratum, "reserve", i) for i, case_id in enumerate(spare, start=1)]
    return rows


def _walk(along: list[str], n: int, key: str) -> list[str]:
    """Each case holds n tickets in a row; every len(along)-th ticket wins."""
    tickets = [case_id for case_id in along for _ in range(n)]
    start = int(key[:8], 16) * len(along) // 2**32
    return tickets[start :: len(along)] if n else []
