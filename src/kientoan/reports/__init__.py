"""Named figures as of a day. Each is defined once; pages, workbooks and commands show the same object."""
