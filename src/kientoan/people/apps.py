from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, posts, holdings, membership, qualifications."""

    name = "kientoan.people"
    label = "people"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.people import due
        from kientoan.people.participants import PeopleParticipant

        participants.register(PeopleParticipant())
        due.register()
