"""How much two colours differ in brightness, as WCAG 2.2 measures it."""


def contrast(text: str, ground: str) -> float:
    """The ratio between two colours written as RRGGBB, from 1 (the same) to 21 (black on white)."""
    dark, light = sorted((_brightness(text), _brightness(ground)))
    return (light + 0.05) / (dark + 0.05)


def _brightness(colour: str) -> float:
    """Relative luminance, between 0 and 1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
