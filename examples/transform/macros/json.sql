{# A field of a JSON object as text; null where it is missing. #}
{% macro json_text(column, field) -%}
    {{ adapter.dispatch("json_text", "plinth_example")(column, field) }}
{%- endmacro %}

{% macro duckdb__json_text(column, field) -%}
    ({{ column }} ->> '$.{{ field }}')
{%- endmacro %}

{% macro snowflake__json_text(column, field) -%}
    {{ column }}:{{ field }}::varchar
{%- endmacro %}

{# A JSON object without some of its fields. #}
{% macro json_without(column, fields) -%}
    {{ adapter.dispatch("json_without", "plinth_example")(column, fields) }}
{%- endmacro %}

{# RFC 7396: a patch with null removes the field. #}
{% macro duckdb__json_without(column, fields) -%}
    json_merge_patch({{ column }}, '{ {%- for field in fields %}"{{ field }}": null{{ ", " if not loop.last }}{% endfor -%} }')
{%- endmacro %}

{% macro snowflake__json_without(column, fields) -%}
    object_delete({{ column }}::object, {% for field in fields %}'{{ field }}'{{ ", " if not loop.last }}{% endfor %})::variant
{%- endmacro %}
