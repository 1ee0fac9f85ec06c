"""Reading what users and publishers give."""
