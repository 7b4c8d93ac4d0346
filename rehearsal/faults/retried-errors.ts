import type { ProviderName } from "../schema/schema.ts";

/**
 * Error codes at which the real provider calls again by itself.
 * aws: throttle and timeout codes of the AWS SDK for Go, https://github.com/aws/aws-sdk-go-v2/blob/main/aws/retry/standard.go
 * (DefaultThrottleErrorCodes, DefaultRetryableErrorCodes, DefaultRetryableHTTPStatusCodes 500, 502, 503, 504).
 * snowflake: HTTP codes of https://github.com/snowflakedb/gosnowflake/blob/master/retry.go (5xx, 400, 405, 408, 429).
 * kubernetes, helm: client-go calls again at 429 and 5xx that come with a Retry-After header; here the two that API servers send it with, https://github.com/kubernetes/client-go/blob/master/rest/with_retry.go.
 */
export const RETRIED: Readonly<Record<ProviderName, ReadonlySet<string>>> = {
  aws: new Set([
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "RequestThrottled",
    "SlowDown",
    "PriorRequestNotComplete",
    "EC2ThrottledException",
    "RequestTimeout",
    "RequestTimeoutException",
    "InternalServerError",
    "ServiceUnavailable",
  ]),
  snowflake: new Set(["400", "405", "408", "429", "500", "502", "503", "504"]),
  kubernetes: new Set(["TooManyRequests", "429", "503"]),
  helm: new Set(["TooManyRequests", "429", "503"]),
};

/** Calls until the provider gives up. aws: max_retries 25 by default, https://registry.terraform.io/providers/hashicorp/aws/latest/docs#max_retries; the others: client-go's 10 and gosnowflake's maxRetryCount 7, plus the first. */
export const ATTEMPTS: Readonly<Record<ProviderName, number>> = { aws: 25, snowflake: 8, kubernetes: 11, helm: 11 };
