/** The SDK's package: what the compiler checks the operations of AWS IoT's data plane against. */
export type IotData = typeof import("@aws-sdk/client-iot-data-plane");
