"""What customers said, as figures: pairs of feedback and own ratings in, Voices out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from valuecheck.core.scales import CSAT, GOOD_BAD, NPS, SCALES
from valuecheck.report import figures
from valuecheck.report.differences import P_CLEAR_OF_SEVERAL
from valuecheck.report.feedback_model import HeardOn, Quote, Voice, Voices
from valuecheck.report.figure import Figure, Verdict
from valuecheck.report.pairs import Mismatch
from valuecheck.report.verdicts import verdict
from valuecheck.stats import agreement, intervals, ranks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from valuecheck.report.inputs import Evidence
    from valuecheck.report.pairs import Pair

NPS_FROM = 10
PAIRS_FOR_SHARE = 5
PAIRS_THAT_DIFFER = 6
PAIRS_FOR_ORDER = 20


def voices(evidence: Evidence) -> Voices | None:
    """What customers said in the period of `evidence`; None where nobody said anything."""
    if not evidence.pairs:
        return None
    own = [pair for pair in evidence.pairs if pair.own is not None]
    return Voices(
        window_days=evidence.window_days,
        answers=_pieces(evidence.pairs),
        pairs=_pieces(own),
        customers=tuple(_customers(evidence.pairs)),
        watermelons=_share("watermelons", own, Mismatch.WATERMELON),
        harder=_share("harder on yourself", own, Mismatch.HARDER),
        order=_order(own),
        days=tuple(_days(evidence.pairs)),
        quotes=tuple(_quotes(evidence)),
    )


def csat(scores: Counter[int]) -> Figure:
    """The share of glad customers, from 4 on, by how many gave each score from 1 to 5."""
    return _glad("CSAT", scores, SCALES[CSAT].green)


def good(scores: Counter[int]) -> Figure:
    """The share that said good."""
    return _glad("good or bad", scores, SCALES[GOOD_BAD].green)


def net_promoter(scores: Counter[int]) -> Figure:
    """The Net Promoter Score in points from −100 to 100, by how many gave each score 0 to 10.

    Below ten answers only counts: `count` promoters of n, `expected` detractors.
    """
    n, scale = scores.total(), SCALES[NPS]
    promoters = sum(count for score, count in scores.items() if score >= scale.green)
    detractors = sum(count for score, count in scores.items() if score <= scale.red)
    if n < NPS_FROM:
        few = figures.too_few("NPS", n, NPS_FROM, count=promoters)
        return few.model_copy(update={"expected": detractors})
    low, high = intervals.net_promoter(promoters, detractors, n)
    return Figure(
        method="NPS",
        value=100 * (promoters - detractors) / n,
        n=n,
        count=promoters,
        expected=detractors,
        interval=(100 * low, 100 * high),
    )


def _glad(method: str, scores: Counter[int], green: int) -> Figure:
    glad = sum(count for score, count in scores.items() if score >= green)
    return _of_answers(method, glad, scores.total(), figures.PERCENT_FROM)


def _share(method: str, pairs: Sequence[Pair], kind: Mismatch) -> Figure:
    count = _pieces(pair for pair in pairs if pair.mismatch is kind)
    return _of_answers(method, count, _pieces(pairs), PAIRS_FOR_SHARE)


def _of_answers(method: str, count: int, n: int, needed: int) -> Figure:
    if n < needed:
        return figures.too_few(method, n, needed, count=count)
    interval = intervals.wilson(count / n, n)
    return Figure(method=method, value=count / n, n=n, count=count, interval=interval)


def _customers(pairs: Iterable[Pair]) -> list[Voice]:
    by_name: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_name.setdefault(pair.customer, []).append(pair)
    found = [_voice(name, of_customer) for name, of_customer in by_name.items()]
    found.sort(key=lambda voice: (-voice.answers, voice.name))
    return _judged(found)


def _voice(name: str, pairs: Sequence[Pair]) -> Voice:
    scores: dict[str, Counter[int]] = {scale: Counter() for scale in SCALES}
    for pair in pairs:
        scores[pair.heard.scale][pair.heard.score] += pair.heard.pieces
    return Voice(
        name=name,
        answers=_pieces(pairs),
        csat=csat(scores[CSAT]) if scores[CSAT] else None,
        nps=net_promoter(scores[NPS]) if scores[NPS] else None,
        good=good(scores[GOOD_BAD]) if scores[GOOD_BAD] else None,
        gap=_gap([pair for pair in pairs if pair.heard.scale == CSAT]),
    )


def _gap(pairs: Iterable[Pair]) -> Figure | None:
    """How much higher the person scores than the customer: both on a scale from 1 to 5."""
    differences: Counter[float] = Counter()
    for pair in pairs:
        if pair.own is not None:
            differences[pair.own - pair.heard.score] += pair.heard.pieces
    if not differences:
        return None
    n = differences.total()
    value = sum(size * pieces for size, pieces in differences.items()) / n
    higher = sum(pieces for size, pieces in differences.items() if size > 0)
    lower = sum(pieces for size, pieces in differences.items() if size < 0)
    gap = Figure(method="sign test", value=value, n=n, count=higher, expected=higher + lower)
    if higher + lower < PAIRS_THAT_DIFFER:
        silent = {"verdict": Verdict.NOT_ENOUGH_DAYS, "needed": PAIRS_THAT_DIFFER}
        return gap.model_copy(update=silent)
    p = agreement.sign_test(higher, lower)
    return gap.model_copy(update={"p": p, "needed": PAIRS_THAT_DIFFER})


def _judged(customers: Sequence[Voice]) -> list[Voice]:
    """The gaps with their verdicts; the chances are adjusted for their number."""
    tested = [voice.gap for voice in customers if voice.gap and voice.gap.p is not None]
    adjusted = iter(ranks.holm([gap.p or 0.0 for gap in tested]))
    return [
        voice.model_copy(update={"gap": _claimed(voice.gap, next(adjusted))})
        if voice.gap and voice.gap.p is not None
        else voice
        for voice in customers
    ]


def _claimed(gap: Figure, p: float) -> Figure:
    """A claim needs the average and the number of pairs to point the same way."""
    agree = ((gap.value or 0) > 0) == (2 * (gap.count or 0) > (gap.expected or 0))
    clear = agree and p < P_CLEAR_OF_SEVERAL
    return gap.model_copy(update={"p": p, "verdict": verdict(clear=clear)})


def _order(pairs: Sequence[Pair]) -> Figure:
    """Whether both sides put things in the same order, each scale by itself."""
    n, method = _pieces(pairs), "Goodman–Kruskal"
    if n < PAIRS_FOR_ORDER:
        return figures.too_few(method, n, PAIRS_FOR_ORDER)
    same = opposite = 0
    for scale in SCALES:
        rated = [
            (pair.own, pair.heard.score, pair.heard.pieces)
            for pair in pairs
            if pair.own is not None and pair.heard.scale == scale
        ]
        found = agreement.concordance(rated)
        same, opposite = same + found[0], opposite + found[1]
    value = same / (same + opposite) if same + opposite else None
    return Figure(method=method, value=value, n=n, needed=PAIRS_FOR_ORDER)


def _days(pairs: Iterable[Pair]) -> list[HeardOn]:
    answers: Counter[date] = Counter()
    watermelons: Counter[date] = Counter()
    for pair in pairs:
        answers[pair.heard.day] += pair.heard.pieces
        if pair.mismatch is Mismatch.WATERMELON:
            watermelons[pair.heard.day] += pair.heard.pieces
    return [HeardOn(day, answers[day], watermelons[day]) for day in sorted(answers)]


def _quotes(evidence: Evidence) -> Iterator[Quote]:
    by_cell = {pair.heard[:4]: pair for pair in evidence.pairs}
    for said in evidence.said:
        pair = by_cell.get((said.day, said.customer, said.scale, said.score))
        if pair:
            yield Quote(
                day=said.day,
                customer=pair.customer,
                scale=said.scale,
                score=said.score,
                words=said.words,
                source=said.source,
                own=pair.own,
                mismatch=pair.mismatch,
            )


def _pieces(pairs: Iterable[Pair]) -> int:
    return sum(pair.heard.pieces for pair in pairs)
