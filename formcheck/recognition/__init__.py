"""Which movement is it: recognised from the motion itself.

`Recogniser` takes poses and answers with a `Recognition`; `describe_named` and `describe_unnamed` put it into
words.
"""

from formcheck.recognition.recogniser import Candidate, Recogniser, Recognition
from formcheck.recognition.sentences import describe_named, describe_unnamed

__all__ = ["Candidate", "Recogniser", "Recognition", "describe_named", "describe_unnamed"]
