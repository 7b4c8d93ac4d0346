-- One row per change of a transaction: it is pending at first, and its later states arrive as events of their own. The
-- same change may arrive more than once: the first arrival counts.
with arrived as (
    {{ events("transaction_events", {
        "transaction_id": "text",
        "user_id": "text",
        "amount": "money",
        "currency": "text",
        "payment_method": "text",
        "merchant_category": "text",
        "status": "text",
        "timestamp": "timestamp",
        "schema_version": "text",
    }) }}
)

select
    transaction_id,
    user_id,
    amount,
    currency,
    payment_method,
    merchant_category,
    status,
    event_timestamp,
    schema_version,
    ingest_dt
from arrived
qualify
    row_number() over (
        partition by transaction_id, status, event_timestamp order by ingest_dt, arrival_file, arrival_line
    ) = 1
