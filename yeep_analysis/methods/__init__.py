"""The chapters that stand above all subjects: summary, methods, worked numbers."""
