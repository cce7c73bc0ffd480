"""The former home of paired differences, until every module imports them from their new one."""

from heterophony.experiments.results.differences import (
    CONFIDENCE as CONFIDENCE,
)
from heterophony.experiments.results.differences import (
    Difference as Difference,
)
from heterophony.experiments.results.differences import (
    Numbers as Numbers,
)
from heterophony.experiments.results.differences import (
    Paired as Paired,
)
from heterophony.experiments.results.differences import (
    Trajectory as Trajectory,
)
