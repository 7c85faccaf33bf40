"""What the words of the field mean: vocabulary, markings, states and rules. No Django, no numpy."""
