"""Time zones by their names."""

from __future__ import annotations

import zoneinfo
from pathlib import Path

# The package tzdata, if something brought it, knows older names than some systems do, and a
# process lives in a zone of its system.
ZONE_NAMES = sorted(
    name
    for name in zoneinfo.available_timezones()
    if any((Path(folder) / name).is_file() for folder in zoneinfo.TZPATH)
)
