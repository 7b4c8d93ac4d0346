-- Transactions whose status is not that of their last event.
with latest as (
    select transaction_id, status
    from {{ ref("stg_transaction_events") }}
    qualify row_number() over (partition by transaction_id order by event_timestamp desc, ingest_dt desc, status) = 1
)

select latest.transaction_id
from latest
left join {{ ref("fct_transactions") }} as published on latest.transaction_id = published.transaction_id
where published.status is distinct from latest.status
