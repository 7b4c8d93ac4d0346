{#
  What arrived of a topic: the given fields, each cast to its type (see types.sql), and three columns that order arrivals:
  ingest_dt (the day it arrived), arrival_file and arrival_line. The field timestamp, a keyword, becomes event_timestamp.
#}
{% macro events(topic, fields) -%}
    {{ adapter.dispatch("events", "plinth_example")(topic, fields) }}
{%- endmacro %}

{% macro event_column(field) -%}
    {{ "event_timestamp" if field == "timestamp" else field }}
{%- endmacro %}

{# The files of the silver zone that the job's list names. A pattern over the folders would also read replaced files. #}
{% macro duckdb__events(topic, fields) -%}
    {%- set files = silver_files().get(topic, []) if execute else [] -%}
    select
    {%- for field, type in fields.items() %}
        cast({{ '"' ~ field ~ '"' if files else "null" }} as {{ type_of(type) }}) as {{ event_column(field) }},
    {%- endfor %}
    {%- if files %}
        cast(ingest_dt as date) as ingest_dt,
        source_file as arrival_file,
        source_line as arrival_line
    -- ingest_dt is a column of the files, beside being a folder of their paths.
    from read_parquet({{ files | tojson | replace("'", "''") | replace('"', "'") }}, union_by_name = true, hive_partitioning = false)
    {%- else %}
        cast(null as date) as ingest_dt,
        cast(null as varchar) as arrival_file,
        cast(null as bigint) as arrival_line
    -- Nothing has arrived: DuckDB refuses an empty list.
    where false
    {%- endif %}
{%- endmacro %}

{# Topics as the Kafka connector loads them: a message in RECORD_CONTENT, where it lay in RECORD_METADATA. #}
{% macro snowflake__events(topic, fields) -%}
    select
    {%- for field, type in fields.items() %}
        record_content:{{ field }}::{{ type_of(type) }} as {{ event_column(field) }},
    {%- endfor %}
        to_date(to_timestamp_ntz(coalesce(record_metadata:LogAppendTime, record_metadata:CreateTime)::number, 3)) as ingest_dt,
        record_metadata:partition::varchar as arrival_file,
        record_metadata:offset::number as arrival_line
    from {{ source("kafka_streams", topic) }}
{%- endmacro %}

{# The job's list: dataset → files. Jinja cannot read a file; DuckDB can. #}
{% macro silver_files() %}
    {%- set list = env_var("PLINTH_SILVER_FILES", "") -%}
    {%- if not list -%}
        {%- do exceptions.raise_compiler_error("PLINTH_SILVER_FILES is not set. It must be the path of a JSON file: topic → Parquet files.") -%}
    {%- endif -%}
    {%- set content = run_query("select content from read_text('" ~ list | replace("'", "''") ~ "')") -%}
    {%- do return(fromjson(content.columns[0].values()[0])) -%}
{% endmacro %}
