"""A plan for a company that sells a model by API: from a measured speed to five years.

>>> from bigmodel_edu.economics.plan import project, worked_plan
>>> worked = worked_plan(tokens_per_second=40, prefill_tokens_per_second=400)
>>> [step.name for step in worked.steps][:3]
['Weights of the model', 'Operations for each token', 'Speed of one machine, measured']
>>> statement = project(worked.plan)
>>> len(statement.years)
5
"""

from bigmodel_edu.economics.plan.assumptions import allowed, labels, problems
from bigmodel_edu.economics.plan.plan import Plan
from bigmodel_edu.economics.plan.scenarios import Bar, scenarios, tornado
from bigmodel_edu.economics.plan.statement import Statement, Year, project
from bigmodel_edu.economics.plan.steps import Step
from bigmodel_edu.economics.plan.worked import WorkedPlan, worked_plan

__all__ = [
    "Bar",
    "Plan",
    "Statement",
    "Step",
    "WorkedPlan",
    "Year",
    "allowed",
    "labels",
    "problems",
    "project",
    "scenarios",
    "tornado",
    "worked_plan",
]
