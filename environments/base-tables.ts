/** The clustered tables of ANALYTICS: a part of base.ts. Their columns are those of the models that fill them. */
export const analyticsTables = {
  "MARTS.FCT_CUSTOMER_EVENTS": {
    description: "One row an event of a customer",
    columns: {
      EVENT_ID: "VARCHAR",
      USER_ID: "VARCHAR",
      EVENT_TYPE: "VARCHAR",
      EVENT_TIMESTAMP: "TIMESTAMP_NTZ",
      SESSION_ID: "VARCHAR",
      PAGE_URL: "VARCHAR",
      REFERRER: "VARCHAR",
      DEVICE_TYPE: "VARCHAR",
      COUNTRY_CODE: "VARCHAR",
      EVENT_PROPERTIES: "VARIANT",
      CREATED_AT: "TIMESTAMP_NTZ",
    },
    clusterBy: ["DATE(EVENT_TIMESTAMP)", "USER_ID", "EVENT_TYPE"],
    searchOptimization: ["USER_ID", "EVENT_TYPE", "COUNTRY_CODE"],
  },
  "MARTS.FCT_TRANSACTIONS": {
    description: "One row a transaction",
    columns: {
      TRANSACTION_ID: "VARCHAR",
      USER_ID: "VARCHAR",
      TRANSACTION_DATE: "DATE",
      TRANSACTION_TIMESTAMP: "TIMESTAMP_NTZ",
      AMOUNT: "NUMBER(10,2)",
      CURRENCY: "VARCHAR",
      PAYMENT_METHOD: "VARCHAR",
      MERCHANT_CATEGORY: "VARCHAR",
      STATUS: "VARCHAR",
      CREATED_AT: "TIMESTAMP_NTZ",
    },
    primaryKey: ["TRANSACTION_ID"],
    clusterBy: ["TRANSACTION_DATE", "USER_ID"],
    searchOptimization: ["USER_ID", "MERCHANT_CATEGORY", "PAYMENT_METHOD"],
  },
};

/** Columns of ANALYTICS that say who somebody is. */
export const personalColumns = {
  "MARTS.DIM_CUSTOMERS.EMAIL": "PII",
  "MARTS.DIM_CUSTOMERS.FULL_NAME": "PII",
  "SNAPSHOTS.SNAP_CUSTOMERS.EMAIL": "PII",
  "SNAPSHOTS.SNAP_CUSTOMERS.FULL_NAME": "PII",
  "STAGING.STG_USER_EVENTS.EMAIL": "PII",
  "STAGING.STG_USER_EVENTS.FULL_NAME": "PII",
};
