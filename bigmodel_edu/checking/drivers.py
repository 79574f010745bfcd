"""Public code that uses an answer where a single call does not tell enough. Each function stands alone: its text travels."""


def build_load_and_call(answer, sizes, weights, *inputs):
    """Build a module from its sizes, load the given weights by name, call it in evaluation mode. Buffers of its own are left alone."""
    module = answer(**sizes)
    own = {name: tuple(value.shape) for name, value in module.named_parameters()}
    given = {name: tuple(value.shape) for name, value in weights.items()}
    if own != given:
        missing, extra = sorted(set(given) - set(own)), sorted(set(own) - set(given))
        wrong = [f"{name} {own[name]}, expected {given[name]}" for name in sorted(set(own) & set(given)) if own[name] != given[name]]
        raise ValueError(f"the module's parameters differ: missing {missing}, not expected {extra}, other shapes {wrong}")
    module.load_state_dict(weights, strict=False)
    return module.eval()(*inputs)
