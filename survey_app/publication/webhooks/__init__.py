"""Addresses of other offices that are told when scores or an index become public, or end."""
