"""Binary classifier: a hidden layer, its loss from logits, one step of training, an interval for its accuracy, its two kinds of error."""

EXERCISES = (
    "what_helps",
    "loss_of_the_share",
    "predict",
    "loss_from_logits",
    "training_step",
    "wilson_interval",
    "sensitivity_specificity",
)
