"""What must be told to every household: campaigns, what was done by which means, rounds from house to house, questions that come back."""
