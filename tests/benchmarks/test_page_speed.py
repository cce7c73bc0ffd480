"""What the browser notes is read rightly, and where no page can be opened that is said.

Nothing is timed here.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from heterophony.benchmarks import page_speed
from heterophony.benchmarks.chromium import NO_CHROMIUM, CannotOpenError, chromium_here
from heterophony.benchmarks.turns import Times


def test_waiting_is_counted_from_the_key_to_the_first_and_to_the_last_painting():
    painted = [{"pairs": 4, "at": 1150.0}, {"pairs": 16, "at": 1400.0}, {"pairs": 50, "at": 1900.0}]
    found = page_speed.waited({"pressed": 1000.0, "painted": painted, "full": True})
    assert found == page_speed.Waited(first=pytest.approx(0.15), first_pairs=4, full=0.9)


def test_the_time_of_a_share_is_the_longest_of_that_share():
    times = Times(tuple(map(float, range(1, 31))))
    assert [times.within(share) for share in (0.5, 0.95, 1.0)] == [15.0, 29.0, 30.0]


def test_without_a_chromium_nothing_is_measured_and_the_reason_is_told(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/there/is/none")
    assert chromium_here() is None
    assert page_speed.page_speed(3, lambda what: None) == {"reason": NO_CHROMIUM}


def test_the_address_is_read_from_what_the_server_says():
    said = "The page is at http://127.0.0.1:8123/?lang=en (Ctrl-C ends it)\n"
    assert page_speed.address_in(said) == "http://127.0.0.1:8123"
    with pytest.raises(CannotOpenError, match="port 1 is in use"):
        page_speed.address_in("port 1 is in use\n")


def test_a_lever_at_its_end_is_moved_down():
    assert page_speed.key_that_moves("25", "30") == "ArrowRight"
    assert page_speed.key_that_moves("30", "30") == "ArrowLeft"
    assert page_speed.key_that_moves("0.8", "0.80") == "ArrowLeft"


@pytest.mark.browser
def test_every_change_on_the_real_page_ends_with_a_full_answer_after_a_first_one(chromium):
    # The other tests' browser occupies this thread; the benchmark starts its own in another.
    with ThreadPoolExecutor(1) as thread:
        found = thread.submit(page_speed.page_speed, 1, lambda what: None).result()
    assert "reason" not in found, found
    # A prepared answer is full at once: then the first one is the last one.
    assert found["first_pairs"] <= 50
    assert 0.0 < found["first"].least <= found["full"].least
    assert found["received"].least > 0
