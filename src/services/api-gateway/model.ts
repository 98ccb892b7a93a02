/** The SDK's package: what the compiler checks the operations of API Gateway's first version against, REST APIs. */
export type ApiGateway = typeof import("@aws-sdk/client-api-gateway");
