{{ config(materialized="incremental", incremental_strategy="append", on_schema_change="fail") }}

-- Events never change, so a build adds the ones that live does not have: created_at stays the first build's.
select
    event_id,
    user_id,
    event_type,
    event_timestamp,
    event_data ->> '$.session_id' as session_id,
    event_data ->> '$.page_url' as page_url,
    event_data ->> '$.referrer' as referrer,
    event_data ->> '$.device_type' as device_type,
    event_data ->> '$.country_code' as country_code,
    event_data as event_properties,
    cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}' as timestamp) as created_at
from {{ ref("stg_user_events") }}
{% if is_incremental() %}
where event_id not in (select event_id from {{ this }})
{% endif %}
