"""The bank of the sample course, for the tests of commands."""

from tests.authoring.sample_course import bank

__all__ = ["bank"]
