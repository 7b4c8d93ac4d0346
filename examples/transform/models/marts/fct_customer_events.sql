{{
    config(
        materialized="incremental",
        incremental_strategy="delete+insert",
        unique_key="event_id",
        on_schema_change="fail",
        cluster_by=["date(event_timestamp)", "user_id", "event_type"],
        pre_hook="{{ forget_unstaged('event_id', 'event_timestamp', 'stg_user_events') }}",
    )
}}

-- Events do not change, so a nightly build adds those that live does not have. A backfill also makes anew what arrived,
-- or happened, on its days.
select
    events.event_id,
    events.user_id,
    events.event_type,
    events.event_timestamp,
    {{ json_text("events.event_data", "session_id") }} as session_id,
    {{ json_text("events.event_data", "page_url") }} as page_url,
    {{ json_text("events.event_data", "referrer") }} as referrer,
    {{ json_text("events.event_data", "device_type") }} as device_type,
    {{ json_text("events.event_data", "country_code") }} as country_code,
    events.event_data as event_properties,
    {{ run_time() }} as created_at
from {{ ref("stg_user_events") }} as events
{% if is_incremental() %}
left join {{ this }} as known on events.event_id = known.event_id
where
    known.event_id is null
    or {{ in_backfill("events.ingest_dt") }}
    or {{ in_backfill("cast(events.event_timestamp as date)") }}
{% endif %}
