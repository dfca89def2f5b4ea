"""Whether two samples come from the same distribution: what an attacker with a stop-watch could tell.

`python3 tests/bench/distributions.py` tries the measures on samples whose difference is known.
"""

import bisect
import math
import random
import statistics

# Of a thousand pairs of equal distributions one is told apart by chance; a report makes dozens of comparisons.
CONFIDENCE = 0.999
QUANTILE = statistics.NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)


def auc(known, unknown):
    """How often a known one takes longer than an unknown one (0.5: it tells nothing), with the ends of its
    confidence interval. Mann and Whitney's statistic; DeLong's variance."""
    known, unknown = sorted(known), sorted(unknown)
    above = [placement(unknown, value) for value in known]
    below = [1 - placement(known, value) for value in unknown]
    area = statistics.fmean(above)
    spread = math.sqrt(statistics.variance(above) / len(above) + statistics.variance(below) / len(below))
    # A sample without any variance would claim a certainty that its size does not give.
    least = math.sqrt((len(known) + len(unknown) + 1) / (12 * len(known) * len(unknown)))
    half = QUANTILE * (spread if spread else least)
    return area, area - half, area + half


def placement(ordered, value):
    """The share of `ordered` that is less than `value`, ties counted half."""
    left, right = bisect.bisect_left(ordered, value), bisect.bisect_right(ordered, value)
    return (left + right) / 2 / len(ordered)


def kolmogorov_smirnov(known, unknown):
    """The greatest distance between the two distribution functions, and how probable it or more is by chance."""
    known, unknown = sorted(known), sorted(unknown)
    share = lambda ordered, value: bisect.bisect_right(ordered, value) / len(ordered)
    distance = max(abs(share(known, value) - share(unknown, value)) for value in known + unknown)
    size = math.sqrt(len(known) * len(unknown) / (len(known) + len(unknown)))
    scaled = (size + 0.12 + 0.11 / size) * distance
    if scaled < 0.3:
        return distance, 1.0
    terms = (2 * (-1) ** (k - 1) * math.exp(-2 * (k * scaled) ** 2) for k in range(1, 101))
    return distance, min(1.0, max(0.0, sum(terms)))


def tail(known, unknown, share=0.95):
    """How probable it is by chance that so unequal parts of both are among the slowest of all: what a rare long
    answer tells, and what neither of the other measures sees."""
    limit = quantile(known + unknown, share)
    late = [sum(value > limit for value in sample) for sample in (known, unknown)]
    pooled = sum(late) / (len(known) + len(unknown))
    if not 0 < pooled < 1:
        return 1.0
    spread = math.sqrt(pooled * (1 - pooled) * (1 / len(known) + 1 / len(unknown)))
    score = abs(late[0] / len(known) - late[1] / len(unknown)) / spread
    return 2 * (1 - statistics.NormalDist().cdf(score))


def quantile(sample, share):
    return sorted(sample)[min(len(sample) - 1, int(len(sample) * share))]


class Comparison:
    """The times of answers about names that exist beside those about names that do not, in milliseconds."""

    def __init__(self, known, unknown):
        self.auc, self.low, self.high = auc(known, unknown)
        self.distance, self.probability = kolmogorov_smirnov(known, unknown)
        self.tail_probability = tail(known, unknown)
        self.medians = statistics.median(known), statistics.median(unknown)
        self.p99s = quantile(known, 0.99), quantile(unknown, 0.99)

    @property
    def tells(self):
        """Whether the two differ by more than chance."""
        chance = min(self.probability, self.tail_probability)
        return not self.low <= 0.5 <= self.high or chance < 1 - CONFIDENCE


def self_test(seed=2026):
    """Equal samples must not be told apart, a planted millisecond must, and so must a rare long answer."""
    dice = random.Random(seed)
    plain = lambda count: [50 + dice.gammavariate(2, 0.8) for _ in range(count)]
    alarms = sum(Comparison(plain(400), plain(2000)).tells for _ in range(200))
    assert alarms <= 4, f"{alarms} of 200 equal pairs were told apart"
    for count, delay in [(2000, 1.0), (400, 1.0), (2000, 0.25)]:
        planted = Comparison([value + delay for value in plain(count)], plain(2000))
        assert planted.tells and planted.low > 0.5, f"{delay} ms in {count} tries were not seen: {planted.auc:.3f}"
    rare = [value + (50 if dice.random() < 0.05 else 0) for value in plain(2000)]
    assert Comparison(rare, plain(2000)).tells, "one answer in twenty that takes a step more was not seen"
    bare = Comparison([3, 5, 5, 7], [1, 2, 5, 6])
    assert math.isclose(bare.auc, (2 + 2.5 + 2.5 + 4) / 16), "the area is not Mann and Whitney's"
    assert math.isclose(kolmogorov_smirnov([3, 4], [1, 2])[0], 1), "samples apart have distance 1"


if __name__ == "__main__":
    self_test()
    print("planted differences are seen, equal distributions are not told apart")
