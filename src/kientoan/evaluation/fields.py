"""The class of every field that the evaluation keeps (PV-02, PV-03, PV-11), as ``people.fields`` has it.

A grade of a person, and what bounds it, is sensitive: read by whoever holds, appraises or decides the evaluation, or reads sensitive data there. Counts are internal.
"""

from collections.abc import Mapping

from kientoan.people.enums import FieldClass

_KEEPING: Mapping[str, FieldClass] = {
    "id": FieldClass.PUBLIC, "fact_id": FieldClass.PUBLIC, "recorded_at": FieldClass.INTERNAL, "superseded_at": FieldClass.INTERNAL,
    "unconfirmed": FieldClass.PUBLIC, "decision": FieldClass.INTERNAL, "occurred_on": FieldClass.INTERNAL}
_OF_SUBJECT: Mapping[str, FieldClass] = {**_KEEPING, "decision": FieldClass.SENSITIVE, "occurred_on": FieldClass.SENSITIVE, "subject": FieldClass.SENSITIVE}
CLASSES: Mapping[str, Mapping[str, FieldClass]] = {
    "EvaluationSubject": {"id": FieldClass.PUBLIC, "round": FieldClass.INTERNAL, "unit": FieldClass.INTERNAL, "person": FieldClass.SENSITIVE},
    "SubjectTreatment": {**_OF_SUBJECT, "treatment": FieldClass.SENSITIVE, "apart": FieldClass.SENSITIVE},
    "YearHappening": {**_OF_SUBJECT, "kind": FieldClass.SENSITIVE},
    "SelfAssessment": {**_OF_SUBJECT, "grade": FieldClass.SENSITIVE, "points": FieldClass.SENSITIVE, "by_member": FieldClass.SENSITIVE},
    "GradeVote": {**_OF_SUBJECT, **dict.fromkeys(("excellent", "good", "completed", "not_completed"), FieldClass.SENSITIVE),
                  **dict.fromkeys(("official", "temporary", "exempt"), FieldClass.INTERNAL)},
    "ResidenceOpinion": {**_OF_SUBJECT, "is_present": FieldClass.SENSITIVE},
    "GradeAppraisal": {**_OF_SUBJECT, "grade": FieldClass.SENSITIVE, "points": FieldClass.SENSITIVE},
    "GradeDecision": {**_OF_SUBJECT, **dict.fromkeys(
        ("grade", "points", "item", "tasks_given", "tasks_on_time", "tasks_late", "tasks_above", "meetings_held", "meetings_attended"), FieldClass.SENSITIVE)},
    "GradeContest": {**_OF_SUBJECT, "answered_on": FieldClass.SENSITIVE, "outcome": FieldClass.SENSITIVE, "by_member": FieldClass.SENSITIVE},
}
TEXTS: Mapping[str, frozenset[str]] = {"RoundPlan": frozenset({"reason"}), "RoundClosure": frozenset({"reopened"}), "GradeDecision": frozenset({"item"})}
"""Every field of words that there is: why a plan was corrected, why a round was opened again, which item of the decision; none is about what anybody thinks."""
