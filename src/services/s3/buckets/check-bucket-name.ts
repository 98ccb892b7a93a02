import { invalidBucketName, invalidNamespace } from "../errors.ts";

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

/**
 * Names that end in an account, a region and `-an` are that account's alone, and the header says that one of them is meant. Throws
 * InvalidNamespaceHeader and InvalidBucketName. Source: "Namespaces for general purpose buckets".
 */
export function checkNamespace(name: string, namespace: string | undefined, account: string, region: string): void {
  if (namespace !== undefined && namespace !== "global" && namespace !== "account-regional") {
    throw invalidNamespace(name, namespace);
  }
  const isRegional = namespace === "account-regional";
  if (isRegional && !name.endsWith(`-${account}-${region}-an`)) throw invalidNamespace(name, namespace);
  if (!isRegional && /-\d{12}-[a-z]{2}(?:-[a-z]+)+-\d-an$/.test(name)) throw invalidBucketName(name);
}
