"""Points that documents give units: read from files or typed, looked at, and kept."""
