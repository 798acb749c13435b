"""Signs in interviews that a person should look at: figures and evidence, never a verdict."""
