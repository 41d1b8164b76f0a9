"""The changes of a report: the few that matter most on top, the others below the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER
from valuecheck.render.page import ASK, DOWN, UP, Bullets, Point, Points, command, typed
from valuecheck.render.words import claims, unheard, weeks, why
from valuecheck.render.words.claims import COMPARISON, GAP, SHIFT, TAG, TREND, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.render.page import Block
    from valuecheck.render.words.claims import Claim
    from valuecheck.report import Report

MOST = 3
TAGS_IN_POINT = 3
# The order of the points: a shift of level is news, a gap waits for a conversation.
ORDER = (SHIFT, COMPARISON, TREND, GAP, WEEKDAYS, TAG)


def on_top(report: Report) -> list[Block]:
    """At most three points: what changed, why, and what to do."""
    points = [point for point, _ in _points(report)]
    asked = [Point(ASK, [each]) for each in unheard.sentences(report.unheard, typed, command)]
    shown = [*points, *asked][:MOST]
    return [Points(shown)] if shown else []


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
    points = [_point(claim) for claim in found if claim.topic != TAG]
    tags = _tags([claim for claim in found if claim.topic == TAG])
    return [*points, *tags][:MOST]


def _point(claim: Claim) -> tuple[Point, list[str]]:
    sign = "" if claim.better is None else UP if claim.better else DOWN
    reasons = [f"Why? {why.cause(cause, claim.then, typed)}" for cause in claim.causes]
    if claim.topic == GAP:
        sign = ASK
    return Point(sign, [claim.text, *reasons, *_to_do(claim)]), [claim.text]


def _tags(found: Sequence[Claim]) -> Iterator[tuple[Point, list[str]]]:
    """The tags that are clearly worse, and those that are clearly better, a few of each."""
    for sign, better in ((DOWN, False), (UP, True)):
        texts = [claim.text for claim in found if claim.better is better][:TAGS_IN_POINT]
        if texts:
            yield Point(sign, texts), texts


def _to_do(claim: Claim) -> Iterator[str]:
    """The command that shows the days behind a fall, or asks the customer who scores lower."""
    if claim.topic == GAP:
        yield f"Ask them: {command(f'valuecheck feedback ask {CUSTOMER}{claim.subject}')}"
    elif claim.better is False:
        for cause in [cause for cause in claim.causes if cause.days][:1]:
            yield f"Look at them: {command(f'valuecheck log {claim.period} {cause.tag}')}"
