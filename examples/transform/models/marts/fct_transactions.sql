{{
    config(
        materialized="incremental",
        incremental_strategy="delete+insert",
        unique_key="transaction_id",
        on_schema_change="fail",
        cluster_by=["transaction_date", "user_id"],
        pre_hook="{{ forget_unstaged('transaction_id', 'transaction_timestamp', 'stg_transaction_events') }}",
    )
}}

-- A transaction is made once and then changes its status: it is dated by its first event and says what its last one says.
with latest as (
    select
        transaction_id,
        user_id,
        min(event_timestamp) over (partition by transaction_id) as transaction_timestamp,
        amount,
        currency,
        payment_method,
        merchant_category,
        status,
        max(ingest_dt) over (partition by transaction_id) as ingest_dt
    from {{ ref("stg_transaction_events") }}
    qualify row_number() over (partition by transaction_id order by event_timestamp desc, ingest_dt desc, status) = 1
)

select
    latest.transaction_id,
    latest.user_id,
    cast(latest.transaction_timestamp as date) as transaction_date,
    latest.transaction_timestamp,
    latest.amount,
    latest.currency,
    latest.payment_method,
    latest.merchant_category,
    latest.status,
    -- Of a transaction that only changed, the first build's.
    {{ "coalesce(known.created_at, " ~ run_time() ~ ")" if is_incremental() else run_time() }} as created_at
from latest
{% if is_incremental() %}
left join {{ this }} as known on latest.transaction_id = known.transaction_id
where
    known.transaction_id is null
    or known.status is distinct from latest.status
    or known.amount is distinct from latest.amount
    or known.transaction_timestamp is distinct from latest.transaction_timestamp
    or {{ in_backfill("latest.ingest_dt") }}
    or {{ in_backfill("cast(latest.transaction_timestamp as date)") }}
{% endif %}
