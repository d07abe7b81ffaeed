"""Which state of the tables does this program expect? The steps to it are in versions/.

To add a step: change tables/, add `versions/r<number>_<what>.py` and raise HEAD.
Revisions are numbered with four digits, so that a newer one compares greater.
"""

HEAD = "0037"
