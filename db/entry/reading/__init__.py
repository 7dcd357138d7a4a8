"""What a person types, read into figures and periods; whatever could mean two things is asked again."""
