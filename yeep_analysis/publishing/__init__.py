"""Runs the chapters and turns them into documents. Computes nothing."""
