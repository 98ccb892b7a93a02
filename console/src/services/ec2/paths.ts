export function instancePath(id: string): string {
  return `/console/ec2/instances/${id}`;
}

export function groupPath(id: string): string {
  return `/console/ec2/security-groups/${id}`;
}

export function snapshotPath(id: string): string {
  return `/console/ec2/snapshots/${id}`;
}

export function policyPath(id: string): string {
  return `/console/ec2/lifecycle-policies/${id}`;
}

/** A volume of a snapshot, or an empty one. */
export function createVolumePath(snapshotId?: string): string {
  return `/console/ec2/create-volume${snapshotId === undefined ? "" : `?snapshot=${snapshotId}`}`;
}
