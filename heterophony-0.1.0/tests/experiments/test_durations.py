"""Times that were estimated, as people say them."""

import pytest

from heterophony.experiments.results.durations import about, amount, between


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.0, "less than a second"),
        (1.2, "1 second"),
        (40.3, "40 seconds"),
        (119.4, "119 seconds"),
        (119.6, "2 minutes"),
        (3_600.0, "60 minutes"),
        (7_300.0, "2 hours"),
        (3_600_000.0, "1,000 hours"),
    ],
)
def test_a_time_is_told_in_the_unit_that_people_would_use(seconds: float, told: str) -> None:
    assert amount(seconds) == told


def test_an_estimate_says_that_it_is_one() -> None:
    assert about(0.2) == "less than a second"
    assert about(40.0) == "about 40 seconds"
    assert between(41.0, 200.0) == "between 41 seconds and 3 minutes"
    assert between(40.1, 40.2) == "about 40 seconds"
