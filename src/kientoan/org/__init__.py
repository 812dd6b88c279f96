"""Units of every tree, where they stand and stood, what they cover, and who may act at them."""
