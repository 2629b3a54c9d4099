"""What goes out by itself: an issue a unit, one message a working-day morning, a calendar a unit.

Duties come in; texts with numbers, units, days and articles go out, never what a case is about.
May import forge and what lies below it.
"""
