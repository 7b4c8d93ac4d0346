{{ config(materialized="table") }}

-- One row per customer, as the latest events know them. Only some events say who it was: the last one that does counts.
with seen as (
    select
        user_id,
        event_timestamp,
        {% for column in ["email", "full_name", json_text("event_data", "country_code")] -%}
        last_value({{ column }} ignore nulls) over (
            partition by user_id order by event_timestamp, event_id
            rows between unbounded preceding and unbounded following
        ) as {{ ["email", "full_name", "country_code"][loop.index0] }},
        {% endfor -%}
        row_number() over (partition by user_id order by event_timestamp, event_id) as place
    from {{ ref("stg_user_events") }}
),

customers as (
    select
        user_id,
        email,
        full_name,
        country_code,
        min(event_timestamp) over (partition by user_id) as first_seen_at,
        max(event_timestamp) over (partition by user_id) as last_seen_at,
        place
    from seen
)

select user_id, email, full_name, country_code, first_seen_at, last_seen_at
from customers
where place = 1
