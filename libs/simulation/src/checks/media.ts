import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { advertising, contracting, type provisioning } from '@carriermesh/wire';

/** I5 of what a service goes over, on the contracted path and on what stands by: media that its order takes, and its device at the end; by the offers themselves. */
export class Media implements Check {
  readonly met = { limited: 0, sought: 0 };
  private readonly terms = new Map<string, contracting.ServiceTerms>();
  private readonly media = new Map<string, string>();

  take({ type, data }: AnyStoredEvent): void {
    if (type === 'advertising.v1.ResourceAdvertised') {
      const { resource } = advertising.ResourceOffer.decode(data.signedOffer.offer);
      this.media.set(hex(data.offerSha256), (resource.kind === 'link' ? resource.link.medium : undefined) ?? 'wireline');
    } else if (type === 'contracting.v1.ContractSigned') this.signed(contracting.Contract.decode(data.contract.body));
    else if (type === 'provisioning.v1.FreshPathsSought') this.sought(data);
  }

  private signed({ contractId, terms, segments, alternatives }: contracting.Contract): void {
    if (!terms.media && !terms.device?.media) return;
    this.met.limited += 1;
    this.terms.set(contractId, terms);
    for (const path of [segments, ...alternatives.map((alternative) => alternative.segments)]) this.isTaken(contractId, path);
  }

  /** What is found for an operator is nothing that the service may not go over. */
  private sought({ contractId, best }: provisioning.FreshPathsSought): void {
    if (!best || !this.terms.has(contractId)) return;
    this.met.sought += 1;
    this.isTaken(contractId, best.segments);
  }

  private isTaken(contractId: string, path: readonly Pick<contracting.ContractSegment, 'toPopId' | 'resources'>[]): void {
    const { media, device } = this.terms.get(contractId) ?? {};
    const overBy = path.map(({ resources }) => resources.map(({ resourceId, offerSha256 }) => ({ resourceId, medium: this.media.get(hex(offerSha256)) as never })));
    const over = overBy.flat();
    const strange = media && over.find(({ medium }) => !media.media.includes(medium));
    holds(!strange, 'I5', () => `${contractId} goes over ${strange?.resourceId}, which is ${strange?.medium}, and takes ${media?.media.join(', ')}`);
    // Each of several lines ends where the last one does.
    const last = overBy.filter((_, index) => path[index]?.toPopId === path.at(-1)?.toPopId).map((resources) => resources.at(-1));
    const refused = device?.media && last.find((end) => !device.media?.media.includes(end?.medium as never));
    holds(!refused, 'I5', () => `${contractId} ends with ${refused?.resourceId}, which is ${refused?.medium}, and its device takes ${device?.media?.media.join(', ')}`);
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
