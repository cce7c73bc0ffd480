"""Seeds of replicates."""

import pytest

from heterophony.experiments import RequestError, replicate_seed


def test_a_replicates_seed_never_changes_between_versions() -> None:
    assert replicate_seed(1, 0) == 224_783_925_664_779_324
    assert replicate_seed(1, 1) == 6_191_932_215_270_406_959


def test_neighbouring_base_seeds_share_no_run() -> None:
    seeds = {replicate_seed(base, replicate) for base in range(10) for replicate in range(500)}
    assert len(seeds) == 5_000
    assert all(0 <= seed < 2**63 for seed in seeds)


@pytest.mark.parametrize("seed", [-1, 2**63, 1.5, "1", True, None])
def test_a_seed_that_is_none_is_refused_with_the_range(seed: object) -> None:
    with pytest.raises(RequestError, match="allowed: a whole number from 0"):
        replicate_seed(seed, 0)  # type: ignore[arg-type]
