"""What programs call: tablets that send interviews, and later those that pull results."""
