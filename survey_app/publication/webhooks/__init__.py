"""Addresses of other offices that are told when scores become public, or are not any more."""
