"""What is due, overdue, answered or waiting: told on the page, in a calendar, by e-mail, as short messages."""
