"""Comments of respondents: what would tell who somebody is, and whether a unit may read them."""
