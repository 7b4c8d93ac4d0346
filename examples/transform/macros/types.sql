{# The engine's name for the types of fields. #}
{% macro type_of(type) -%}
    {{ adapter.dispatch("type_of", "plinth_example")(type) }}
{%- endmacro %}

{% macro duckdb__type_of(type) -%}
    {{ { "text": "varchar", "json": "json", "number": "double", "money": "decimal(10, 2)", "timestamp": "timestamp" }[type] }}
{%- endmacro %}

{% macro snowflake__type_of(type) -%}
    {{ { "text": "varchar", "json": "variant", "number": "float", "money": "number(10, 2)", "timestamp": "timestamp_ntz" }[type] }}
{%- endmacro %}

{# When the run started, UTC: the same for every row that it builds. #}
{% macro run_time() -%}
    cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}' as {{ type_of("timestamp") }})
{%- endmacro %}
