"""What several answers of what is a big model are made of."""


def three_terms(n_params, n_tokens, constants):
    c = constants
    return c["e"] + c["a"] / n_params ** c["alpha"] + c["b"] / n_tokens ** c["beta"]


def vectorised(flops, sizes, constants):
    tokens = flops / (6 * sizes)
    c = constants
    return c["e"] + c["a"] * sizes ** -c["alpha"] + c["b"] * tokens ** -c["beta"]
