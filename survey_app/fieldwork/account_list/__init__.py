"""A list of people (enumerators, supervisors, field managers) becomes accounts."""
