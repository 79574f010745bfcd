"""How a model's loss falls with its size, its data and its compute, and how to fit the law to one's own runs."""

from bigmodel_edu.economics.scaling.chinchilla import CHINCHILLA, REFIT, UNROUNDED, Chinchilla, Optimum, chinchilla_optimal
from bigmodel_edu.economics.scaling.fitting import Estimate, PowerLaw, fit_power_law
from bigmodel_edu.economics.scaling.kaplan import kaplan_loss_data, kaplan_loss_parameters
from bigmodel_edu.economics.scaling.surface import SurfaceFit, fit_chinchilla

__all__ = [
    "CHINCHILLA",
    "REFIT",
    "UNROUNDED",
    "Chinchilla",
    "Estimate",
    "Optimum",
    "PowerLaw",
    "SurfaceFit",
    "chinchilla_optimal",
    "fit_chinchilla",
    "fit_power_law",
    "kaplan_loss_data",
    "kaplan_loss_parameters",
]
