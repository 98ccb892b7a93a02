import type { VirtualHosts } from "../services/wire-habits.ts";

/** What a request's host says by itself. */
export interface HostFacts {
  /** The service's endpoint prefix: `lambda`, `logs`, `s3`. */
  readonly endpointPrefix?: string;
  readonly region?: string;
  /** Whose resource has hosts of its own: its name, or what may be one (`bucket.localhost`). It counts only for services that have such hosts. */
  readonly resource?: string;
}

/** Under these a host is ours; the names are those people have in their scripts for local clouds, and AWS's own. */
const suffixes = ["localhost.localstack.cloud", "amazonaws.com", "amazonaws.com.cn", "api.aws", "localhost"];
const regionName = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** A service whose resources have hosts of their own. */
export interface NamedHosts extends VirtualHosts {
  readonly endpointPrefix: string;
}

/** `logs.us-east-1.amazonaws.com`, `RESOURCE.LABEL.eu-west-1.amazonaws.com`, `LABEL.localhost.localstack.cloud`, `RESOURCE.localhost`, … */
export function parseHost(host: string, virtualHosts: readonly NamedHosts[] = []): HostFacts {
  const suffix = suffixes.find((each) => host.endsWith(`.${each}`));
  if (!suffix) return {};
  const labels = host.slice(0, -suffix.length - 1).split(".");
  for (const { endpointPrefix, isLabel, regionOf } of virtualHosts) {
    const at = labels.findLastIndex(isLabel);
    if (at < 0) continue;
    const resource = labels.slice(0, at).join(".");
    return {
      endpointPrefix,
      region: regionIn([...labels.slice(at + 1), regionOf(labels[at] ?? "")]),
      ...(resource && { resource }),
    };
  }
  const [first] = labels;
  return {
    endpointPrefix: first,
    region: regionIn(labels),
    // Only on the names of local clouds may a host be a resource's without saying whose.
    ...((suffix === "localhost" || suffix === "localhost.localstack.cloud") && { resource: labels.join(".") }),
  };
}

function regionIn(labels: readonly string[]): string | undefined {
  return labels.find((label) => regionName.test(label));
}
