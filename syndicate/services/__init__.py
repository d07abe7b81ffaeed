"""What people and clocks make happen, one use case a module."""
