"""The sentences and alternative texts that contain numbers. Every number in them is computed; none is typed.

Sentences are shaped so that no Turkish suffix is glued to a number or to a name from the data.
"""
