"""The calendar elsewhere in words."""

from portal.rules.calendar import long_date
from portal.storage.reading.calendars import FeedRow
from portal.web.clock import HERE


def feed_words(feed: FeedRow | None) -> dict[str, str] | None:
    """Since when there is an address and when it was last asked for; None without one."""
    if feed is None:
        return None
    since = long_date(feed.since.astimezone(HERE).date())
    return {"since": since, "fetched": long_date(feed.fetched_on) if feed.fetched_on else ""}
