"""Training: batches, the loop, optimisers, schedules, checkpoints, and several processes at once.

>>> import torch
>>> from bigmodel_edu.models.gpt import GPT, GPTConfig
>>> model = GPT(GPTConfig(vocabulary=10, context=8, layers=1, heads=2, width=16), generator=torch.Generator().manual_seed(0))
>>> batches = TokenBatches([1, 2, 3, 4, 5, 6, 7, 8, 9] * 50, batch_size=8, length=8)
>>> done = train(model, batches, TrainingConfig(steps=60, learning_rate=0.01))
>>> done.history.losses[0] > 2 * done.history.losses[-1]
True
"""

from bigmodel_edu.training.batches import EpochBatches, TokenBatches, get_batch
from bigmodel_edu.training.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from bigmodel_edu.training.clipping import clip_gradients
from bigmodel_edu.training.decoupled import adamw
from bigmodel_edu.training.history import History
from bigmodel_edu.training.hyperparameters import TrainingConfig
from bigmodel_edu.training.loop import Training, train
from bigmodel_edu.training.measures import bits_per_byte, held_out_loss, perplexity
from bigmodel_edu.training.optimisers import SGD, Adam, AdamW, GradientDescent, Momentum, RMSProp
from bigmodel_edu.training.schedules import warmup_cosine

__all__ = [
    "SGD",
    "Adam",
    "AdamW",
    "Checkpoint",
    "EpochBatches",
    "GradientDescent",
    "History",
    "Momentum",
    "RMSProp",
    "TokenBatches",
    "Training",
    "TrainingConfig",
    "adamw",
    "bits_per_byte",
    "clip_gradients",
    "get_batch",
    "held_out_loss",
    "load_checkpoint",
    "perplexity",
    "save_checkpoint",
    "train",
    "warmup_cosine",
]
