"""Every change to persons, posts and who holds them. Each public function here is an operation; many rows are one, with one entry."""

from kientoan.people.operations.holdings import (
    EndRow,
    Filled,
    NewHolding,
    ProlongRow,
    correct_holding,
    end_holdings,
    fill_posts,
    prolong_holdings,
    resume_holding,
    withdraw_holding,
)
from kientoan.people.operations.memberships import (
    MemberMove,
    NewMembership,
    admit_members,
    confirm_members,
    end_memberships,
    transfer_members,
    withdraw_membership,
)
from kientoan.people.operations.persons import (
    NewPerson,
    Profile,
    Registered,
    change_profile,
    correct_profile,
    record_qualification,
    register_persons,
    withdraw_profile,
    withdraw_qualification,
)
from kientoan.people.operations.posts import NewPost, change_seats, close_post, establish_posts
from kientoan.people.operations.standings import correct_standing, end_standing, record_standing, withdraw_standing
from kientoan.people.operations.targets import set_concurrency_target

__all__ = [
    "EndRow", "Filled", "MemberMove", "NewHolding", "NewMembership", "NewPerson", "NewPost", "Profile", "ProlongRow", "Registered", "admit_members",
    "change_profile", "change_seats", "close_post", "confirm_members", "correct_holding", "correct_profile", "correct_standing", "end_holdings",
    "end_memberships", "end_standing", "establish_posts", "fill_posts", "prolong_holdings", "record_qualification", "record_standing", "register_persons",
    "resume_holding", "set_concurrency_target", "transfer_members", "withdraw_holding", "withdraw_membership", "withdraw_profile",
    "withdraw_qualification", "withdraw_standing",
]
