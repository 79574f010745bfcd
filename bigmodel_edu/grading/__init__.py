"""What an instructor meets: submissions become marks, feedback pages and a report, stage by stage.

A submission's way in leads through eight rooms, and each asks only those further in:

1. ``command``: what ``bigmodel-edu grade`` does, from the command line to its last sentence;
2. ``class_run``: each submission once, several at a time, kept in order;
3. ``marking/engines``: on this machine, or on the workers of a cluster;
4. ``marking/notebook_grader``: one notebook becomes one result for each exercise;
5. ``marking/runs``: the cells run behind the wall, and `checking` judges what comes back;
6. ``marking/slicing``: which cells an answer needs;
7. ``submissions/code_cells``: the names that a cell makes and uses;
8. ``submissions/notebooks``: any bytes in, cells or a plain reason out.

The stages lie in the order of the data, and each imports only those before it: ``submissions`` (what was handed in, by whom),
``marking`` (what it is worth), ``gradebook`` (what was recorded, for good), ``reports`` (what people read). The commands of this
folder stand on top of all four.
"""
