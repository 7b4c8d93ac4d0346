-- Staged events that the mart does not have: an incremental model that filters too much would lose them for good.
select staged.event_id
from {{ ref("stg_user_events") }} as staged
left join {{ ref("fct_customer_events") }} as published on staged.event_id = published.event_id
where published.event_id is null
