"""What the town does for people, one module a service. A handler parses, refuses, changes and says; it never sends."""
