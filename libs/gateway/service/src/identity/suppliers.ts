import type { Logger } from '@carriermesh/platform-telemetry';
import { type Bearer, Bearers } from './bearers.js';

export type Supplier = Bearer;

/** The suppliers of the file that CARRIERMESH_SUPPLIERS_FILE names; where it names none, nobody is one. */
export class Suppliers {
  private constructor(private readonly listed: ListedSuppliers | undefined) {}

  /** @throws OperationalError `misconfigured` when the file is missing or is not as described */
  static async open(file: string | undefined, log: Logger): Promise<Suppliers> {
    return new Suppliers(file === undefined ? undefined : await ListedSuppliers.open(file, log));
  }

  async bearerOf(token: string): Promise<Supplier | undefined> {
    return this.listed?.bearerOf(token);
  }
}

class ListedSuppliers extends Bearers {
  static open(file: string, log: Logger): Promise<ListedSuppliers> {
    return new ListedSuppliers(file, log, 'suppliers').opened();
  }
}
