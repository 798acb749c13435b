"""Figures of the report on the administrative reform index of Hà Nam 2022, and demo quotas."""
