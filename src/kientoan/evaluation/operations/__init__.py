"""Every change to evaluations. Each public function here is an operation.

A step is entered for many subjects of a cell at once, all or none; a refusal names the field of the one that it is about. The journal counts them and names nobody.
"""

from kientoan.evaluation.operations.cells import (
    ResidenceRow,
    SelfRow,
    VoteRow,
    assess_oneself,
    assess_selves,
    other_hand,
    record_happening,
    record_residence,
    record_votes,
    withdraw_happening,
)
from kientoan.evaluation.operations.contests import answer_contest, contest_own_grade, receive_contest
from kientoan.evaluation.operations.grading import GradeRow, appraise, decide, withdraw_appraisal, withdraw_cell_step, withdraw_decision
from kientoan.evaluation.operations.numbers import number_cell_minutes, number_round_paper
from kientoan.evaluation.operations.rounds import (
    Deadlines,
    Terms,
    close_round,
    move_deadlines,
    open_rounds,
    renew_roster,
    reopen_round,
    set_function_group,
)
from kientoan.evaluation.operations.steps import closed_refusal, own_closed_refusal

__all__ = [
    "Deadlines", "GradeRow", "ResidenceRow", "SelfRow", "Terms", "VoteRow", "answer_contest", "appraise", "assess_oneself", "assess_selves", "close_round", "closed_refusal",
    "contest_own_grade", "decide", "move_deadlines", "number_cell_minutes", "number_round_paper", "open_rounds", "other_hand", "own_closed_refusal", "receive_contest",
    "record_happening", "record_residence", "record_votes", "renew_roster", "reopen_round", "set_function_group", "withdraw_appraisal", "withdraw_cell_step",
    "withdraw_decision", "withdraw_happening",
]
