"""The municipality's folder: what its tables must look like, validation, loading, the plan as objects."""
