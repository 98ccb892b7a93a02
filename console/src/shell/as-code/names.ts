/** How the CLI and boto3 call a service that the SDK for JavaScript has a client of. */
export function clientName(service: string): string {
  return clients[service] ?? service.toLowerCase();
}

export function cliName(service: string): string {
  return service === "S3" ? "s3api" : clientName(service);
}

const clients: Readonly<Record<string, string>> = {
  CloudWatchLogs: "logs",
  CostExplorer: "ce",
  EventBridge: "events",
  IoTDataPlane: "iot-data",
  IoTJobsDataPlane: "iot-jobs-data",
  SFN: "stepfunctions",
  SecretsManager: "secretsmanager",
};

/** A name of AWS's API as Python writes it, by botocore's own rule: `ListObjectsV2` → `list_objects_v2`. */
export function toSnake(name: string): string {
  const plural = /[A-Z]{2,}s$/.exec(name);
  const [stem, ending] = plural ? [name.slice(0, plural.index), `_${plural[0].toLowerCase()}`] : [name, ""];
  return (
    stem
      .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
      .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
      .toLowerCase() + ending
  );
}

export function toKebab(name: string): string {
  return toSnake(name).replaceAll("_", "-");
}
