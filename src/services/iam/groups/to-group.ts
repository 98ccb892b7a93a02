import type { Group } from "../entities/entity.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";

export function toGroup(group: Group) {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: group.arn,
    CreateDate: toDate(group.createdMs),
  };
}
