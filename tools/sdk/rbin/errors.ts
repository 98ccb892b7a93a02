import { ServiceException } from "@smithy/core/client";

/** What every error of Recycle Bin is. */
export class RbinServiceException extends ServiceException {}

export class ConflictException extends RbinServiceException {
  override readonly name = "ConflictException" as const;
  override readonly $fault = "client" as const;
  Reason: string | undefined;

  constructor(options: ErrorOptions & { Reason?: string | undefined }) {
    super({ name: "ConflictException", $fault: "client", ...options } as never);
    Object.setPrototypeOf(this, ConflictException.prototype);
    this.Reason = options.Reason;
  }
}

export class InternalServerException extends RbinServiceException {
  override readonly name = "InternalServerException" as const;
  override readonly $fault = "server" as const;

  constructor(options: ErrorOptions) {
    super({ name: "InternalServerException", $fault: "server", ...options } as never);
    Object.setPrototypeOf(this, InternalServerException.prototype);
  }
}

export class ResourceNotFoundException extends RbinServiceException {
  override readonly name = "ResourceNotFoundException" as const;
  override readonly $fault = "client" as const;
  Reason: string | undefined;

  constructor(options: ErrorOptions & { Reason?: string | undefined }) {
    super({ name: "ResourceNotFoundException", $fault: "client", ...options } as never);
    Object.setPrototypeOf(this, ResourceNotFoundException.prototype);
    this.Reason = options.Reason;
  }
}

export class ServiceQuotaExceededException extends RbinServiceException {
  override readonly name = "ServiceQuotaExceededException" as const;
  override readonly $fault = "client" as const;
  Reason: string | undefined;

  constructor(options: ErrorOptions & { Reason?: string | undefined }) {
    super({ name: "ServiceQuotaExceededException", $fault: "client", ...options } as never);
    Object.setPrototypeOf(this, ServiceQuotaExceededException.prototype);
    this.Reason = options.Reason;
  }
}

export class ValidationException extends RbinServiceException {
  override readonly name = "ValidationException" as const;
  override readonly $fault = "client" as const;
  Reason: string | undefined;

  constructor(options: ErrorOptions & { Reason?: string | undefined }) {
    super({ name: "ValidationException", $fault: "client", ...options } as never);
    Object.setPrototypeOf(this, ValidationException.prototype);
    this.Reason = options.Reason;
  }
}

type ErrorOptions = Partial<ConstructorParameters<typeof ServiceException>[0]>;
