"""How the delivered Word templates were first made. The portal never imports this package."""
