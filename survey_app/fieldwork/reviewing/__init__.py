"""What a field manager does with an interview that was received: return it, void it, revive it."""
