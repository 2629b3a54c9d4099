"""The law as data: the calendar of working days, periods and deadlines, the vocabulary of events, the rulebooks.

Files under rules/ come in; calendars, deadlines, vocabularies and rulebooks go out, with findings for the faulty ones.
Nothing above cases may be imported.
"""
