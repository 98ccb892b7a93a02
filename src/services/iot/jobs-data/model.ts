/** The SDK's package: what the compiler checks the operations of AWS IoT Jobs' data plane against. */
export type IotJobsData = typeof import("@aws-sdk/client-iot-jobs-data-plane");
