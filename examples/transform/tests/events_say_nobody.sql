-- Events that still say who it was. People who may not see that read this mart, and its JSON is not masked.
select event_id
from {{ ref("fct_customer_events") }}
where
    {{ json_text("event_properties", "email") }} is not null
    or {{ json_text("event_properties", "full_name") }} is not null
