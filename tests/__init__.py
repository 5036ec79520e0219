"""Tests mirror the tree; servers start real graph servers, factories build records of invented parties."""
