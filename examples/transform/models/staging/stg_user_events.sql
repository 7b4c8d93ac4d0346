-- One row per event. Producers retry and the lake keeps what they sent, so an event may arrive more than once, also on
-- another day: the first arrival counts.
with raw_events as (
    {{ raw_events("user_events", {
        "event_id": "VARCHAR",
        "user_id": "VARCHAR",
        "event_type": "VARCHAR",
        "event_data": "JSON",
        "timestamp": "VARCHAR",
        "schema_version": "VARCHAR",
    }) }}
)

select
    event_id,
    user_id,
    event_type,
    event_data,
    -- Producers write UTC without an offset.
    cast("timestamp" as timestamp) as event_timestamp,
    schema_version,
    ingest_dt
from raw_events
qualify row_number() over (partition by event_id order by ingest_dt, "timestamp") = 1
