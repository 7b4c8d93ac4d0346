{{ config(materialized="view", secure=true) }}

-- How programs that must reach customers read who they are. Being secure, it hides its text and gives nothing away by
-- how fast it answers (Snowflake; DuckDB knows no such views). What a role sees in it the masks of the table decide.
select user_id, email, full_name, country_code
from {{ ref("dim_customers") }}
where email is not null
