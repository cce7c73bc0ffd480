"""Results in the order of the tasks, whatever the workers."""

import os
import random
import signal
import threading
import time

import pytest

from heterophony.experiments import Progress, RequestError
from heterophony.experiments.engine.workers import Stop, checked_workers, in_order


def late_square(number: int) -> int:
    time.sleep(random.Random(number).random() / 200)
    return number * number


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_results_come_in_the_order_of_the_tasks(workers: int) -> None:
    found = list(in_order(late_square, range(40), workers=workers, stop=Stop()))
    assert found == [(number, number * number) for number in range(40)]


@pytest.mark.parametrize("workers", [1, 3])
def test_a_failing_task_is_raised_and_the_rest_is_not_begun(workers: int) -> None:
    begun: list[int] = []

    def fails_at_four(number: int) -> int:
        begun.append(number)
        return 1 // (4 - number)

    with pytest.raises(ZeroDivisionError):
        list(in_order(fails_at_four, range(1_000), workers=workers, stop=Stop()))
    assert len(begun) < 50


@pytest.mark.parametrize("workers", [1, 3])
def test_after_a_first_interrupt_what_is_under_way_is_finished_and_kept(workers: int) -> None:
    finished: set[int] = set()

    def interrupts_at_ten(number: int) -> int:
        if number == 10:
            os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.002)
        finished.add(number)
        return number

    with Stop() as stop:
        kept = [n for n, _ in in_order(interrupts_at_ten, range(9_999), workers=workers, stop=stop)]
    assert stop.asked
    assert kept == sorted(finished)
    assert 10 in kept
    assert len(kept) < 200


def test_a_second_interrupt_is_not_caught() -> None:
    with Stop() as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.asked
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_the_interrupt_is_handled_as_before_afterwards() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Stop():
        pass
    assert signal.getsignal(signal.SIGINT) is before


def test_other_threads_may_work_too() -> None:
    found: list[tuple[int, int]] = []

    def work() -> None:
        with Stop() as stop:
            found.extend(in_order(late_square, range(3), workers=2, stop=stop))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [(0, 0), (1, 1), (2, 4)]


def test_progress_counts_up_and_knows_the_time_left() -> None:
    seen: list[Progress] = []
    list(in_order(late_square, range(5), workers=2, stop=Stop(), progress=seen.append))
    assert [each.done for each in seen] == [1, 2, 3, 4, 5]
    assert all(each.total == 5 for each in seen)
    assert seen[-1].seconds_left == 0.0
    assert Progress(0, 5, 0.0).seconds_left is None
    assert Progress(2, 10, 4.0).rate == 0.5
    assert Progress(2, 10, 4.0).seconds_left == 16.0


def test_workers_default_to_the_cores_but_never_more_than_the_tasks() -> None:
    assert checked_workers(None, 1) == 1
    assert 1 <= checked_workers(None, 10_000) <= (os.cpu_count() or 1)
    assert checked_workers(5, 3) == 3


@pytest.mark.parametrize("workers", [0, -1, 5_000, 1.5, True])
def test_a_wrong_number_of_workers_is_refused(workers: object) -> None:
    with pytest.raises(RequestError, match="workers is"):
        checked_workers(workers, 10)  # type: ignore[arg-type]
