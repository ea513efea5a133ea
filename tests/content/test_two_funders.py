"""The workshop on two funders: its texts state what its reading counts with, and both funders accept its example."""

from passerelles.engines.tools.form import read, world
from passerelles.engines.tools.funders import FUNDERS, LINES, MONTHS, YOUNG_LEAST
from passerelles.engines.tools.reading import part
from passerelles.engines.tools.two_funders import plan_of
from passerelles.french import number
from passerelles.typography import NBSP


def euros(sum_of: int) -> str:
    """Return a sum as the texts write it: it never parts at the end of a line."""
    return f"{number(sum_of)}{NBSP}€"


def test_the_texts_state_what_the_reading_counts_with(course):
    module = course.modules["faire-vivre"]
    plan = part(module.tool("deux-bailleurs"), "plan")
    told = {row.id: row.text for row in plan.rows}
    assert [*told] == [*LINES]
    assert all(euros(line.cost) in told[row] for row, line in LINES.items())
    assert all(("**personnel**" in told[row]) == line.staff for row, line in LINES.items())
    assert all(("seule." in told[row]) != line.joint for row, line in LINES.items())
    both = [sum(line.cost for line in LINES.values()), sum(funder.envelope for funder in FUNDERS)]
    for one in [YOUNG_LEAST, *both, *(funder.envelope for funder in FUNDERS)]:
        assert euros(one) in module.texts["budget.md"]
    fields = {field.id: field for field in plan.fields}
    assert [fields[funder.key].most for funder in FUNDERS] == [funder.envelope for funder in FUNDERS]
    assert [option.id for option in fields["mois"].options] == [*MONTHS]


def test_a_reason_is_a_statement_that_the_tool_cites(course):
    tool = course.modules["faire-vivre"].tool("deux-bailleurs")
    reasons = next(field for field in part(tool, "plan").fields if field.id == "raison").options
    assert {reason.id.upper() for reason in reasons} <= {*tool.cites} & {*course.statements}
    assert all(reason.text.startswith(reason.id.upper()) for reason in reasons)


def test_both_funders_accept_the_example(course):
    tool = course.modules["faire-vivre"].tool("deux-bailleurs")
    reading = read(tool, tool.example, world(course))
    assert {row[2] for row in reading.tables[0].rows} == {"tenue"}
    assert [finding.level for finding in reading.findings if finding.level != "note"] == ["good"]
    assert all(line.month and line.why for line in plan_of(tool.example))
