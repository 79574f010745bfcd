"""Fill the templates of the pages; every value is escaped."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from bigmodel_edu.language import _, spoken


@cache
def _environment() -> Environment:
    loader = PackageLoader("bigmodel_edu.grading.reports", "templates")
    environment = Environment(loader=loader, autoescape=select_autoescape(default=True, default_for_string=True), trim_blocks=True)
    environment.globals["_"] = _
    environment.globals["language"] = spoken()
    environment.globals["css"] = Markup(loader.get_source(environment, "page.css")[0])
    return environment


def render(template: str, **values: Any) -> str:
    """Fill one of the templates beside this file."""
    return _environment().get_template(template).render(**values)
