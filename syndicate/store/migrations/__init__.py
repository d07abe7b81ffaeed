"""Which state of the tables does this program expect? The steps to it are in versions/.

To add a step: change tables/, add `versions/r<number>_<what>.py` and raise HEAD.
One that takes away, or narrows, what programs before it use says `oldest = "<revision>"`: the first
program that does without. It comes in a later release than that one, and is refused while older
programs are at work (decision 0054).
Revisions are numbered with four digits, so that a newer one compares greater.
"""

HEAD = "0041"
