"""The one condition language: data with one meaning, compiled to SQL or to a Python predicate."""
