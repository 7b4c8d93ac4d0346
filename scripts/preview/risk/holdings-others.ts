/**
 * Snowflake: SQL command reference, DROP of each kind, and "Understanding & using Time Travel" (what is dropped can be
 * undropped only while its retention lasts, and a replaced object's name is taken). Provider: snowflakedb/snowflake 2.11.0.
 */
export const snowflakeHoldings: Readonly<Record<string, string>> = {
  snowflake_database: "schemas, tables and their Time Travel",
  snowflake_shared_database: "the grants on a share's objects",
  snowflake_secondary_database: "the replica",
  snowflake_schema: "tables and their Time Travel",
  snowflake_table: "rows and their Time Travel",
  snowflake_hybrid_table: "rows",
  snowflake_dynamic_table: "rows and the history of refreshes",
  snowflake_external_table: "partitions and their metadata",
  snowflake_iceberg_table: "rows",
  snowflake_materialized_view: "what was computed",
  // CREATE STAGE: files of an internal stage; pipes name their stage.
  snowflake_stage: "staged files, and the source that pipes load from",
  // CREATE PIPE: the load history (14 days) is the pipe's; a new pipe may load files again or miss those in its queue.
  snowflake_pipe: "the history of loaded files and the queue of new ones",
  // "Introduction to streams": a new stream starts at the moment of its creation.
  snowflake_stream_on_table: "the position in the changes of a table",
  snowflake_stream_on_view: "the position in the changes of a view",
  snowflake_stream_on_external_table: "the position in the changes of a table",
  snowflake_stream_on_directory_table: "the position in the changes of a stage",
  snowflake_sequence: "the number that comes next",
  snowflake_secret_with_basic_authentication: "a secret's value",
  snowflake_secret_with_generic_string: "a secret's value",
  snowflake_secret_with_client_credentials: "a secret's value",
  snowflake_secret_with_authorization_code_grant: "a secret's value",
  snowflake_failover_group: "the replica's refreshes",
  snowflake_git_repository: "a repository clone",
  snowflake_notebook: "a notebook",
  snowflake_account: "an account",
  snowflake_managed_account: "an account of readers",
};

/** Kubernetes API reference: what goes with the object by cascading deletion or the reclaim policy. */
export const kubernetesHoldings: Readonly<Record<string, string>> = {
  kubernetes_namespace_v1: "everything that is declared and runs inside the namespace",
  kubernetes_namespace: "everything that is declared and runs inside the namespace",
  kubernetes_persistent_volume_claim_v1: "a volume",
  kubernetes_persistent_volume_claim: "a volume",
  kubernetes_persistent_volume_v1: "a volume",
  kubernetes_persistent_volume: "a volume",
  kubernetes_stateful_set_v1: "the pods that write to its volumes",
  kubernetes_stateful_set: "the pods that write to its volumes",
  kubernetes_secret_v1: "a secret's value",
  kubernetes_secret: "a secret's value",
  // Helm, "Custom resource definitions": deleting a definition deletes every object of its kind; charts hold volumes too.
  helm_release: "what its chart installed: custom resources, volumes",
};

/** Terraform's own: values that are drawn once and then used elsewhere. */
export const terraformHoldings: Readonly<Record<string, string>> = {
  random_password: "a password that others use",
  random_id: "a value that others are named by",
  random_string: "a value that others are named by",
  random_uuid: "a value that others are named by",
  tls_private_key: "a key that others use",
};
