"""How far a round is: what its cases came to, its pace, and what has to be decided."""
