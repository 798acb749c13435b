"""Who may do what: roles and verbs, passwords, and the functions that fetch an object or refuse."""
