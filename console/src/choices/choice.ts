/** What a field offers: an ARN or a name, and how it is shown. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
}

/** More than a menu shows; who has more types the ARN. */
export const mostChoices = 1_000;

/** The last part of an ARN: a queue's, a topic's, a function's name. */
export function nameOfArn(arn: string): string {
  return arn.split(":").at(-1)?.split("/").at(-1) ?? arn;
}
