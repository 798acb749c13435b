"""Re-checks of a round: a plan and a seed that are promised, lots, and draws from them."""
