"""duban (督办): a register in Git for everything a district government owes somebody an answer on."""

__version__ = "0.1.0"
