/**
 * Words that Snowflake takes for SQL when they stand unquoted where the name of a table or schema should. Source: Snowflake
 * documentation, "Reserved & limited keywords".
 */
const keywords = new Set(
  `ACCOUNT ALL ALTER AND ANY AS BETWEEN BY CASE CAST CHECK COLUMN CONNECT CONNECTION CONSTRAINT CREATE CROSS CURRENT
  CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DATABASE DELETE DISTINCT DROP ELSE EXISTS FALSE FOLLOWING FOR
  FROM FULL GRANT GROUP GSCLUSTER HAVING ILIKE IN INCREMENT INNER INSERT INTERSECT INTO IS ISSUE JOIN LATERAL LEFT LIKE
  LOCALTIME LOCALTIMESTAMP MINUS NATURAL NOT NULL OF ON OR ORDER ORGANIZATION QUALIFY REGEXP REVOKE RIGHT RLIKE ROW ROWS
  SAMPLE SCHEMA SELECT SET SOME START TABLE TABLESAMPLE THEN TO TRIGGER TRUE TRY_CAST UNION UNIQUE UPDATE USING VALUES
  VIEW WHEN WHENEVER WHERE WITH`.split(/\s+/),
);

/**
 * Names that Snowflake's own objects have: system roles ("Overview of access control"), the shared databases, and the
 * schema that every database has.
 */
const taken = new Set([
  "ACCOUNTADMIN",
  "GLOBALORGADMIN",
  "INFORMATION_SCHEMA",
  "ORGADMIN",
  "PUBLIC",
  "SECURITYADMIN",
  "SNOWFLAKE",
  "SNOWFLAKE_SAMPLE_DATA",
  "SYSADMIN",
  "USERADMIN",
]);

/** Whether Snowflake keeps a name for itself. */
export function isReserved(name: string): boolean {
  return keywords.has(name) || taken.has(name);
}
