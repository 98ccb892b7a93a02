/** The names under which images have their root. */
export function isRootDevice(device: string): boolean {
  return device === "/dev/xvda" || device === "/dev/sda1";
}
