"""Ways to split a width into heads that mix the numbers up."""


def reshape_only(x, n_heads):
    batch, tokens, width = x.shape
    return x.reshape(batch, n_heads, tokens, width // n_heads)


def interleaved(x, n_heads):
    batch, tokens, width = x.shape
    return x.reshape(batch, tokens, width // n_heads, n_heads).permute(0, 3, 1, 2)
