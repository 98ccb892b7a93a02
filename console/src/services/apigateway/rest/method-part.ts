import type { Method } from "@aws-sdk/client-api-gateway";
import type { MethodName } from "./put-integration.ts";

/** What each part of a method's page is given. */
export interface MethodPartProps {
  readonly name: MethodName;
  readonly path: string;
  readonly method: Method;
  readonly onChange: () => void;
}
