/** What a request's host says by itself. */
export interface HostFacts {
  /** The service's endpoint prefix: `lambda`, `logs`, `s3`. */
  readonly endpointPrefix?: string;
  readonly region?: string;
  /** Of a virtual-host S3 request, or what may be one (`bucket.localhost`): it counts only for S3. */
  readonly bucket?: string;
}

/** Under these a host is ours; the names are those people have in their scripts for local clouds, and AWS's own. */
const suffixes = ["localhost.localstack.cloud", "amazonaws.com", "amazonaws.com.cn", "api.aws", "localhost"];
const regionName = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** `lambda.us-east-1.amazonaws.com`, `bucket.s3.eu-west-1.amazonaws.com`, `s3.localhost.localstack.cloud`, `bucket.localhost`, … */
export function parseHost(host: string): HostFacts {
  const suffix = suffixes.find((each) => host.endsWith(`.${each}`));
  if (!suffix) return {};
  const labels = host.slice(0, -suffix.length - 1).split(".");
  const s3At = labels.findLastIndex((label) => label === "s3" || /^s3-(?:[a-z]{2}-|accelerate)/.test(label));
  if (s3At >= 0) {
    const bucket = labels.slice(0, s3At).join(".");
    return {
      endpointPrefix: "s3",
      region: regionOf([...labels.slice(s3At + 1), labels[s3At]?.slice(3) ?? ""]),
      ...(bucket && { bucket }),
    };
  }
  const [first] = labels;
  return {
    endpointPrefix: first,
    region: regionOf(labels),
    // Only on the names of local clouds may a host be a bucket's without saying s3.
    ...((suffix === "localhost" || suffix === "localhost.localstack.cloud") && { bucket: labels.join(".") }),
  };
}

function regionOf(labels: readonly string[]): string | undefined {
  return labels.find((label) => regionName.test(label));
}
