"""From a base seed and a replicate to the seed of a run."""

from __future__ import annotations

import numpy as np

from heterophony.experiments.results.digests import keyed_number
from heterophony.experiments.results.errors import RequestError
from heterophony.sim.seeds import LARGEST_SEED, SeedError
from heterophony.sim.seeds import checked_seed as rule

__all__ = [
    "LARGEST_SEED",
    "checked_seed",
    "keyed_generator",
    "named_seed",
    "replicate_seed",
]


def replicate_seed(seed: int, replicate: int) -> int:
    """Derive the seed of a replicate by hashing, so that two base seeds share no run.

    Adding the replicate's number to the seed would make all but one run of seeds 1 and 2 the same.

    Parameters
    ----------
    seed
        The base seed, 0 to 2**63 - 1.
    replicate
        The replicate's number, from 0.

    Returns
    -------
    int
        A seed from 0 to 2**63 - 1. Policies compared under one base seed get the same one.
    """
    seed = checked_seed(seed)
    return keyed_number(f"replicate {seed}/{replicate}") >> 1


def named_seed(seed: int, purpose: str) -> int:
    """Derive a seed for what is drawn once, such as a design, so that no two draws share one.

    Parameters
    ----------
    seed
        The base seed, 0 to 2**63 - 1.
    purpose
        What the draws are for.

    Returns
    -------
    int
        A seed from 0 to 2**63 - 1.
    """
    seed = checked_seed(seed)
    return keyed_number(f"{purpose} {seed}") >> 1


def keyed_generator(key: str) -> np.random.Generator:
    """Return a generator whose draws depend on a key alone."""
    return np.random.default_rng(keyed_number(key))


def checked_seed(seed: object) -> int:
    """Return the base seed as a plain whole number, by the one rule of `sim/seeds.py`.

    Raises
    ------
    RequestError
        If it is not a whole number from 0 to 2**63 - 1.
    """
    try:
        return rule(seed)
    except SeedError as error:
        raise RequestError(str(error)) from None
