import { invalidParameterValue } from "../errors.ts";

/** Source: "Device names for volumes on Amazon EC2 instances". */
export function checkDevice(device: string): void {
  if (!/^(?:\/dev\/)?(?:sd[a-z][1-9]?\d?|xvd[a-z][a-z]?|xvd[a-z][1-9]\d?|hd[a-z]\d{0,2}|nvme\d{1,2}n\d)$/.test(device))
    throw invalidParameterValue(
      `Value (${device}) for parameter device is invalid. ${device} is not a valid EBS device name.`,
    );
}
