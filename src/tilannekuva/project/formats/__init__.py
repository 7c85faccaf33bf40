"""How dates are written where Django's own way is not the one of these cities. One package a language."""
