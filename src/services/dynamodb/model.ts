/** The SDK's package: what the compiler checks DynamoDB's operations against. */
export type DynamoDb = typeof import("@aws-sdk/client-dynamodb");
