"""What big models cost and earn, in formulas that read aloud; every input is measured, assumed in the open, or cited.

- :mod:`~bigmodel_edu.economics.sizes`: weights, operations, memory, communication and energy of a model.
- :mod:`~bigmodel_edu.economics.scaling`: how the loss falls with size, data and compute; fitting one's own runs.
- :mod:`~bigmodel_edu.economics.serving`: how fast hardware can serve a model, and what a million tokens cost.
- :mod:`~bigmodel_edu.economics.business`: API service, product, incubator; money and its value over time.
- :mod:`~bigmodel_edu.economics.plan`: from a measured speed to a five-year plan, with scenarios.
- :mod:`~bigmodel_edu.economics.figures`: a figure for each.
- :mod:`~bigmodel_edu.economics.plan_page`: the plan on one page, to show and to print. Only these two import matplotlib.
"""
