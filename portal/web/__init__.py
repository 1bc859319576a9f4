"""The pages. They parse, ask an action, and answer; they decide nothing."""
