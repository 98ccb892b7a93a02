/** Why a request to a shadow is refused, as its `rejected` topic and the HTTP API say it. Source: "Device Shadow error messages". */
export class ShadowRefusal extends Error {
  /** HTTP's. */
  readonly code: number;
  readonly clientToken: string | undefined;

  constructor(code: number, message: string, clientToken?: string) {
    super(message);
    this.code = code;
    this.clientToken = clientToken;
  }
}

export function noShadow(thing: string, shadow: string, clientToken?: string): ShadowRefusal {
  const name = shadow === "" ? thing : `${thing}~${shadow}`;
  return new ShadowRefusal(404, `No shadow exists with name: '${name}'`, clientToken);
}
