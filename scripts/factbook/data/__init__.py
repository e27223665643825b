"""Facts from YAML: positions, configuration, loader, formulas, changes, JSON Schemas and edits."""
