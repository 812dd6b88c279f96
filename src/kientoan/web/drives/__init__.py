"""Staff pages of contribution drives."""
