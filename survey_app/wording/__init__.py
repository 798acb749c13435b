"""What plans, flags and reasons are called: the same words on pages and in printed reports."""
