import type { CallOptions, ServiceHost } from "../../../service.ts";

/** One action to carry out, in the name of its role. */
export interface ActionCall {
  readonly host: ServiceHost;
  readonly as: CallOptions;
  /** The same however often it is tried. */
  readonly id: string;
  readonly rule: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** A setting; empty where it is not given. */
  readonly text: (name: string) => string;
  readonly output: Buffer;
  /** How many rules the message had come through before. */
  readonly republished: number;
}
