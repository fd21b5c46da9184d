"""Questions of the data lab: a module a path."""
