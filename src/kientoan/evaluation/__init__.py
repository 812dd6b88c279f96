"""The yearly evaluation of members and organisations."""
