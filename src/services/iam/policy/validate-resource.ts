/** What is wrong with a `Resource` of a policy. AWS reports a `parsing` fault earlier, and without naming the resource. */
export type ResourceFault = { readonly kind: "parsing" } | { readonly kind: "format"; readonly message: string };

/** Source: "IAM JSON policy elements: Resource". */
export function findResourceFault(resource: string): ResourceFault | undefined {
  if (resource === "*") return undefined;
  const [scheme, partition, ...rest] = resource.split(":");
  if (partition === undefined) return format(`Resource ${resource} must be in ARN format or "*".`);
  if (partition !== "*" && !partitions.test(partition)) return unknownPartition(partition, rest);
  if (rest.length === 0) return format("Resource vendor must be fully qualified and cannot contain regexes.");
  const [service = "", region = "", , ...path] = rest;
  const id = path.join(":");
  if (regionless.has(service) && region !== "" && !(service === "s3" && id.startsWith("accesspoint/"))) {
    return format(regionless.get(service)?.replace("{resource}", resource) ?? "");
  }
  if (service === "iam" && id !== "*" && !iamPaths.some((start) => id.startsWith(start))) {
    return format(`IAM resource path must either be "*" or start with ${iamPaths.join(", ")}.`);
  }
  const isShort = rest.length < 4 && resource.includes("::");
  if (scheme !== "arn" || service === "" || isShort) return { kind: "parsing" };
  return undefined;
}

const partitions = /^aws(-[a-z]+)*$/;

const regionless = new Map([
  ["iam", "IAM resource {resource} cannot contain region information."],
  ["s3", "Resource {resource} can not contain region information."],
]);

const iamPaths = [
  "user/",
  "federated-user/",
  "role/",
  "group/",
  "instance-profile/",
  "mfa/",
  "server-certificate/",
  "policy/",
  "sms-mfa/",
  "saml-provider/",
  "oidc-provider/",
  "report/",
  "access-report/",
];

function unknownPartition(
  partition: string,
  [service = "*", region = "*", account = "*", ...path]: string[],
): ResourceFault {
  const arn = `arn:${partition}:${service}:${region}:${account}:${path.length > 0 ? path.join(":") : "*"}`;
  return format(`Partition "${partition}" is not valid for resource "${arn}".`);
}

function format(message: string): ResourceFault {
  return { kind: "format", message };
}
