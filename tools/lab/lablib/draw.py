# SPDX-License-Identifier: GPL-2.0
"""Choices that a seed decides: the same ones on every host and with every Python."""

import hashlib

_MASK = (1 << 64) - 1


class Draw:
    """A stream of choices; what of it is for has a name, so that streams do not move each other."""

    def __init__(self, seed, purpose):
        digest = hashlib.sha256(f"{purpose} {seed}".encode("ascii")).digest()
        self._state = int.from_bytes(digest[:8], "little")

    def below(self, limit):
        """A number from 0 to limit - 1. This is SplitMix64."""
        self._state = (self._state + 0x9e3779b97f4a7c15) & _MASK
        value = self._state
        value = ((value ^ value >> 30) * 0xbf58476d1ce4e5b9) & _MASK
        value = ((value ^ value >> 27) * 0x94d049bb133111eb) & _MASK
        return ((value ^ value >> 31) * limit) >> 64

    def between(self, low, high):
        """A number from low to high."""
        return low + self.below(high - low + 1)

    def chance(self, percent):
        """True in so many of a hundred draws."""
        return self.below(100) < percent

    def one_of(self, things):
        """One of a sequence."""
        return things[self.below(len(things))]

    def weighted(self, weights):
        """One of [(thing, weight), ...]."""
        left = self.below(sum(weight for _, weight in weights))
        for thing, weight in weights:
            if left < weight:
                return thing
            left -= weight
        raise ValueError("no weights")

    def some(self, things, count):
        """So many of a sequence, each at most once, in its order."""
        things = list(enumerate(things))
        chosen = [things.pop(self.below(len(things))) for _ in range(min(count, len(things)))]
        return [thing for _, thing in sorted(chosen, key=lambda pair: pair[0])]
