import os

from hypothesis import HealthCheck, settings

# In CI the same examples every time; `HYPOTHESIS_PROFILE=long` looks further, anew each time.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=100, database=None)
settings.register_profile(
    "long", deadline=None, max_examples=5000, database=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
