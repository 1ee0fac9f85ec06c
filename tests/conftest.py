"""Settings for all tests."""

from hypothesis import settings

# a slow machine is not a fault: speed is measured in benchmarks/, never by a test
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
