"""What training on many cards adds: bytes to exchange and time to wait."""

from bigmodel_edu.economics.ranges import COUNT, POSITIVE, require


def ring_allreduce_bytes(gpus: int, size: float) -> float:
    r"""Bytes that each card sends when n cards add up a buffer in a ring.

    .. math:: 2\,\frac{n-1}{n}\, S

    In words: the buffer goes round once in n parts to be added and once to be handed out; each card sends all parts but one, twice.
    However many cards take part, each sends less than twice the buffer.

    Args:
        gpus: n.
        size: S, bytes of the buffer.

    Source: Patarasuk and Yuan 2009, Bandwidth optimal all-reduce algorithms, section 3.

    >>> ring_allreduce_bytes(4, 1e9)
    1500000000.0
    """
    require("gpus", gpus, COUNT)
    return 2 * (gpus - 1) / gpus * require("size", size, POSITIVE)


def pipeline_bubble(stages: int, microbatches: int) -> float:
    r"""Share of a step in which a pipeline's cards wait.

    .. math:: \frac{p - 1}{m + p - 1}

    In words: the first micro-batch reaches the last of p stages after p − 1 turns, in which some card waits; a step has m + p − 1
    turns each way. More micro-batches make the bubble small.

    Args:
        stages: p.
        microbatches: m.

    Source: Huang et al. 2019, GPipe, section 2.3.

    >>> pipeline_bubble(stages=4, microbatches=12)
    0.2
    """
    require("stages", stages, COUNT)
    require("microbatches", microbatches, COUNT)
    return (stages - 1) / (microbatches + stages - 1)
