"""The verbs of the command; the module of a verb is loaded when the verb is called."""
