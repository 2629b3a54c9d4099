"""What goes out by itself: issues on the forge, messages, calendars; and what the forge says of a change."""
