from dataclasses import replace

from reports.places import places
from reports.steps import Common, Routine, own, routine, twins
from scanner.scan import Finding, Remedy
from tests.reports.scans import MEDSPA

COPY = "Keep a copy of what you take out: duplicate the page or paste the old code into a document."
AGAIN = "Run unembed crawl again: it says whether this is gone."
FORM = MEDSPA.findings[5]


def task(*steps: str) -> Finding:
    return replace(FORM, remedy=Remedy("Do it", steps))


def test_general_steps_of_most_tasks_are_said_once_with_those_that_they_are_not_for() -> None:
    tasks = (*(task(COPY, f"Edit {n}.", AGAIN) for n in range(3)), task("Ring them up.", AGAIN))
    common = routine(tasks)
    assert common == Routine((Common(COPY, tasks[3:]),), (Common(AGAIN),))
    assert [own(each, common) for each in tasks] == [("Edit 0.",), ("Edit 1.",), ("Edit 2.",), ("Ring them up.",)]


def test_steps_of_few_tasks_and_steps_of_their_own_stay_where_they_are() -> None:
    few = (task(COPY, "Edit.", AGAIN), task(COPY, "Edit.", AGAIN))
    assert routine(few) == Routine((), ())
    assert routine((task("Edit."),) * 5) == Routine((), ())
    rare = (*(task("Edit.", AGAIN) for _ in range(5)), *(task(COPY, AGAIN) for _ in range(3)))
    assert routine(rare) == Routine((), (Common(AGAIN),))


def test_the_same_steps_at_the_same_place_are_said_once() -> None:
    tasks = tuple(
        replace(task(*steps, AGAIN), ref=ref)
        for ref, steps in (("R-01", ("A.",)), ("R-02", ("B.",)), ("R-03", ("A.",)))
    )
    elsewhere = replace(
        tasks[0], ref="R-04", placement=replace(FORM.placement, pages=("https://willowmedspa.example/team/",))
    )
    assert twins(places((*tasks, elsewhere)), Routine((), (Common(AGAIN),))) == {"R-03": "R-01"}
