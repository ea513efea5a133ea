"""Every reading bears any value that fits the tools of the real course."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.sample_tool import values

from passerelles.engines.tools.form import read, reading_json, world


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_value_that_fits_is_read(course, data):
    tools = [tool for module in course.modules.values() for tool in module.tools]
    for tool in tools[:1] and [data.draw(st.sampled_from(tools))]:
        value, peers = data.draw(values(tool, course)), [tool.example] * data.draw(st.sampled_from([0, 5]))
        reading = read(tool, value, world(course, peers))
        assert not reading.figures or reading.tables, f"{tool.id}: a figure without a table"
        json.dumps(reading_json(reading, course.statements), allow_nan=False)
        for figure in reading.figures:
            assert figure.svg.startswith("<svg ")
    for tool in tools:
        assert {finding.level for finding in read(tool, {}, world(course)).findings} <= {"note"}, tool.id
