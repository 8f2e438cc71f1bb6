"""`python -m benchmarks.routes`: how long a crew's round takes to find, and how much longer it is than the best known.

The best known of 12 stops is exact (Held-Karp); of 60 it is the best of thousands of random restarts, each mended by 2-opt
and or-opt as the route itself is, and by the route's own result. Twenty invented towns each: half of them scattered, half in
villages along roads.
"""

import random
from collections.abc import Callable
from itertools import combinations
from time import perf_counter

import click

from models.geography import Point
from models.route import Route, mended, round_trip, table_of

TOWNS, STOPS, EXACT_STOPS = 20, 60, 12
DEPOT = Point(18.6466, 99.0431)
Distances = list[list[float]]


def town(seed: int, stops: int) -> list[Point]:
    """Lamps of an invented town of about ten by ten kilometres."""
    chance = random.Random(seed)
    if seed % 2:
        return [Point(chance.uniform(18.60, 18.69), chance.uniform(99.00, 99.09)) for _ in range(stops)]
    villages = [Point(chance.uniform(18.60, 18.69), chance.uniform(99.00, 99.09)) for _ in range(6)]
    found = []
    for n in range(stops):
        village = villages[n % len(villages)]
        found.append(Point(village.latitude + chance.gauss(0, 0.002), village.longitude + chance.gauss(0, 0.002)))
    return found


def best_of_restarts(points: list[Point], seconds: float, seed: int) -> float:
    """The metres of the shortest of as many mended random trips as there is time for."""
    far, chance = table_of([DEPOT, *points]), random.Random(seed)
    best, until = float("inf"), perf_counter() + seconds
    while perf_counter() < until:
        tour = list(range(1, len(far)))
        chance.shuffle(tour)
        best = min(best, _length(mended([0, *tour], far, [(1, len(points))]), far))
    return best


def exact(points: list[Point]) -> float:
    """The metres of the shortest trip of all, by Held and Karp."""
    far = table_of([DEPOT, *points])
    last = {(1 << stop, stop): far[0][stop] for stop in range(1, len(far))}
    everywhere = range(1, len(far))
    for size in range(2, len(far)):
        for some in combinations(everywhere, size):
            been = sum(1 << stop for stop in some)
            for stop in some:
                before = been & ~(1 << stop)
                last[been, stop] = min(last[before, other] + far[other][stop] for other in some if other != stop)
    been = sum(1 << stop for stop in everywhere)
    return min(last[been, stop] + far[stop][0] for stop in everywhere)


def _length(tour: list[int], far: Distances) -> float:
    return sum(far[one][other] for one, other in zip(tour, [*tour[1:], tour[0]], strict=True))


def _measured(stops: int, best: Callable[[list[Point], int], float]) -> list[tuple[float, float, Route]]:
    """Of each town: by how much the route is longer than the best known, how long it took in seconds, and the route."""
    found = []
    for seed in range(TOWNS):
        points = town(seed, stops)
        began = perf_counter()
        route = round_trip(DEPOT, points)
        took = perf_counter() - began
        far = table_of([DEPOT, *points])
        own = _length([0, *(place + 1 for place in route.order)], far)
        found.append((own / min(own, best(points, seed)) - 1, took, route))
    return found


@click.command()
@click.option("--seconds", default=15.0, show_default=True, help="How long to look for the best of each town.")
def main(seconds: float) -> None:
    """Print the table."""
    rows = (
        (f"{EXACT_STOPS} stops, exact", _measured(EXACT_STOPS, lambda points, _: exact(points))),
        (
            f"{STOPS} stops, {seconds:g} s",
            _measured(STOPS, lambda points, seed: best_of_restarts(points, seconds, seed)),
        ),
    )
    click.echo("| towns | longer than the best: mean | worst | seconds: mean | worst | saved against the list |")
    click.echo("|---|---|---|---|---|---|")
    for name, found in rows:
        over, took = [one for one, _, _ in found], [one for _, one, _ in found]
        saved = sum(route.saved for _, _, route in found) / sum(route.listed for _, _, route in found)
        means = (sum(over) / len(over), max(over), sum(took) / len(took), max(took), saved)
        click.echo("| {} | {:.2%} | {:.2%} | {:.2f} | {:.2f} | {:.0%} |".format(f"{len(found)}, {name}", *means))


if __name__ == "__main__":
    main()
