{#
  Ends a statement that takes longer than the job has left. A statement goes on in Snowflake when its job is gone, and
  must not hold the warehouse when another run has taken over. The adapter's profile has no setting for it.
#}
{% macro limit_statements() -%}
    {%- set seconds = var("statement_seconds", none) -%}
    {%- if seconds and target.type == "snowflake" -%}
    alter session set statement_timeout_in_seconds = {{ seconds | int }}
    {%- endif -%}
{%- endmacro %}
