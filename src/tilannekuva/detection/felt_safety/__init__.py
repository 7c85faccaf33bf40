"""Felt safety by area: shares of a survey's answers, in which small areas borrow strength from their district."""
