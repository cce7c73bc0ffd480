"""The former home of documents, until every module imports them from their new one."""

from heterophony.experiments.results.codec import as_json as as_json
from heterophony.experiments.results.codec import plain as plain
from heterophony.experiments.results.differences import difference_document as difference_document
from heterophony.experiments.results.manifest import manifest_document as manifest_document
from heterophony.experiments.results.manifest import scenario_document as scenario_document
from heterophony.experiments.results.manifest import versions as versions
from heterophony.experiments.results.notice import notice as notice
