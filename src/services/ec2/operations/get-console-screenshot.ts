import { notSupported } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";

/** No machine runs, so there is nothing to take a picture of. */
export const getConsoleScreenshot: Ec2Operation<"GetConsoleScreenshot"> = async () => {
  throw notSupported("GetConsoleScreenshot: instances are records, and no machine has a screen");
};
