"""The database: questions in `reading`, changes in `writing`; the tables themselves are nobody else's business."""
