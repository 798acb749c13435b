"""Re-checks (phúc tra): what the second interview of a supervisor says of the first one."""
