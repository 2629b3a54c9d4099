"""The forge a register is kept on (GitHub, Gitea, Forgejo): its client, issues, comments, evidence of who did what.

Requests and the forge's answers pass through here as values, a verdict of the guard as JSON and as the one comment.
May import guard and what lies below it, not site or notify.
"""
