import { invalidBucketName } from "../errors.ts";

/** Throws InvalidBucketName. Source: "General purpose bucket naming rules". */
export function checkBucketName(name: string): void {
  if (!hasRightForm(name) || reservedPrefixes.test(name) || reservedSuffixes.test(name)) throw invalidBucketName(name);
}

const reservedPrefixes = /^(?:xn--|sthree-|amzn-s3-demo-)/;
const reservedSuffixes = /(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

function hasRightForm(name: string): boolean {
  const looksLikeAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name);
  const labels = name.split(".");
  const areLabels = labels.every((label) => /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(label));
  return name.length >= 3 && name.length <= 63 && areLabels && !looksLikeAddress;
}
