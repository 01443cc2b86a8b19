/** How much each member has carried for its bandwidth; the one with the least is the next. */
interface Share {
  readonly ordinal: number;
  readonly mbps: number;
  /** Octets carried, over Mbit/s. */
  pass: number;
}

/**
 * Spreads frames over members by their bandwidth, octet by octet (stride scheduling, Waldspurger and Weihl 1995): after any number
 * of frames each member is within one frame of its share, so that the queues before them stay equally long.
 */
export class Spreader {
  private shares: Share[] = [];

  /** The members that carry from now on. One that is new begins where the others are, and owes nothing for the time before. */
  use(members: readonly { readonly ordinal: number; readonly mbps: number }[]): void {
    const known = new Map(this.shares.map((share) => [share.ordinal, share.pass]));
    const stays = members.flatMap(({ ordinal }) => known.get(ordinal) ?? []);
    const least = stays.length > 0 ? Math.min(...stays) : 0;
    // Passes are counted from the least, so that they never outgrow what a number tells apart.
    this.shares = members.map(({ ordinal, mbps }) => ({ ordinal, mbps, pass: (known.get(ordinal) ?? least) - least }));
  }

  /** @returns the member that the frame goes by; `undefined` where there is none */
  next(octets: number): number | undefined {
    let chosen: Share | undefined;
    for (const share of this.shares) if (!chosen || share.pass + octets / share.mbps < chosen.pass + octets / chosen.mbps) chosen = share;
    if (!chosen) return undefined;
    chosen.pass += octets / chosen.mbps;
    return chosen.ordinal;
  }
}
