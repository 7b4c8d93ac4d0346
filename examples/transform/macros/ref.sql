{#
  Names a model without its database. A job builds in a candidate whose name is not the live database's, and swaps the
  two: a view that named the candidate would then read what is live no longer. A view without a database reads its own.
  Sources keep theirs, for they are never swapped.
#}
{% macro ref() %}
    {%- do return(builtins.ref(*varargs, **kwargs).include(database=false)) -%}
{% endmacro %}
