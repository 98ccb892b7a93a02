/** Why a device is not provisioned, as it is told. Source: "Device provisioning MQTT API", error messages. */
export class ProvisioningRefusal extends Error {
  readonly statusCode: number;
  readonly errorCode: string;

  constructor(statusCode: number, errorCode: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.errorCode = errorCode;
  }
}
