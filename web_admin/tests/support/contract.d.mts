export interface Described {
  id: string;
  /** The right without which nobody is answered; "session": whoever is signed in. */
  needs: string | null;
}

export interface Exchange {
  method: string;
  pathname: string;
  status: number;
  type?: string;
  bytes?: string | Uint8Array;
}

export declare class Contract {
  readonly description: { components: { schemas: Record<string, { required?: string[] }> } };
  find(method: string, pathname: string): { operation: Described | undefined; known: boolean };
  check(exchange: Exchange): string | null;
  checkRequest(request: {
    method: string;
    url: string;
    headers?: Record<string, string>;
    text?: string;
  }): string | null;
}
