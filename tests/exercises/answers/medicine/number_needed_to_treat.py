"""Answers to medicine.number_needed_to_treat: right ones in several styles, wrong ones that are no known mistake."""

import math
from fractions import Fraction

import numpy as np


def by_risks(events_treated, treated, events_control, control):
    gain = events_control / control - events_treated / treated
    return 1 / gain if gain else math.inf


def by_fractions(events_treated, treated, events_control, control):
    gain = Fraction(events_control, control) - Fraction(events_treated, treated)
    return float(1 / gain) if gain else float("inf")


def in_one_fraction(events_treated, treated, events_control, control):
    difference = events_control * treated - events_treated * control
    return treated * control / difference if difference else np.inf


RIGHT = [by_risks, by_fractions, in_one_fraction]
WRONG = [
    lambda events_treated, treated, events_control, control: math.ceil(by_risks(1, 50, 9, 50)),
    lambda events_treated, treated, events_control, control: by_risks(events_control, control, events_treated, treated),
    lambda events_treated, treated, events_control, control: by_risks(events_treated, control, events_control, treated),
    lambda events_treated, treated, events_control, control: 100 * by_risks(events_treated, treated, events_control, control),
    lambda events_treated, treated, events_control, control: 1 / (events_control / control - events_treated / treated),
]
