-- One row per measurement: a host reports a metric once at a time, and the first arrival counts.
with arrived as (
    {{ events("system_metrics", {
        "metric_name": "text",
        "value": "number",
        "unit": "text",
        "host": "text",
        "tags": "json",
        "timestamp": "timestamp",
        "schema_version": "text",
    }) }}
)

select
    host,
    metric_name,
    value as metric_value,
    unit,
    tags,
    event_timestamp as measured_at,
    schema_version,
    ingest_dt
from arrived
qualify
    row_number() over (partition by host, metric_name, event_timestamp order by ingest_dt, arrival_file, arrival_line) = 1
