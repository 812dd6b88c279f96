"""Questions about evaluations. The only place of `evaluation` with joins; answers are frozen rows.

Who has which grade is listed by cell, in name order; nothing here compares persons of different cells.
"""

from kientoan.evaluation.queries.caps import CapView, CellProgress, cap_view, groups_of, peers_tally, progress, tally, unit_groups
from kientoan.evaluation.queries.numbers import (
    PaperNumber,
    changed_since,
    decided_by,
    last_vote_day,
    lines_printed,
    paper_numbers,
    standing_number,
)
from kientoan.evaluation.queries.own import OwnEvaluation, contest_words, grades_of, own_evaluation, own_waiting, own_years
from kientoan.evaluation.queries.results import ResultLine, Results, results, tree_day, trend
from kientoan.evaluation.queries.rounds import (
    CHUNK,
    DUE_OF,
    PAGE,
    STEP_FACTS,
    Enrolled,
    RoundFound,
    chunks,
    committee_voters,
    roster,
    round_found,
    round_name,
    rounds_at,
    seen_round,
    voters,
)
from kientoan.evaluation.queries.subjects import (
    SubjectLine,
    label_of,
    lines_of,
    no_such_subject,
    organizations_of,
    past_grades,
    seen_subject,
    subject_line,
)

__all__ = [
    "CHUNK", "DUE_OF", "PAGE", "STEP_FACTS", "CapView", "CellProgress", "Enrolled", "OwnEvaluation", "PaperNumber", "ResultLine", "Results", "RoundFound", "SubjectLine",
    "cap_view", "changed_since", "chunks", "committee_voters", "contest_words", "decided_by", "grades_of", "groups_of", "label_of", "last_vote_day", "lines_of", "lines_printed", "no_such_subject",
    "organizations_of", "own_evaluation", "own_waiting", "own_years", "paper_numbers", "past_grades", "peers_tally", "progress", "results", "roster", "round_found",
    "round_name", "rounds_at", "seen_round", "seen_subject", "standing_number", "subject_line", "tally", "tree_day", "trend", "unit_groups", "voters",
]
