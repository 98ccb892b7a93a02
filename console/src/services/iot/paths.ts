/** The pages of IoT's resources. */
const at = "/console/iot";

export const thingPath = (name: string) => `${at}/things/${encodeURIComponent(name)}`;
export const shadowPath = (thing: string, shadow: string | undefined) =>
  `${thingPath(thing)}/shadow${shadow === undefined ? "" : `?name=${encodeURIComponent(shadow)}`}`;
export const groupPath = (name: string) => `${at}/groups/${encodeURIComponent(name)}`;
export const certificatePath = (id: string) => `${at}/certificates/${id}`;
export const policyPath = (name: string) => `${at}/policies/${encodeURIComponent(name)}`;
export const rulePath = (name: string) => `${at}/rules/${encodeURIComponent(name)}`;
export const jobPath = (id: string) => `${at}/jobs/${encodeURIComponent(id)}`;

/** A certificate's id, of its ARN. */
export const certificateIdOf = (arn: string) => arn.split("/").at(-1) ?? arn;
