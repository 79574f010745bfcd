"""Public code that uses an answer where a single call does not tell enough. Each function stands alone: its text travels."""

from typing import Any


def build_and_call(answer: Any, sizes: dict[str, Any], weights: dict[str, Any], *inputs: Any) -> Any:
    """Build a module from its sizes, load the given weights (all of them, by name), and call it in evaluation mode."""
    module = answer(**sizes)
    own = {name: tuple(value.shape) for name, value in module.state_dict().items()}
    given = {name: tuple(value.shape) for name, value in weights.items()}
    if own != given:
        missing = sorted(set(given) - set(own))
        extra = sorted(set(own) - set(given))
        wrong = [f"{name} {own[name]}, expected {given[name]}" for name in sorted(set(own) & set(given)) if own[name] != given[name]]
        raise ValueError(f"the module's parameters differ: missing {missing}, not expected {extra}, other shapes {wrong}")
    module.load_state_dict(weights)
    return module.eval()(*inputs)
