import type { StoredCode } from "../code/stored-code.ts";
import type { StoredPolicy } from "../policy/policy.ts";

/** One version of a layer as it is stored. */
export interface LayerRecord {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly license: string | undefined;
  /** Undefined where the request named none, which is not the same answer as an empty list. */
  readonly runtimes: readonly string[] | undefined;
  readonly architectures: readonly string[] | undefined;
  readonly createdMs: number;
  readonly code: StoredCode;
  readonly policy: StoredPolicy | undefined;
  /** Of the policy. */
  readonly revisionId: string;
}

/** A layer as a function's configuration has it: with its content, which stays when the layer's version is deleted. */
export interface StoredLayer {
  readonly arn: string;
  readonly code: StoredCode;
}

export function layerArn({ account, region, name }: Pick<LayerRecord, "account" | "region" | "name">): string {
  return `arn:aws:lambda:${region}:${account}:layer:${name}`;
}

export function layerVersionArn(layer: Pick<LayerRecord, "account" | "region" | "name" | "version">): string {
  return `${layerArn(layer)}:${layer.version}`;
}
