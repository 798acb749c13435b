"""A province to try the system on: real points and ranks of 2022, simulated interviews."""
