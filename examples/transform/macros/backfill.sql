{# Whether a day lies in the range that is built again, which a backfill gives as --from and --to; false in a nightly run. #}
{% macro in_backfill(day) -%}
    {%- set from, to = var("backfill_from", none), var("backfill_to", none) -%}
    {%- if from and to -%}
    ({{ day }} between cast('{{ from }}' as date) and cast('{{ to }}' as date))
    {%- else -%}
    false
    {%- endif -%}
{%- endmacro %}

{#
  Before a backfill: removes rows that happened on its days and are no longer staged, for instance because their file was
  corrected since. In a nightly run nothing is removed.
#}
{% macro forget_unstaged(key, time, staged) -%}
    {%- if execute and var("backfill_from", none) and load_relation(this) is not none -%}
    delete from {{ this }}
    where
        {{ in_backfill("cast(" ~ time ~ " as date)") }}
        and {{ key }} not in (select {{ key }} from {{ ref(staged) }})
    {%- endif -%}
{%- endmacro %}
