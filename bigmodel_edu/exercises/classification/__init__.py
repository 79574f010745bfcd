"""Classification: cross-entropy for two and for many classes, the area under the ROC curve, and whether probabilities keep their word."""

EXERCISES = (
    "binary_cross_entropy",
    "cross_entropy",
    "cross_entropy_gradient",
    "roc_auc",
    "expected_calibration_error",
    "threshold",
    "rare",
)
