"""From a speed and a machine's price to the cost of a million tokens."""

import math

from bigmodel_edu.economics.ranges import NOT_NEGATIVE, PART, POSITIVE, SHARE, require

MILLION = 1e6
SECONDS_AN_HOUR = 3600


def cost_per_million_tokens(price_per_hour: float, tokens_per_second: float, utilisation: float = 1.0) -> float:
    r"""Cost of a million tokens, in the currency of the price.

    .. math:: \frac{p}{3600\, R\, u} \times 10^6

    In words: an hour of the machine costs p and gives 3,600 · R · u tokens, where u is the share of the hour in which customers keep it
    busy; idle hours are paid as well.

    Args:
        price_per_hour: p, of the machine or machines that give R, above 0.
        tokens_per_second: R, when busy.
        utilisation: u, above 0 and at most 1.

    >>> cost_per_million_tokens(3.60, 1000)
    1.0
    >>> cost_per_million_tokens(3.60, 1000, utilisation=0.25)
    4.0
    """
    per_second = require("price_per_hour", price_per_hour, POSITIVE) / SECONDS_AN_HOUR
    return per_second / require("tokens_per_second", tokens_per_second, POSITIVE) / require("utilisation", utilisation, PART) * MILLION


def reading_and_writing_cost(
    price_per_hour: float, prefill_tokens_per_second: float, decode_tokens_per_second: float, utilisation: float = 1.0
) -> tuple[float, float]:
    """Costs of a million tokens read and of a million tokens written, which differ because their speeds do.

    In words: :func:`cost_per_million_tokens`, once with the speed of reading prompts and once with that of writing answers.

    Args:
        price_per_hour: of the machine.
        prefill_tokens_per_second, decode_tokens_per_second: when it does nothing else.
        utilisation: above 0 and at most 1.

    >>> reading_and_writing_cost(3.60, prefill_tokens_per_second=16_000, decode_tokens_per_second=1000, utilisation=0.5)
    (0.125, 2.0)
    """
    require("prefill_tokens_per_second", prefill_tokens_per_second, POSITIVE)
    require("decode_tokens_per_second", decode_tokens_per_second, POSITIVE)
    speeds = (prefill_tokens_per_second, decode_tokens_per_second)
    read, written = (cost_per_million_tokens(price_per_hour, speed, utilisation) for speed in speeds)
    return read, written


def blended_price(input_price: float, output_price: float, input_share: float) -> float:
    """Price of a million tokens of a mix: s × price read + (1 − s) × price written.

    In words: what a customer pays on average, whose tokens are for a share s read and for the rest written.

    >>> blended_price(0.50, 1.50, input_share=0.75)
    0.75
    """
    share = require("input_share", input_share, SHARE)
    paid_in = share * require("input_price", input_price, NOT_NEGATIVE)
    return paid_in + (1 - share) * require("output_price", output_price, NOT_NEGATIVE)


def required_machines(tokens: float, seconds: float, tokens_per_second: float, utilisation: float) -> int:
    """Machines that a demand needs: ⌈tokens / (seconds × speed × utilisation)⌉.

    In words: whole machines, with room for the hours in which more is asked than on average.

    >>> required_machines(tokens=100e9, seconds=30 * 86_400, tokens_per_second=20_000, utilisation=0.4)
    5
    """
    speed = require("tokens_per_second", tokens_per_second, POSITIVE) * require("utilisation", utilisation, PART)
    return math.ceil(require("tokens", tokens, NOT_NEGATIVE) / (require("seconds", seconds, POSITIVE) * speed))
