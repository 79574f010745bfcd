"""The bank of the sample course, for every test of authoring."""

from tests.authoring.sample_course import bank

__all__ = ["bank"]
