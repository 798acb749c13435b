"""What an administrator changes of an account: who it is, where it works, whether it is open."""
