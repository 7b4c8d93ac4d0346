{#
  Turns on search by equality for the columns that the environment declares of a table: rebuilding a table turns it off.
  There is nothing alike on DuckDB.
#}
{% macro search_optimization() -%}
    {%- set declared = var("search_optimization", {}).get(this.schema ~ "." ~ this.identifier, []) -%}
    {%- if execute and declared and target.type == "snowflake" -%}
        {# One row per method and column, the column under TARGET: what is on already is left alone. #}
        {%- set on = run_query("describe search optimization on " ~ this).columns["target"].values() | map("upper") | list -%}
        {%- set missing = declared | reject("in", on) | list -%}
        {%- if missing %}
    alter table {{ this }} add search optimization on equality({{ missing | join(", ") }})
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
