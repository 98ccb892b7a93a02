import type { Group } from "./entity.ts";
import { toDate } from "./policy-holder-output.ts";

export function toGroup(group: Group) {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: group.arn,
    CreateDate: toDate(group.createdMs),
  };
}
