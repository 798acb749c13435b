"""Who interviews whom: cases are shared out, moved, recalled, and replaced from the reserve."""
