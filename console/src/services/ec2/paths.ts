export function instancePath(id: string): string {
  return `/console/ec2/instances/${id}`;
}

export function groupPath(id: string): string {
  return `/console/ec2/security-groups/${id}`;
}
