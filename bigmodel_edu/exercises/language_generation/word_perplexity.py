"""A number: What is its perplexity per word?"""

from bigmodel_edu.checking import number

EXERCISE = number(
    __file__,
    points=1,
    reference=lambda perplexity, tokens: perplexity**tokens,
    variant=lambda rng: {
        "perplexity": float(rng.choice([6.0, 8.0, 11.0, 14.0, 18.0])),
        "tokens": float(rng.choice([1.2, 1.3, 1.4, 1.6, 1.8])),
    },
    relative=0.01,
    mistakes={
        "product": lambda perplexity, tokens: perplexity * tokens,
        "root": lambda perplexity, tokens: perplexity ** (1 / tokens),
        "same": lambda perplexity, tokens: perplexity,
        "quotient": lambda perplexity, tokens: perplexity / tokens,
    },
)
