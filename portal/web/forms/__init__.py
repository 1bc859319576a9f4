"""Forms: a list of fields, what was typed, and what is wrong with it. Fixed forms and Word forms are the same."""
