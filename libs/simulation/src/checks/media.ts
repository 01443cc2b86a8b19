import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { advertising, contracting } from '@carriermesh/wire';

/** I5 of what a service goes over, on the contracted path and on what stands by: media that its order takes, and its device at the end; by the offers themselves. */
export class Media implements Check {
  readonly met = { limited: 0 };
  private readonly media = new Map<string, string>();

  take({ type, data }: AnyStoredEvent): void {
    if (type === 'advertising.v1.ResourceAdvertised') {
      const { resource } = advertising.ResourceOffer.decode(data.signedOffer.offer);
      this.media.set(hex(data.offerSha256), (resource.kind === 'link' ? resource.link.medium : undefined) ?? 'wireline');
    } else if (type === 'contracting.v1.ContractSigned') this.signed(contracting.Contract.decode(data.contract.body));
  }

  private signed({ contractId, terms: { media, device }, segments, alternatives }: contracting.Contract): void {
    if (!media && !device?.media) return;
    this.met.limited += 1;
    for (const path of [segments, ...alternatives.map((alternative) => alternative.segments)]) {
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
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
