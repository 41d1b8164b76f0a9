"""The changes of a report: the few that matter most on top, the others below the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER
from valuecheck.render.page import ASK, DOWN, UP, Bullets, Point, Points, command, typed
from valuecheck.render.words import claims, weeks, why
from valuecheck.render.words.claims import COMPARISON, GAP, SHIFT, TAG, TREND, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from valuecheck.render.page import Block
    from valuecheck.render.words.claims import Claim
    from valuecheck.report import Report

MOST = 3
TAGS_IN_POINT = 3
# The order of the points: a shift of level is news, a gap waits for a conversation.
ORDER = (SHIFT, COMPARISON, TREND, GAP, TAG, WEEKDAYS)


def on_top(report: Report) -> list[Block]:
    """At most three points: what changed, why, and what to do."""
    points = [point for point, _ in _points(report)]
    return [Points(points)] if points else []


def below(report: Report, *, drawn: bool) -> list[Bullets]:
    """Clear changes that are not on top, and numbers beside each other.

    `drawn` says that the weeks are a chart, with the sentence on their band below it.
    """
    top = _on_top(report)
    items = [text for text in claims.clear(report, typed) if text not in top]
    band = weeks.band(report) if drawn and report.band else ""
    items += [text for text in claims.numbers_alone(report, typed) if text != band]
    if report.average.value is None:
        items += claims.not_enough(report, typed)
    return [Bullets(items)] if items else []


def not_clear(report: Report, *, drawn: bool) -> list[Bullets]:
    """Changes that are not clear, or have too few days, for readers who ask how sure it is.

    `drawn` as in `below`, whose sentences are left out.
    """
    shown = {item for block in below(report, drawn=drawn) for item in block.items}
    band = weeks.band(report) if drawn and report.band else ""
    items = [text for text in claims.not_clear(report, typed) if text not in {*shown, band}]
    return [Bullets(items)] if items else []


def _on_top(report: Report) -> set[str]:
    return {text for _, texts in _points(report) for text in texts}


def _points(report: Report) -> list[tuple[Point, list[str]]]:
    """The points, each with the sentences that are claims."""
    found = sorted(claims.clear_claims(report, typed), key=lambda claim: ORDER.index(claim.topic))
    points = [(_point(claim), [claim.text]) for claim in found if claim.topic != TAG]
    if tags := [claim for claim in found if claim.topic == TAG]:
        points.append(_tags(tags))
    return points[:MOST]


def _point(claim: Claim) -> Point:
    if claim.topic == GAP:
        return Point(ASK, [claim.text, f"Their words: {command(_report_on(claim.subject))}"])
    sign = "" if claim.better is None else UP if claim.better else DOWN
    reasons = [why.cause(cause, typed) for cause in claim.causes]
    to_do = [*_to_do(claim)] if claim.better is False else []
    return Point(sign, [claim.text, *reasons, *to_do])


def _tags(found: Iterable[Claim]) -> tuple[Point, list[str]]:
    """The tags that are clearly worse, then those that are clearly better, a few of each."""
    worse = [claim.text for claim in found if not claim.better][:TAGS_IN_POINT]
    better = [claim.text for claim in found if claim.better][:TAGS_IN_POINT]
    texts = [*worse, *better]
    return Point(DOWN if worse else UP, texts), texts


def _to_do(claim: Claim) -> Iterator[str]:
    """The command that shows what lies behind the first cause."""
    for cause in claim.causes[:1]:
        if cause.days:
            yield f"Look at them: {command(f'valuecheck log {claim.period} {cause.tag}')}"


def _report_on(customer: str) -> str:
    return f"valuecheck report {CUSTOMER}{customer}"
