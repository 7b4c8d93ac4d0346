-- One row per event. Producers retry and the lake keeps what they sent, so an event may arrive more than once, also on
-- another day: the first arrival counts. One that arrives days late is as good as any other.
with arrived as (
    {{ events("user_events", {
        "event_id": "text",
        "user_id": "text",
        "event_type": "text",
        "event_data": "json",
        "timestamp": "timestamp",
        "schema_version": "text",
    }) }}
)

select
    event_id,
    user_id,
    event_type,
    -- Who it was goes into columns of its own, which can be masked. A JSON document cannot be masked in part.
    {{ json_text("event_data", "email") }} as email,
    {{ json_text("event_data", "full_name") }} as full_name,
    {{ json_without("event_data", ["email", "full_name"]) }} as event_data,
    event_timestamp,
    schema_version,
    ingest_dt
from arrived
qualify row_number() over (partition by event_id order by ingest_dt, arrival_file, arrival_line) = 1
