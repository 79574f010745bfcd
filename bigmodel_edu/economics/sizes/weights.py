"""How many weights a Transformer has, part by part."""

from collections.abc import Collection

from bigmodel_edu.economics.ranges import COUNT, require
from bigmodel_edu.facts import Architecture


def _attention_matrices(model: Architecture) -> int:
    """Values of the matrices of one attention layer: queries and output H·D wide, keys and values as wide as their heads."""
    if model.latent is not None:
        return _latent_attention_matrices(model)
    return 2 * model.width * model.heads * model.head_size + 2 * model.width * model.key_heads * model.head_size


def _latent_attention_matrices(model: Architecture) -> int:
    latent, heads, size = model.latent, model.heads, model.head_size
    assert latent is not None
    query = model.width * latent.query_rank + latent.query_rank * heads * (size + latent.rotary_size)
    keys_and_values = model.width * (latent.key_value_rank + latent.rotary_size) + latent.key_value_rank * heads * 2 * size
    return query + keys_and_values + heads * size * model.width


def _feed_forward_matrices(model: Architecture, hidden: int) -> int:
    return (3 if model.gated else 2) * model.width * hidden


def _attention_vectors(model: Architecture) -> int:
    """Biases of the four projections, and the norms inside latent attention."""
    inner_norms = model.norm_values * (model.latent.query_rank + model.latent.key_value_rank) if model.latent else 0
    biases = (model.heads + 2 * model.key_heads) * model.head_size + model.width
    return inner_norms + (biases if model.biases else 0)


def _feed_forward_biases(model: Architecture) -> int:
    return ((2 if model.gated else 1) * model.hidden + model.width) if model.biases else 0


def _feed_forward_layers(model: Architecture, every_expert: bool) -> int:
    """Weights of all feed-forward layers; of the experts, all or those that one token uses."""
    experts = model.experts
    if experts is None:
        return model.layers * (_feed_forward_matrices(model, model.hidden) + _feed_forward_biases(model))
    used = (experts.count if every_expert else experts.active) + experts.shared
    router = experts.count * (model.width + experts.router_biases)
    mixture = (model.layers - experts.dense_layers) * (used * _feed_forward_matrices(model, experts.hidden) + router)
    return mixture + experts.dense_layers * _feed_forward_matrices(model, model.hidden)


def parameter_table(model: Architecture) -> dict[str, int]:
    r"""Count a model's weights, part by part; the parts add up to all of them.

    .. math:: V C + T C
        + L\,(\underbrace{2 C H D + 2 C G D}_{\text{attention}} + \underbrace{m\, C F}_{\text{feed-forward}} + \text{biases, norms})

    In words: an embedding row for each token and each learned position; in each layer four attention matrices (G heads for keys and
    values) and m = 2 feed-forward matrices of inner width F, 3 where gated; biases and norms; and an output layer unless it is tied.

    Args:
        model: a published configuration.

    Returns:
        Weights by part: embedding, positions, attention, feed_forward, norms, output, pooler.

    Source: Vaswani et al. 2017, section 3; each published configuration's own source.

    >>> from bigmodel_edu.facts import architecture
    >>> parameter_table(architecture("gpt2-small"))["attention"]
    28348416
    """
    attention = _attention_matrices(model) + _attention_vectors(model)
    norms = model.norm_values * model.width * (model.layers * model.norms + model.outer_norms)
    return {
        "embedding": (model.vocabulary + model.segments) * model.width,
        "positions": model.learned_positions * model.width,
        "attention": model.layers * attention,
        "feed_forward": _feed_forward_layers(model, every_expert=True),
        "norms": norms,
        "output": 0 if model.tied else model.vocabulary * model.width,
        "pooler": (model.width + 1) * model.width if model.pooler else 0,
    }


def parameters(model: Architecture) -> int:
    """Count a model's weights, a shared output layer once.

    In words: the sum of :func:`parameter_table`.

    >>> from bigmodel_edu.facts import architecture
    >>> parameters(architecture("llama3-8b"))
    8030261248
    """
    return sum(parameter_table(model).values())


def active_parameters(model: Architecture, *, embedding: bool = True) -> int:
    """Count the weights that one token uses: of the experts, only those that its router picks.

    In words: all weights, less the experts that are not chosen; without the embedding table, of which a token reads one row.

    Args:
        model: a published configuration.
        embedding: whether to count an embedding table that is not also the output layer.

    Source: Jiang et al. 2024, section 2; DeepSeek-AI 2024, abstract.

    >>> from bigmodel_edu.facts import architecture
    >>> round(active_parameters(architecture("mixtral-8x7b")) / 1e9, 1)
    12.9
    """
    idle = _feed_forward_layers(model, every_expert=True) - _feed_forward_layers(model, every_expert=False)
    table = 0 if embedding or model.tied else model.vocabulary * model.width
    return parameters(model) - idle - table


def matrix_parameters(model: Architecture) -> int:
    """Count the weights that one token is multiplied with: matrices of the layers it uses and the output layer.

    In words: no biases, no norms, no look-ups.

    >>> from bigmodel_edu.facts import architecture
    >>> matrix_parameters(architecture("gpt2-small"))
    123532032
    """
    experts = model.experts
    feed_forward = model.layers * _feed_forward_matrices(model, model.hidden)
    if experts is not None:
        chosen = (experts.active + experts.shared) * _feed_forward_matrices(model, experts.hidden) + experts.count * model.width
        dense = experts.dense_layers * _feed_forward_matrices(model, model.hidden)
        feed_forward = (model.layers - experts.dense_layers) * chosen + dense
    return model.layers * _attention_matrices(model) + feed_forward + model.vocabulary * model.width


def lora_parameters(model: Architecture, rank: int, targets: Collection[str] = ("query", "value")) -> int:
    r"""Count what LoRA trains: two thin matrices beside each chosen attention matrix.

    .. math:: L \sum_{W \in \text{targets}} r\,(d_\text{in} + d_\text{out})

    In words: for each adapted matrix, the rank times the sum of its two sides.

    Args:
        model: a published configuration.
        rank: r, 1 or more.
        targets: of query, key, value, output.

    Raises:
        ValueError: if a target is none of these.

    Source: Hu et al. 2021, section 4.

    >>> from bigmodel_edu.facts import architecture
    >>> lora_parameters(architecture("llama-7b"), rank=8)
    4194304
    """
    require("rank", rank, COUNT)
    inner, key_inner = model.heads * model.head_size, model.key_heads * model.head_size
    sides = {"query": model.width + inner, "key": model.width + key_inner, "value": model.width + key_inner, "output": inner + model.width}
    unknown = set(targets) - set(sides)
    if unknown:
        raise ValueError(f"expected targets among {', '.join(sides)}, got {', '.join(sorted(unknown))}")
    return model.layers * rank * sum(sides[target] for target in targets)
