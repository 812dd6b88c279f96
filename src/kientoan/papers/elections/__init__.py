"""The papers of an election: minutes of the count, list of the elected, report to the higher body, summary list. They know no election, only what is printed."""
