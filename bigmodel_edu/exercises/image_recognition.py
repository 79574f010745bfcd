"""Image recognition: patches, channels, top-k accuracy, the confusion matrix, and an interval for a share."""

import math
from itertools import pairwise

import numpy as np

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.checking.generators import tensor
from bigmodel_edu.models.vit import cut_patches


def _grid(images, patch):
    batch, channels, height, width = images.shape
    return images.reshape(batch, channels, height // patch, patch, width // patch, patch)


def _images(rng: np.random.Generator, channels: int, square: bool = False) -> Call:
    patch, rows = int(rng.integers(2, 4)), int(rng.integers(2, 4))
    columns = rows if square else rows + int(rng.integers(1, 3))
    return arguments(tensor(rng, int(rng.integers(2, 4)), channels, rows * patch, columns * patch), patch)


def _grey(rng: np.random.Generator) -> Call:
    return _images(rng, 1, square=True)


def _colour(rng: np.random.Generator) -> Call:
    return _images(rng, 3, square=True)


def _wide(rng: np.random.Generator) -> Call:
    return _images(rng, int(rng.integers(2, 5)))


def _keeps_every_pixel(ask, rng: np.random.Generator) -> bool:
    images = rng.normal(size=(2, 3, 4, 6)).astype(np.float32)
    return np.allclose(np.sort(np.asarray(ask(AsTensor(images), 2)), axis=None), np.sort(images, axis=None))


ORDER_HINTS = (
    "Draw an image of 4 × 4 pixels with the numbers 0 to 15 and cut it into patches of 2 × 2. What is in the first patch?",
    "Try torch.arange(16.0).view(1, 1, 4, 4) with patches of 2: the first patch should be 0, 1, 4, 5.",
    "Split height and width into (rows, patch) and (columns, patch), then bring rows and columns to the front: permute before reshape.",
)

patchify = Exercise(
    id="image-recognition.patchify",
    points=4,
    target="patchify",
    reference=cut_patches,
    inputs={"grey and square": _grey, "in colour": _colour, "wider than high": _wide},
    properties=(Property("pixels", "hold every pixel of the image exactly once.", _keeps_every_pixel),),
    forbidden=("bigmodel_edu.models",),
    misconceptions=(
        Misconception(
            "reshape-only",
            lambda images, patch: images.reshape(len(images), -1, images.shape[1] * patch**2),
            "You reshape without permuting: your patches are strips of rows, not squares.",
            ORDER_HINTS,
        ),
        Misconception(
            "columns-first",
            lambda images, patch: _grid(images, patch).permute(0, 4, 2, 1, 3, 5).reshape(len(images), -1, images.shape[1] * patch**2),
            "Your patches are right, but they run down the columns; they should run along the rows, as text does.",
            (
                "Which patch comes second: the one to the right or the one below?",
                "Look at the order of rows and columns in your permute.",
                "The axis of the rows of patches comes before that of the columns.",
            ),
        ),
        Misconception(
            "channels-last",
            lambda images, patch: _grid(images, patch).permute(0, 2, 4, 3, 5, 1).reshape(len(images), -1, images.shape[1] * patch**2),
            "Inside a patch you list the channels of each pixel together; the docstring asks for one whole channel after the other.",
            (
                "With a grey image your answer is right. What is different in colour?",
                "Read the docstring: in which order stand channel, row and column inside a patch?",
                "In the permute the channel comes before the two axes inside the patch.",
            ),
        ),
        Misconception(
            "transposed-inside",
            lambda images, patch: _grid(images, patch).permute(0, 2, 4, 1, 5, 3).reshape(len(images), -1, images.shape[1] * patch**2),
            "Each of your patches is mirrored: its rows and columns are swapped.",
            (
                "Read the first patch of an image with the numbers 0 to 15: is it 0, 1, 4, 5 or 0, 4, 1, 5?",
                "Look at the order of the two axes inside the patch.",
                "Inside the patch the row comes before the column.",
            ),
        ),
        Misconception(
            "one-token-a-channel",
            lambda images, patch: _grid(images, patch).permute(0, 1, 2, 4, 3, 5).reshape(len(images), -1, patch**2),
            "You make a token of each channel of each patch. A token holds all channels of its patch.",
            (
                "How many patches has an image, whatever its colours?",
                "Compare your shape with (B, patches, channels · patch²).",
                "Move the channel axis behind the axes that count the patches.",
            ),
        ),
    ),
    hints=ORDER_HINTS,
)


def _normalise(training, testing):
    mean = training.mean(axis=(0, 2, 3), keepdims=True, dtype=np.float64)
    deviation = training.std(axis=(0, 2, 3), keepdims=True, dtype=np.float64)
    return (training - mean) / deviation, (testing - mean) / deviation


def _bytes(rng: np.random.Generator, count: int, channels: int, height: int, width: int) -> np.ndarray:
    """Bytes whose channels differ in brightness and contrast."""
    middle, spread = rng.uniform(60, 190, (channels, 1, 1)), rng.uniform(10, 60, (channels, 1, 1))
    return np.clip(rng.normal(middle, spread, (count, channels, height, width)), 0, 255).astype(np.uint8)


def _pictures(rng: np.random.Generator, channels: int) -> Call:
    height, width = int(rng.integers(3, 6)), int(rng.integers(6, 9))
    return arguments(_bytes(rng, 7, channels, height, width), _bytes(rng, 4, channels, height, width))


def _grey_pictures(rng: np.random.Generator) -> Call:
    return _pictures(rng, 1)


def _colour_pictures(rng: np.random.Generator) -> Call:
    return _pictures(rng, int(rng.integers(2, 5)))


normalise = Exercise(
    id="image-recognition.normalise",
    points=3,
    target="normalise",
    reference=_normalise,
    inputs={"grey": _grey_pictures, "in colour": _colour_pictures},
    relative=1e-3,
    absolute=1e-4,
    misconceptions=(
        Misconception(
            "test-statistics",
            lambda training, testing: (_normalise(training, training)[0], _normalise(testing, testing)[0]),
            "You use the test images' own mean and deviation. A model meets single images later; only training numbers are known then.",
            (
                "When the model runs, one image comes. Which mean does it use?",
                "Which images decide mean and deviation?",
                "Compute both from training, and use them for testing as well.",
            ),
        ),
        Misconception(
            "all-together",
            lambda training, testing: tuple(_normalise(np.concatenate([training, testing]), part)[1] for part in (training, testing)),
            "You compute mean and deviation from training and test images together: the test has leaked in.",
            (
                "Which images may decide anything before the test?",
                "Where do mean and deviation come from?",
                "Compute both from training only.",
            ),
        ),
        Misconception(
            "one-for-all-channels",
            lambda training, testing: tuple((part - training.mean()) / training.std() for part in (training, testing)),
            "You use one mean and one deviation for all channels; each channel has its own.",
            (
                "Print the mean of each channel of your result. Is it 0?",
                "Over which axes do you take the mean?",
                "Take mean and std over the axes 0, 2 and 3, with keepdims=True.",
            ),
        ),
        Misconception(
            "each-pixel",
            lambda training, testing: tuple(
                (part - training.mean(axis=0)) / np.maximum(training.std(axis=0), 1e-9) for part in (training, testing)
            ),
            "You use a mean for each pixel; it is one for each channel.",
            (
                "How many means have images with three channels?",
                "Over which axes do you take the mean?",
                "Take mean and std over the axes 0, 2 and 3, with keepdims=True.",
            ),
        ),
        Misconception(
            "each-image",
            lambda training, testing: tuple(
                (part - part.mean(axis=(2, 3), keepdims=True)) / np.maximum(part.std(axis=(2, 3), keepdims=True), 1e-9)
                for part in (training, testing)
            ),
            "You give every image a mean of 0 of its own. Bright and dark images then look alike, and brightness may matter.",
            (
                "Is a dark image still darker than a bright one in your result?",
                "Over which axes do you take the mean?",
                "Include axis 0, the images, in mean and std.",
            ),
        ),
        Misconception(
            "only-centred",
            lambda training, testing: tuple(part - training.mean(axis=(0, 2, 3), keepdims=True) for part in (training, testing)),
            "You subtract the mean only; the division by the deviation is missing.",
            (
                "Print the standard deviation of each channel of your result. Is it 1?",
                "One step is left.",
                "Divide by the standard deviation of the channel in training.",
            ),
        ),
        Misconception(
            "scaled-to-one",
            lambda training, testing: (training / 255, testing / 255),
            "You scale to the range from 0 to 1; asked for are a mean of 0 and a deviation of 1 in each channel of training.",
            (
                "Print mean and deviation of each channel of your result.",
                "Which two numbers does each channel need?",
                "Subtract the channel's mean and divide by its deviation.",
            ),
        ),
    ),
    hints=(
        "How many means are there for images of three channels?",
        "Print mean and deviation of each channel of your normalised training images: 0 and 1.",
        "mean and std over axes (0, 2, 3) with keepdims=True, of training; apply them to both.",
    ),
)


def _top_k(scores, labels, k):
    best = np.argsort(-np.asarray(scores), axis=1, kind="stable")[:, :k]
    return float((best == np.asarray(labels)[:, None]).any(axis=1).mean())


def _scores(rng: np.random.Generator, k: int | None) -> Call:
    count, classes = int(rng.integers(25, 45)), int(rng.integers(6, 11))
    labels = rng.integers(0, classes, count)
    scores = rng.normal(size=(count, classes)) + 1.2 * np.eye(classes)[labels]
    return arguments(scores, labels, k or int(rng.integers(2, 4)))


def _first_only(rng: np.random.Generator) -> Call:
    return _scores(rng, 1)


def _first_few(rng: np.random.Generator) -> Call:
    return _scores(rng, None)


def _grows_to_one(ask, rng: np.random.Generator) -> bool:
    scores, labels, _k = _scores(rng, 1).args
    values = [float(np.asarray(ask(scores, labels, k))) for k in range(1, scores.shape[1] + 1)]
    return all(low <= high + 1e-9 for low, high in pairwise(values)) and abs(values[-1] - 1) < 1e-9


top_k_accuracy = Exercise(
    id="image-recognition.top_k_accuracy",
    points=2,
    target="top_k_accuracy",
    reference=_top_k,
    inputs={"k = 1": _first_only, "a larger k": _first_few},
    properties=(Property("grows", "grow with k, up to 1 when k is the number of classes.", _grows_to_one),),
    forbidden=("sklearn.metrics",),
    misconceptions=(
        Misconception(
            "best-only",
            lambda scores, labels, k: _top_k(scores, labels, 1),
            "You look at the best class only, whatever k is.",
            ("Does your result depend on k?", "Which classes count as a hit?", "Look among the k highest scores."),
        ),
        Misconception(
            "lowest",
            lambda scores, labels, k: _top_k(-scores, labels, k),
            "You look at the k lowest scores.",
            (
                "In which order does argsort sort?",
                "What do you get for k = 1? It should be the accuracy.",
                "Sort −scores, or take the last k.",
            ),
        ),
        Misconception(
            "one-too-many",
            lambda scores, labels, k: _top_k(scores, labels, k + 1),
            "You look at k + 1 classes.",
            (
                "What do you get for k = 1? It should be the accuracy.",
                "How many classes do you take?",
                "Check the end of your slice.",
            ),
        ),
        Misconception(
            "one-too-few",
            lambda scores, labels, k: _top_k(scores, labels, k - 1) if k > 1 else 0.0,
            "You look at k − 1 classes.",
            (
                "What do you get for k = 1? It should be the accuracy.",
                "How many classes do you take?",
                "Check the end of your slice.",
            ),
        ),
        Misconception(
            "divided-by-k",
            lambda scores, labels, k: _top_k(scores, labels, k) / k,
            "You divide by the number of guesses. An image is a hit when its class is among them, once.",
            (
                "With k equal to the number of classes, what should come out?",
                "What do you divide by?",
                "Divide by the number of images.",
            ),
        ),
        Misconception(
            "number-of-hits",
            lambda scores, labels, k: _top_k(scores, labels, k) * len(labels),
            "You return how many images are hits; the share is asked for.",
            ("Can an accuracy be larger than 1?", "One step is left.", "Divide by the number of images."),
        ),
    ),
    hints=(
        "For one image: which are the k classes with the highest scores? Is the label among them?",
        "For k = 1 your result should be the accuracy.",
        "np.argsort(-scores, axis=1)[:, :k], compare with the labels, any along axis 1, mean.",
    ),
)


def _confusion(labels, predictions, classes):
    table = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(table, (np.asarray(labels), np.asarray(predictions)), 1)
    return table


def _some_answers(rng: np.random.Generator) -> Call:
    classes, count = int(rng.integers(3, 6)), int(rng.integers(25, 50))
    labels = rng.integers(0, classes, count)
    predictions = np.where(rng.random(count) < 0.5, labels, (labels + rng.integers(0, 2, count)) % classes)
    return arguments(labels, predictions, classes)


def _classes_that_do_not_occur(rng: np.random.Generator) -> Call:
    labels, predictions, classes = _some_answers(rng).args
    return arguments(labels, predictions, classes + int(rng.integers(1, 4)))


CONFUSION_HINTS = (
    "Take three images: labels 0, 0, 1 and predictions 0, 1, 1. Write the table by hand.",
    "Is the sum of all entries the number of images? Is the sum of each row the number of images of that class?",
    "Go through the images and add 1 to the entry in row label and column prediction.",
)

confusion_matrix = Exercise(
    id="image-recognition.confusion_matrix",
    points=2,
    target="confusion_matrix",
    reference=_confusion,
    inputs={"every class occurs": _some_answers, "classes that do not occur": _classes_that_do_not_occur},
    forbidden=("sklearn", ".crosstab"),
    misconceptions=(
        Misconception(
            "transposed",
            lambda labels, predictions, classes: _confusion(predictions, labels, classes),
            "Your rows are the predictions; rows should be the true classes.",
            (
                "What is the sum of a row?",
                "Read the docstring: what is a row?",
                "Swap the two indices, or transpose.",
            ),
        ),
        Misconception(
            "each-pair-once",
            lambda labels, predictions, classes: np.minimum(_confusion(labels, predictions, classes), 1),
            "Every pair counts once at most. table[labels, predictions] += 1 adds 1 to an entry only once, however often it is named.",
            (
                "Is the sum of all entries the number of images?",
                "Try labels 0, 0 and predictions 0, 0.",
                "Use a loop, np.add.at, or np.bincount of label · classes + prediction.",
            ),
        ),
        Misconception(
            "shares",
            lambda labels, predictions, classes: (
                _confusion(labels, predictions, classes)
                / np.maximum(_confusion(labels, predictions, classes).sum(axis=1, keepdims=True), 1)
            ),
            "You return shares of each row; counts are asked for.",
            ("Read the docstring: what is an entry?", "What is the sum of all entries?", "Leave out the division."),
            also=(lambda labels, predictions, classes: _confusion(labels, predictions, classes) / len(labels),),
        ),
        Misconception(
            "only-the-classes-that-occur",
            lambda labels, predictions, classes: _confusion(labels, predictions, int(max(labels.max(), predictions.max())) + 1),
            "Your table has only the classes that occur. Its size is given: classes × classes.",
            (
                "What if a class is missing in the test?",
                "Where does the size of your table come from?",
                "Make a table of zeros with classes rows and columns.",
            ),
        ),
        Misconception(
            "mistakes-only",
            lambda labels, predictions, classes: _confusion(labels, predictions, classes) * (1 - np.eye(classes, dtype=np.int64)),
            "Your diagonal is empty: right answers belong into the table too.",
            CONFUSION_HINTS,
        ),
    ),
    hints=CONFUSION_HINTS,
)


def _wilson(hits, n, z=1.96):
    share = hits / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return middle - half, middle + half


def _wald(hits, n, z=1.96):
    share = hits / n
    half = z * math.sqrt(share * (1 - share) / n)
    return share - half, share + half


def _inside(rng: np.random.Generator) -> Call:
    n = int(rng.integers(12, 60))
    return arguments(int(n * rng.uniform(0.6, 0.9)), n)


def _another_level(rng: np.random.Generator) -> Call:
    n = int(rng.integers(12, 60))
    return arguments(int(n * rng.uniform(0.15, 0.45)), n, z=float(rng.choice([1.0, 1.645, 2.576])))


def _all_or_nothing(rng: np.random.Generator) -> Call:
    n = int(rng.integers(5, 40))
    return arguments(int(rng.choice([0, n])), n)


wilson_interval = Exercise(
    id="image-recognition.wilson_interval",
    points=3,
    target="wilson_interval",
    reference=_wilson,
    inputs={"some hits": _inside, "another level": _another_level, "no hit, or only hits": _all_or_nothing},
    misconceptions=(
        Misconception(
            "wald",
            _wald,
            "You take the share plus and minus z standard errors. With few images, or shares near 0 or 1, this interval is wrong.",
            (
                "What is your interval when all of 10 images are right?",
                "The formula has terms with z² that yours lacks.",
                "Middle: (p + z²/2n) / (1 + z²/n). Under the root: p(1 − p)/n + z²/4n².",
            ),
            also=(lambda hits, n, z=1.96: tuple(min(1.0, max(0.0, each)) for each in _wald(hits, n, z)),),
        ),
        Misconception(
            "middle-not-moved",
            lambda hits, n, z=1.96: (
                hits / n - (_wilson(hits, n, z)[1] - _wilson(hits, n, z)[0]) / 2,
                hits / n + (_wilson(hits, n, z)[1] - _wilson(hits, n, z)[0]) / 2,
            ),
            "Your width is right, but the middle is not the share: it moves towards one half.",
            (
                "Can your interval reach beyond 1?",
                "Which fraction is the middle?",
                "The middle is (p + z²/2n) / (1 + z²/n).",
            ),
        ),
        Misconception(
            "level-fixed",
            lambda hits, n, z=1.96: _wilson(hits, n),
            "You always use 1.96, whatever z is.",
            ("Does your result depend on z?", "Look for a 1.96 in your code.", "Use the argument z."),
        ),
        Misconception(
            "middle-and-half",
            lambda hits, n, z=1.96: (
                (_wilson(hits, n, z)[0] + _wilson(hits, n, z)[1]) / 2,
                (_wilson(hits, n, z)[1] - _wilson(hits, n, z)[0]) / 2,
            ),
            "You return the middle and half of the width; asked for are the two ends.",
            (
                "Read the docstring: which two numbers?",
                "One step is left.",
                "Return middle − half and middle + half.",
            ),
        ),
        Misconception(
            "not-divided",
            lambda hits, n, z=1.96: tuple(each * (1 + z**2 / n) for each in _wilson(hits, n, z)),
            "The division by 1 + z²/n is missing.",
            (
                "Can your interval reach beyond 1?",
                "Middle and half width share a denominator.",
                "Divide both by 1 + z²/n.",
            ),
        ),
    ),
    hints=(
        "Compute three things: the share, the middle, half of the width.",
        "For 8 of 10 and z = 1.96 the ends are 0.490 and 0.943.",
        "middle = (p + z²/2n) / (1 + z²/n); half = z / (1 + z²/n) · √(p(1 − p)/n + z²/4n²).",
    ),
)

attention_entries = Exercise(
    id="image-recognition.attention_entries",
    points=1,
    kind="number",
    target="attention_entries",
    prompt=(
        "A vision transformer reads images of {side} × {side} pixels in patches of {patch} × {patch}, with a class token. How many entries "
        "has the table of attention weights of one head? Give the exact number."
    ),
    variant=lambda rng: dict(
        zip(("side", "patch"), [(224, 16), (224, 14), (224, 32), (384, 32), (96, 8), (64, 8)][int(rng.integers(0, 6))], strict=True)
    ),
    reference=lambda side, patch: ((side // patch) ** 2 + 1) ** 2,
    relative=1e-6,
    misconceptions=(
        Misconception(
            "no-class-token",
            lambda side, patch: (side // patch) ** 4,
            "You left the class token out: it looks at all tokens and is looked at.",
            ("How many tokens are there besides the patches?", "Add one to the number of patches.", "(patches + 1)²."),
        ),
        Misconception(
            "tokens",
            lambda side, patch: (side // patch) ** 2 + 1,
            "You gave the number of tokens; the table has an entry for each pair.",
            ("How many rows and columns has the table?", "Each token looks at each token.", "Square the number of tokens."),
        ),
        Misconception(
            "one-side",
            lambda side, patch: (side // patch + 1) ** 2,
            "You counted the patches of one row only.",
            (
                "How many patches has the whole image?",
                "Rows of patches times columns of patches.",
                "The number of patches is (side / patch)².",
            ),
        ),
        Misconception(
            "pixels",
            lambda side, patch: (side**2 + 1) ** 2,
            "You took every pixel for a token; a token is a patch.",
            ("What is a token here?", "How many patches has the image?", "The number of patches is (side / patch)²."),
        ),
    ),
)

which_is_better = Exercise(
    id="image-recognition.which_is_better",
    points=1,
    kind="choice",
    target="which_is_better",
    prompt="Two models are tested on 1,000 images each, not the same ones: 91.0 % and 90.2 % are right. What may you say?",
    options={
        "a": "The first model is better.",
        "b": "The two are equally good.",
        "c": "Nothing on which is better: either interval is about ±1.8 points.",
        "d": "The first is better with 95 % confidence, because 910 is more than 902.",
    },
    reference="c",
    misconceptions=(
        Misconception(
            "larger-wins",
            "a",
            "With another 1,000 images the order may well turn round.",
            (
                "How far apart would two runs of the same model be?",
                "Compute the interval of each.",
                "Compare the difference, 0.8 points, with the intervals.",
            ),
        ),
        Misconception(
            "equal",
            "b",
            "That a difference cannot be shown does not mean that there is none.",
            (
                "Could one be better by one point?",
                "What would 100,000 images show?",
                "Not shown and not there are two things.",
            ),
        ),
        Misconception(
            "confident",
            "d",
            "Confidence comes from the interval, and the intervals overlap widely.",
            (
                "Compute the interval of each.",
                "Compare the difference, 0.8 points, with the intervals.",
                "910 and 902 of 1,000 are well within chance of each other.",
            ),
        ),
    ),
)
