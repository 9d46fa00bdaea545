"""Steps that most tasks share, said once for all of them."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from reports.places import Place
from scanner.scan import Finding

_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Common:
    """A step that most tasks have: all but `spared`."""

    step: str
    spared: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Routine:
    """What to do `before` and `after` the tasks."""

    before: tuple[Common, ...]
    after: tuple[Common, ...]

    @property
    def steps(self) -> frozenset[str]:
        """All steps that are said here."""
        return frozenset(common.step for common in (*self.before, *self.after))


def routine(findings: tuple[Finding, ...]) -> Routine:
    """The general steps that at least half of `findings`, and three of them, have; the rest stays with its task."""
    counts = Counter(step for finding in findings for step in finding.remedy.steps)
    enough = max(_ENOUGH, len(findings) / 2)
    before, after = _general()
    return Routine(
        *(tuple(_common(step, findings) for step in steps if counts[step] >= enough) for steps in (before, after))
    )


def _common(step: str, findings: tuple[Finding, ...]) -> Common:
    return Common(step, tuple(finding for finding in findings if step not in finding.remedy.steps))


def own(finding: Finding, common: Routine) -> tuple[str, ...]:
    """The steps of `finding` that are not `common`."""
    said = common.steps
    return tuple(step for step in finding.remedy.steps if step not in said)


def twins(found: tuple[Place, ...], common: Routine) -> dict[str, str]:
    """By reference the tasks whose steps another one before it at the same place has said, and which that is."""
    alike: dict[str, str] = {}
    for place in found:
        told: dict[tuple[str, ...], str] = {}
        for finding in place.findings:
            first = told.setdefault(own(finding, common), finding.ref)
            if first != finding.ref:
                alike[finding.ref] = first
    return alike


@cache
def _general() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All steps that the data knows to come first or last, whatever the thing."""
    from scanner.advice import built_in

    known = built_in()
    before = (step for advice in known.before for step in advice.steps)
    after = (step for advice in known.last for step in advice.steps)
    return tuple(dict.fromkeys(before)), tuple(dict.fromkeys((*after, known.closing.look, known.closing.again)))
