{#
  The raw files of a topic in the bronze zone, one JSON object a line: raw/<topic>/ingest_dt=YYYY-MM-DD/*.json, *.jsonl and *.jsonl.gz.
  Names that start with _ or . are not data (_MANIFEST.json, a file being written). A malformed line fails the model, and
  the error names file and line. Without any file the result is empty: DuckDB itself refuses a pattern that finds nothing.
#}
{% macro raw_events(topic, columns) %}
    {%- set folder = env_var("PLINTH_ZONE_BRONZE") ~ "/raw/" ~ topic ~ "/ingest_dt=*/" -%}
    {%- set patterns = [] -%}
    {%- if execute -%}
        {%- for ending in ["[!_.]*.json", "[!_.]*.jsonl", "[!_.]*.jsonl.gz"] -%}
            {%- set pattern = (folder ~ ending) | replace("'", "''") -%}
            {%- if run_query("select 1 from glob('" ~ pattern ~ "') limit 1").rows | length > 0 -%}
                {%- do patterns.append(pattern) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if patterns -%}
    select {{ columns.keys() | join(", ") }}, ingest_dt
    from read_json(
        ['{{ patterns | join("', '") }}'],
        format = 'newline_delimited',
        columns = { {% for name, type in columns.items() %}{{ name }}: '{{ type }}'{{ ", " if not loop.last }}{% endfor %} },
        hive_partitioning = true,
        hive_types = { ingest_dt: DATE }
    )
    {%- else -%}
    select {% for name, type in columns.items() %}null::{{ type }} as {{ name }}, {% endfor %}null::date as ingest_dt where false
    {%- endif -%}
{% endmacro %}
