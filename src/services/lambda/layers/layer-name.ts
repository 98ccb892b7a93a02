import { validationFailed } from "../errors.ts";

export interface LayerReference {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly version: number | undefined;
}

const arnPattern =
  /^arn:aws[a-zA-Z-]*:lambda:(?<region>[a-z]{2}(?:-[a-z]+)+-\d):(?<account>\d{12}):layer:(?<name>[a-zA-Z0-9-_]+)(?::(?<version>\d+))?$/;

/** Reads a layer's name or ARN, with or without version. Throws ValidationException. */
export function parseLayerName(text: string, at: { account: string; region: string }): LayerReference {
  const { region, account, name, version } = arnPattern.exec(text)?.groups ?? {};
  if (region && account && name) return { account, region, name, version: version ? Number(version) : undefined };
  if (/^[a-zA-Z0-9-_]{1,140}$/.test(text)) return { ...placeOf(at), name: text, version: undefined };
  throw validationFailed(
    text,
    "layerName",
    "Member must satisfy regular expression pattern: (arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+",
  );
}

function placeOf({ account, region }: { account: string; region: string }) {
  return { account, region };
}
