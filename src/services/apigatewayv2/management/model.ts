/** The SDK's package: what the compiler checks the management of connections against. */
export type ApiGatewayManagement = typeof import("@aws-sdk/client-apigatewaymanagementapi");
