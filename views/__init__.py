"""The pages of the app, one file each, and what they share: frame, wording, evidence. Knows Streamlit, not Cypher and not how documents are read."""
