/**
 * What is lost for good, or for readers at once, when an object of the type is deleted or replaced. AWS: each service's own
 * documentation of deletion, named beside it; "provider" is the type's page of hashicorp/aws 6.66.0.
 */
export const awsHoldings: Readonly<Record<string, string>> = {
  // S3 user guide, "Deleting a general purpose bucket": objects must be gone before; force_destroy deletes them.
  aws_s3_bucket: "objects and their versions",
  aws_s3_directory_bucket: "objects",
  aws_s3_object: "an object",
  aws_s3_object_copy: "an object",
  // S3 Tables user guide, "Deleting a table bucket".
  aws_s3tables_table_bucket: "tables",
  aws_s3tables_table: "rows",
  // MSK developer guide, "Delete an Amazon MSK cluster": brokers' storage goes with it; "Delete topic".
  aws_msk_cluster: "topics, their records and consumers' positions",
  aws_msk_serverless_cluster: "topics, their records and consumers' positions",
  aws_msk_topic: "records and consumers' positions",
  // MSK developer guide, "MSK Replicator": offsets that were translated.
  aws_msk_replicator: "the position of the replication",
  // Firehose developer guide, MSK source: a new stream reads from the moment it becomes active unless a timestamp is given.
  aws_kinesis_firehose_delivery_stream: "buffered records and the position in the topic",
  aws_kinesis_stream: "records",
  // EKS user guide, "Delete a cluster": workloads and everything declared inside go.
  aws_eks_cluster: "everything that is declared and runs inside the cluster",
  aws_eks_fargate_profile: "the pods that run on it",
  // KMS developer guide, "Deleting keys": data under a deleted key is unrecoverable.
  aws_kms_key: "the only way to read what it encrypted",
  aws_kms_external_key: "the only way to read what it encrypted",
  aws_kms_replica_key: "the only way to read what it encrypted in its region",
  aws_kms_replica_external_key: "the only way to read what it encrypted in its region",
  // Secrets Manager user guide, "Delete a secret".
  aws_secretsmanager_secret: "a value that was filled in by hand",
  aws_secretsmanager_secret_version: "a secret's value",
  aws_ssm_parameter: "a value",
  // CloudWatch Logs user guide: deleting a group deletes its events; a stream's likewise.
  aws_cloudwatch_log_group: "log events",
  aws_cloudwatch_log_stream: "log events",
  // ECR user guide, "Deleting a private repository": its images go.
  aws_ecr_repository: "images, which running jobs are pulled from",
  // Glue developer guide, "Deleting a registry", "Deleting a schema": versions and their ids, which records name, are gone.
  aws_glue_registry: "schemas, which records name by id",
  aws_glue_schema: "schema versions, which records name by id",
  aws_glue_catalog_database: "table definitions",
  aws_glue_catalog_table: "a table's definition and partitions",
  aws_glue_partition: "a partition's definition",
  aws_dynamodb_table: "items",
  aws_dynamodb_global_table: "items",
  aws_dynamodb_table_item: "an item",
  aws_db_instance: "databases",
  aws_db_snapshot: "a snapshot",
  aws_rds_cluster: "databases",
  aws_rds_cluster_instance: "a copy of the databases",
  aws_rds_global_cluster: "databases",
  aws_docdb_cluster: "databases",
  aws_neptune_cluster: "a graph",
  aws_redshift_cluster: "databases",
  aws_redshiftserverless_namespace: "databases",
  aws_elasticache_replication_group: "cached entries",
  aws_elasticache_cluster: "cached entries",
  aws_memorydb_cluster: "entries",
  aws_opensearch_domain: "indexes",
  aws_opensearchserverless_collection: "indexes",
  aws_efs_file_system: "files",
  aws_fsx_lustre_file_system: "files",
  aws_ebs_volume: "a disk",
  aws_ebs_snapshot: "a snapshot",
  aws_instance: "its local disks",
  aws_sqs_queue: "messages that nobody has received",
  aws_mq_broker: "messages that nobody has received",
  aws_backup_vault: "recovery points",
  aws_lakeformation_resource: "a registered location",
  aws_athena_workgroup: "saved queries and the history of queries",
  aws_athena_named_query: "a saved query",
  aws_route53_zone: "records, and the name servers that were delegated to",
  // Everything of every layer has its addresses in it, and Terraform cannot rebuild one without the other.
  aws_vpc: "the network that every layer stands in",
  aws_cognito_user_pool: "users",
  aws_iam_access_key: "a key that is shown only once",
};
