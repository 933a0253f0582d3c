"""Other programs beside this one: each in a process of its own, with a module of its own that says how it is called."""
