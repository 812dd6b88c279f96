"""Every change to standards, planning, the plan of a unit and courses. Each public function here is an operation; many rows are one, with one entry."""

from kientoan.quality.operations.planning import correct_verdict, decide, withdraw_verdict
from kientoan.quality.operations.standards import record_residence, set_standard, withdraw_residence, withdraw_standard
from kientoan.quality.operations.succession import end_planning, plan_successor, withdraw_planning
from kientoan.quality.operations.training import (
    CourseContent,
    Enrolled,
    ResultRow,
    correct_course,
    correct_result,
    enrol,
    leave_course,
    open_course,
    record_results,
    record_session,
    stop_course,
    withdraw_result,
    withdraw_session,
)

__all__ = [
    "CourseContent", "Enrolled", "ResultRow", "correct_course", "correct_result", "correct_verdict", "decide", "end_planning", "enrol", "leave_course", "open_course", "plan_successor",
    "record_residence", "record_results", "record_session", "set_standard", "stop_course", "withdraw_planning", "withdraw_residence", "withdraw_result", "withdraw_session",
    "withdraw_standard", "withdraw_verdict",
]
