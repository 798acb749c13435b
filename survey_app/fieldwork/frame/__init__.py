"""The frame: from the list of finished files of a one-stop system to cases that may be drawn."""
