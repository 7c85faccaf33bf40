"""What people follow: a kind in chosen areas, which every run then measures as one place."""
