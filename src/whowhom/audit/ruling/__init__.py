"""The published models of who rules, applied to what the document says: coalitions, choosers, majorities."""
