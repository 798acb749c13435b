"""Forms on paper: keying them, keying a share of them twice, and deciding about differences."""
