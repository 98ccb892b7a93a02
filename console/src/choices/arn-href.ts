import { nameOfArn } from "./choice.ts";

/** The page of what an ARN names, in the console of its service; undefined for what has none. */
export function arnHref(arn: string): string | undefined {
  const [, , service = "", , , ...rest] = arn.split(":");
  return pages[service]?.({ arn, name: nameOfArn(arn), rest: rest.join(":") });
}

interface ArnParts {
  readonly arn: string;
  /** The last part. */
  readonly name: string;
  /** What stands behind the account. */
  readonly rest: string;
}

const encode = encodeURIComponent;

const pages: Readonly<Record<string, (parts: ArnParts) => string | undefined>> = {
  sqs: ({ name }) => `/console/sqs/queues/${name}`,
  sns: ({ arn }) => `/console/sns/topics/${encode(arn)}`,
  lambda: ({ rest }) => {
    const [kind, name = ""] = rest.split(":");
    return kind === "layer" ? "/console/lambda/layers" : `/console/lambda/functions/${name}`;
  },
  events: ({ rest, name }) => {
    if (rest.startsWith("api-destination/")) return "/console/events/api-destinations";
    if (!rest.startsWith("rule/")) return `/console/events/buses/${encode(name)}`;
    const [, bus = "default"] = /^rule\/(?:([^/]+)\/)?[^/]+$/.exec(rest) ?? [];
    return `/console/events/rules/${encode(bus)}/${encode(name)}`;
  },
  s3: ({ rest }) => {
    const [bucket = "", ...key] = rest.split("/");
    return key.join("") === ""
      ? `/console/s3/buckets/${bucket}`
      : `/console/s3/object/${bucket}?${new URLSearchParams({ prefix: key.join("/") })}`;
  },
  logs: ({ rest }) => `/console/cloudwatch/log-groups/${encode(rest.replace(/^log-group:/, "").replace(/:.*$/, ""))}`,
  cloudwatch: ({ rest }) => {
    const [, kind = "", name = ""] = /^(alarm:|dashboard\/)(.+)$/.exec(rest) ?? [];
    if (name === "") return undefined;
    return `/console/cloudwatch/${kind === "alarm:" ? "alarms" : "dashboards"}/${encode(name)}`;
  },
  dynamodb: ({ rest }) => `/console/dynamodb/tables/${rest.split("/")[1]}`,
  iam: ({ arn, rest, name }) => {
    const [kind = ""] = rest.split("/");
    if (kind === "policy") return `/console/iam/policies/${encode(arn)}`;
    return ["role", "user", "group"].includes(kind) ? `/console/iam/${kind}s/${encode(name)}` : undefined;
  },
};
