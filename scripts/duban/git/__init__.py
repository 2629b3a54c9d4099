"""Git, asked through GitPython's command layer: objects verified by their ids, a clerk's work tree, SSH keys as values.

Paths of repositories, revisions and ids come in, values and bytes go out; nobody's configuration but ours holds for
a repository that is judged.
It may import `findings` and `files`.
"""
