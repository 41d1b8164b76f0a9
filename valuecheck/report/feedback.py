"""Turn pairs of feedback and own ratings into the figures of a report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from valuecheck.core.scales import CSAT, GOOD_BAD, IN_THIRDS, NPS, SCALES
from valuecheck.report import budget, figures
from valuecheck.report.feedback_model import (
    CustomerFeedback,
    FeedbackDay,
    FeedbackSummary,
    Quote,
    ScaleShare,
)
from valuecheck.report.figure import Figure, Verdict
from valuecheck.report.pairs import Mismatch
from valuecheck.stats import intervals, ranks
from valuecheck.stats import windows as disjoint
from valuecheck.stats.clusters import Clusters, clusters, window_of
from valuecheck.stats.day_values import mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from valuecheck.report.inputs import ReportInputs
    from valuecheck.report.pairs import Pair

    Answers = Sequence[tuple[tuple[str, int], float, int]]

NPS_FROM = 10
CLUSTERS_FOR_SHARE = 5
WINDOWS_NEEDED = 6


def summary(inputs: ReportInputs) -> FeedbackSummary | None:
    """Return the feedback figures for the period of `inputs`; None without feedback."""
    if not inputs.pairs and not inputs.unread:
        return None
    own = [pair for pair in inputs.pairs if pair.own is not None]
    length = inputs.window_days
    found = gaps(inputs)
    return FeedbackSummary(
        window_days=inputs.window_days,
        answers=_pieces(inputs.pairs),
        pairs=_pieces(own),
        clusters=len({_cluster(pair, length) for pair in own}),
        customers=tuple(_customers(inputs.pairs, found, length)),
        watermelons=_share("watermelons", own, Mismatch.WATERMELON, length),
        harder=_share("harder on yourself", own, Mismatch.HARDER, length),
        order=None,
        days=tuple(_days(inputs.pairs)),
        quotes=tuple(_quotes(inputs)),
        unread=inputs.unread,
    )


def net_promoter(scores: Counter[int]) -> Figure:
    """The Net Promoter Score in points from −100 to 100, by how many gave each score 0 to 10.

    Below ten answers only counts: `count` promoters of n, `expected` detractors.
    """
    n, scale = scores.total(), SCALES[NPS]
    promoters = sum(count for score, count in scores.items() if score >= scale.green)
    detractors = sum(count for score, count in scores.items() if score <= scale.red)
    if n < NPS_FROM:
        few = figures.too_few("NPS", n, NPS_FROM, count=promoters)
        return few.changed(expected=detractors)
    low, high = intervals.net_promoter(promoters, detractors, n)
    return Figure(
        method="NPS",
        value=100 * (promoters - detractors) / n,
        n=n,
        count=promoters,
        expected=detractors,
        interval=(100 * low, 100 * high),
    )


def _glad(method: str, pairs: Iterable[Pair], scale: str, length: int) -> Figure | None:
    """The share of answers on `scale` that are green; None where there are none."""
    green = SCALES[scale].green
    glad = [
        (_cluster(pair, length), float(pair.feedback.score >= green), pair.feedback.pieces)
        for pair in pairs
        if pair.feedback.scale == scale
    ]
    if not glad:
        return None
    found = clusters(glad)
    return _of_answers(method, glad, found, found.n, figures.PERCENT_FROM)


def _share(method: str, pairs: Sequence[Pair], kind: Mismatch, length: int) -> Figure:
    """The share of pairs that part ways in this way, by as many clusters as it needs."""
    of_kind = [
        (_cluster(pair, length), float(pair.mismatch is kind), pair.feedback.pieces)
        for pair in pairs
    ]
    found = clusters(of_kind)
    return _of_answers(method, of_kind, found, found.groups, CLUSTERS_FOR_SHARE)


def _of_answers(method: str, answers: Answers, found: Clusters, there: int, needed: int) -> Figure:
    """A share with the interval of its clusters, silent while only `there` of `needed` are."""
    count = round(sum(value * pieces for _, value, pieces in answers))
    if there < needed:
        few = figures.too_few(method, found.n, needed, count=count)
        return few.changed(expected=found.groups)
    share = count / found.n
    interval = intervals.wilson(share, found.effective) if found.groups > 1 else None
    return Figure(
        method=method,
        value=share,
        n=found.n,
        count=count,
        expected=found.groups,
        interval=interval,
        needed=needed,
    )


def _cluster(pair: Pair, length: int) -> tuple[str, int]:
    """Return the cluster of a pair: answers of a customer in a window share the same own days."""
    return pair.customer, window_of(pair.feedback.day, length)


def _customers(
    pairs: Iterable[Pair], gaps: Mapping[str, Figure], length: int
) -> list[CustomerFeedback]:
    by_name: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_name.setdefault(pair.customer, []).append(pair)
    found = [
        _customer(name, of_customer, gaps.get(name), length)
        for name, of_customer in by_name.items()
    ]
    return sorted(found, key=lambda each: (-each.answers, each.name))


def _customer(
    name: str, pairs: Sequence[Pair], gap: Figure | None, length: int
) -> CustomerFeedback:
    promoting: Counter[int] = Counter()
    for pair in pairs:
        if pair.feedback.scale == NPS:
            promoting[pair.feedback.score] += pair.feedback.pieces
    return CustomerFeedback(
        name=name,
        answers=_pieces(pairs),
        csat=_glad("CSAT", pairs, CSAT, length),
        nps=net_promoter(promoting) if promoting else None,
        good=_glad("good or bad", pairs, GOOD_BAD, length),
        gap=gap,
        others=tuple(
            ScaleShare(scale=scale, share=share)
            for scale in IN_THIRDS
            if (share := _glad("highest third", pairs, scale, length))
        ),
    )


def gaps(inputs: ReportInputs) -> dict[str, Figure]:
    """By how much the user scores higher than each customer; the chances are one family."""
    found = {
        name: Figure(
            method="Student t of windows", value=mean(gaps), n=len(gaps), needed=WINDOWS_NEEDED
        )
        for name, gaps in inputs.gaps.items()
        if gaps
    }
    if not budget.judges_gaps(inputs):
        return found
    enough = [name for name, figure in found.items() if figure.n >= WINDOWS_NEEDED]
    chances = ranks.holm([disjoint.student_t_test(inputs.gaps[name]) for name in enough])
    adjusted = dict(zip(enough, chances, strict=True))
    return {name: _judged(figure, adjusted.get(name)) for name, figure in found.items()}


def _judged(gap: Figure, p: float | None) -> Figure:
    found = Verdict.NOT_ENOUGH_DAYS if p is None else budget.verdict(clear=p < budget.P_GAPS)
    return gap.changed(p=p, verdict=found)


def _days(pairs: Iterable[Pair]) -> list[FeedbackDay]:
    answers: Counter[date] = Counter()
    watermelons: Counter[date] = Counter()
    for pair in pairs:
        answers[pair.feedback.day] += pair.feedback.pieces
        if pair.mismatch is Mismatch.WATERMELON:
            watermelons[pair.feedback.day] += pair.feedback.pieces
    return [FeedbackDay(day, answers[day], watermelons[day]) for day in sorted(answers)]


def _quotes(inputs: ReportInputs) -> Iterator[Quote]:
    by_cell = {pair.feedback[:4]: pair for pair in inputs.pairs}
    for piece in inputs.quoted:
        pair = by_cell.get((piece.day, piece.customer, piece.scale, piece.score))
        if pair:
            yield Quote(
                day=piece.day,
                customer=pair.customer,
                scale=piece.scale,
                score=piece.score,
                words=piece.words,
                source=piece.source,
                own=pair.own,
                mismatch=pair.mismatch,
            )


def _pieces(pairs: Iterable[Pair]) -> int:
    return sum(pair.feedback.pieces for pair in pairs)
