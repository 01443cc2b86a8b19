import { Injectable } from '@nestjs/common';
import { toHex } from '@carriermesh/kernel';
import type { ShownInvoice } from '@carriermesh/platform-documents';
import { OperationalError } from '@carriermesh/platform-errors';
import { billing } from '@carriermesh/wire';
import { refusalProblem } from '../http/problem.js';
import type { Buyer } from '../identity/buyers.js';
import { idOf, Ownership } from '../identity/ownership.js';
import { Mesh } from '../mesh.js';

/** What was issued to a buyer, whichever form it is then shown in. */
@Injectable()
export class Bills {
  constructor(
    private readonly mesh: Mesh,
    private readonly ownership: Ownership,
  ) {}

  async find(buyer: Buyer, invoiceId: string): Promise<ShownInvoice> {
    const { outcome, issued } = await this.mesh.ask(buyer, billing.GetInvoice, { buyerId: buyer.id, invoiceId: idOf(invoiceId) });
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    const invoice = this.ownership.check(buyer, outcome.invoice);
    // Without it the same invoice would be shown as a preview, which it is not.
    if (!issued) throw new OperationalError('malformed', `the invoice ${invoice.invoiceId} was answered without how it was issued`);
    return { invoice, issued: { at: issued.issuedAt, sha256: toHex(issued.sha256) } };
  }
}
