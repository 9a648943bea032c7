"""How large one event is: a lognormal body with a generalised Pareto tail, in closed form.

With Phi the normal distribution function and z = (ln x - mu) / sigma, up to the threshold u

    P(X > x) = 1 - Phi(z)        E[min(X, x)] = exp(mu + sigma²/2) Phi(z - sigma) + x (1 - Phi(z))

and beyond it, with xi < 1 and a scale beta,

    P(X > x) = P(X > u) (1 + xi (x - u) / beta)^(-1/xi)

beta is `stretch` times P(X > u) / f(u), the scale that joins the body's density f without a step. It grows with mu, so
a larger median makes every larger loss likelier: limited expected values, and premiums, rise with it.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]

SMALLEST = np.finfo(float).tiny


@dataclass(frozen=True, slots=True)
class TailShape:
    """Where the Pareto tail begins (euros), its shape xi (0 < xi < 1) and how far it is stretched (no unit)."""

    threshold: float
    xi: float
    stretch: float


class Severity:
    """The size, in euros, of one event of each of several scenarios.

    `mu` (logarithm of the median) may have any shape; `sigma` broadcasts to it. Amounts given to the methods broadcast
    against that shape; they are at least 0.
    """

    def __init__(self, mu: ArrayLike, sigma: ArrayLike, tail: TailShape) -> None:
        self.mu: Floats = np.asarray(mu, float)
        self.sigma: Floats = np.broadcast_to(np.asarray(sigma, float), self.mu.shape)
        self.tail = tail
        z = (np.log(tail.threshold) - self.mu) / self.sigma
        density = np.exp(-z * z / 2) / (np.sqrt(2 * np.pi) * self.sigma * tail.threshold)
        self._lognormal_mean: Floats = np.exp(self.mu + self.sigma**2 / 2)
        self._beyond: Floats = ndtr(-z)
        self._scale: Floats = tail.stretch * self._beyond / density
        self._power = 1 - 1 / tail.xi
        self._body_mean: Floats = self._body(tail.threshold)
        self._tail_mean: Floats = self._beyond * self._scale / (1 - tail.xi)

    def row(self, place: int) -> Severity:
        """The severities at one place of the first axis."""
        part = copy(self)
        for name in ("mu", "sigma", "_lognormal_mean", "_beyond", "_scale", "_body_mean", "_tail_mean"):
            setattr(part, name, getattr(self, name)[place])
        return part

    def mean(self) -> Floats:
        """E[X]."""
        return np.asarray(self._body_mean + self._tail_mean)

    def median(self) -> Floats:
        """The loss exceeded in one event of two."""
        xi = self.tail.xi
        with np.errstate(invalid="ignore"):
            above = self.tail.threshold + self._scale / xi * ((2 * self._beyond) ** xi - 1)
        return np.where(self._beyond > 0.5, above, np.exp(self.mu))

    def survival(self, x: ArrayLike) -> Floats:
        """P(X > x)."""
        x = np.asarray(x, float)
        body = ndtr(-self._z(np.minimum(x, self.tail.threshold)))
        return np.where(x > self.tail.threshold, self._beyond * self._growth(x) ** (-1 / self.tail.xi), body)

    def limited(self, x: ArrayLike) -> Floats:
        """E[min(X, x)], the limited expected value."""
        x = np.asarray(x, float)
        return self._body(np.minimum(x, self.tail.threshold)) + self._tail_mean * (1 - self._growth(x) ** self._power)

    def mixed_limited(self, events: Floats, amounts: Floats) -> Floats:
        """The sum over scenarios of events (…, s) times E[min(X, amount)], for amounts (n,): (…, n).

        For severities of shape (s, 1). Each amount goes through body or tail only: this is where grids are filled.
        """
        out = np.empty((*events.shape[:-1], len(amounts)))
        far = amounts > self.tail.threshold
        near, beyond = np.flatnonzero(~far), np.flatnonzero(far)
        if len(near):
            x = amounts[near]
            z = _log(x) / self.sigma
            z -= self.mu / self.sigma
            above = events @ ndtr(-z)
            above *= x
            z -= self.sigma
            above += (events * self._lognormal_mean[:, 0]) @ ndtr(z)
            out[..., near] = above
        growth = (self.tail.xi / self._scale) * (amounts[beyond] - self.tail.threshold)
        growth += 1
        rest = (events * self._tail_mean[:, 0]) @ _powered(growth, self._power)
        out[..., beyond] = events @ (self._body_mean + self._tail_mean) - rest
        return out

    def layer(self, lower: ArrayLike, upper: ArrayLike) -> Floats:
        """E[min(X, upper)] - E[min(X, lower)], exact to the last digits even far out in the tail."""
        lower, upper = np.asarray(lower, float), np.asarray(upper, float)
        u = self.tail.threshold
        body = self._body_layer(np.minimum(lower, u), np.minimum(upper, u))
        start = self._growth(lower)
        width = np.maximum(upper, u) - np.maximum(lower, u)
        shrink = -np.expm1(self._power * np.log1p(self.tail.xi * width / (self._scale * start)))
        return np.asarray(body + self._tail_mean * start**self._power * shrink)

    def _z(self, x: Floats) -> Floats:
        return np.asarray((_log(x) - self.mu) / self.sigma)

    def _body(self, x: ArrayLike) -> Floats:
        x = np.asarray(x, float)
        z = self._z(x)
        return np.asarray(self._lognormal_mean * ndtr(z - self.sigma) + x * ndtr(-z))

    def _body_layer(self, lower: Floats, upper: Floats) -> Floats:
        """The difference of two limited expected values below the threshold, without loss of digits far from 0."""
        start, end = self._z(lower), self._z(upper)
        side = np.where(start > self.sigma, -1.0, 1.0)
        within = side * (ndtr(side * (end - self.sigma)) - ndtr(side * (start - self.sigma)))
        return np.asarray(self._lognormal_mean * within + upper * ndtr(-end) - lower * ndtr(-start))

    def _growth(self, x: Floats) -> Floats:
        return np.asarray(1 + self.tail.xi * np.maximum(x - self.tail.threshold, 0) / self._scale)


def _log(x: Floats) -> Floats:
    """ln x for amounts from 0 on: that of the smallest number stands for minus infinity, and warns nobody."""
    return np.asarray(np.log(np.maximum(x, SMALLEST)))


def _powered(growth: Floats, power: float) -> Floats:
    """growth^power. A shape of 0.4 gives -3/2, for which a square root is several times quicker than a power."""
    if power != -1.5:
        return np.asarray(growth**power)
    root = np.sqrt(growth)
    root *= growth
    return np.divide(1, root, out=root)
