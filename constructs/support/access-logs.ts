/** Where in the log bucket S3 puts the records of requests, and where the lists of what a bucket holds. */
export const accessLogPrefix = "access/";
export const inventoryPrefix = "inventory";
