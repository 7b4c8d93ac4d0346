{#
  Marks each column that has a data class (`meta: { class: PII }`) with it, so that the class's masking policy hides it.
  CREATE OR REPLACE drops the marks of a table, so this runs after every build of it. Nothing goes live without them: the
  job compares with what the environment declares.
#}
{% macro protect_columns() -%}
    {%- set classes = {} -%}
    {%- for column in model.columns.values() -%}
        {%- set class = (column.config.meta if column.config else {}).get("class") or column.meta.get("class") -%}
        {%- if class -%} {%- do classes.update({column.name | upper: class}) -%} {%- endif -%}
    {%- endfor -%}
    {%- if classes -%} {{ adapter.dispatch("protect_columns", "plinth_example")(classes) }} {%- endif -%}
{%- endmacro %}

{# DuckDB has no tags: the candidate keeps them as rows, which the job's engine reads as Snowflake's tags. #}
{% macro duckdb__protect_columns(classes) -%}
    create schema if not exists "PLINTH";
    create table if not exists "PLINTH"."COLUMN_TAGS" (schema_name varchar, table_name varchar, column_name varchar, class varchar);
    delete from "PLINTH"."COLUMN_TAGS" where schema_name = '{{ this.schema }}' and table_name = '{{ this.identifier }}';
    {%- for column, class in classes.items() %}
    insert into "PLINTH"."COLUMN_TAGS" (schema_name, table_name, column_name, class)
    values ('{{ this.schema }}', '{{ this.identifier }}', '{{ column }}', '{{ class }}');
    {%- endfor -%}
{%- endmacro %}

{% macro snowflake__protect_columns(classes) -%}
    {%- set policies = var("policies", none) -%}
    {%- set kind = "view" if config.get("materialized") == "view" else "table" -%}
    {%- if policies -%}
        {%- for column, class in classes.items() %}
    alter {{ kind }} {{ this }} modify column {{ column }} set tag {{ policies }}.{{ class }} = '{{ class }}';
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
