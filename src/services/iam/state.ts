import type { AccessControl } from "../access-control.ts";
import type { ServiceHost } from "../service.ts";

/** IAM keeps nothing for itself: what it has in memory is the server's access control, which every other service asks, too. */
export type IamState = AccessControl;

export function createIamState(host: ServiceHost): IamState {
  return host.access;
}
