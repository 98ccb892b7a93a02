/** The SDK's package: what the compiler checks the operations of API Gateway's second version against, HTTP and WebSocket APIs. */
export type ApiGatewayV2 = typeof import("@aws-sdk/client-apigatewayv2");
