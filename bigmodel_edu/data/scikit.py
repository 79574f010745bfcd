"""Three classic sets that scikit-learn carries: tumours, diabetes, handwritten digits."""

import numpy as np

from bigmodel_edu.data.fashion import LabelledImages
from bigmodel_edu.data.finding import PythonPackage
from bigmodel_edu.data.record import Record
from bigmodel_edu.data.tables import Table
from bigmodel_edu.language import _

_PACKAGE = PythonPackage("sklearn", "scikit-learn>=1.5", alone=False)
BREAST_CANCER = Record(
    name="breast_cancer",
    title=_("Breast cancer, Wisconsin (diagnostic)"),
    holds=_("569 tumours with 30 measurements of their cell nuclei, malignant (37 %) or benign"),
    licence=_("scikit-learn BSD-3-Clause; the data CC BY 4.0 at the UCI repository"),
    origin=_("W. H. Wolberg, W. N. Street, O. L. Mangasarian, University of Wisconsin, 1995"),
    sources=(_PACKAGE,),
)
DIABETES = Record(
    name="diabetes",
    title=_("Progress of diabetes"),
    holds=_("442 patients with ten measurements, in their own units, and a score of the disease one year later"),
    licence=_("scikit-learn BSD-3-Clause; the data's own licence is not stated"),
    origin=_("B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, Least Angle Regression, 2004"),
    sources=(_PACKAGE,),
)
DIGITS = Record(
    name="digits",
    title=_("Handwritten digits"),
    holds=_("1,797 digits, 8 by 8 pixels with 17 levels of grey, written by 13 people"),
    licence=_("scikit-learn BSD-3-Clause; the data CC BY 4.0 at the UCI repository"),
    origin=_("E. Alpaydin and C. Kaynak, Bogazici University, Istanbul, 1998; the test part of the UCI set"),
    sources=(_PACKAGE,),
)


def breast_cancer() -> Table:
    """Load the tumours: predict which is malignant.

    >>> int(breast_cancer().labels.sum())
    212
    """
    BREAST_CANCER.folders()
    from sklearn.datasets import load_breast_cancer

    bunch = load_breast_cancer(as_frame=True)
    names = bunch.target_names[bunch.target]
    return Table(bunch.data.assign(diagnosis=names), BREAST_CANCER, target="diagnosis", positive="malignant")


def diabetes() -> Table:
    """Load the patients: predict the score after one year.

    >>> diabetes().features.shape
    (442, 10)
    """
    DIABETES.folders()
    from sklearn.datasets import load_diabetes

    bunch = load_diabetes(as_frame=True, scaled=False)
    return Table(bunch.data.assign(progress=bunch.target), DIABETES, target="progress")


def digits() -> LabelledImages:
    """Load the digits, values 0 to 16; every fifth is for testing.

    >>> digits().training_images.shape
    (1438, 8, 8)
    """
    DIGITS.folders()
    from sklearn.datasets import load_digits

    bunch = load_digits()
    images, labels = bunch.images.astype(np.uint8), bunch.target.astype(np.int64)
    testing = np.arange(len(labels)) % 5 == 4
    names = tuple(str(name) for name in bunch.target_names)
    return LabelledImages(images[~testing], labels[~testing], images[testing], labels[testing], names, DIGITS)
