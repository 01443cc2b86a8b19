import { decimal, type Exact } from './exact.js';
import type { DestinationTerms, VoiceRateTerms, VoiceTerms } from './tariff-terms.js';

/** What calls to one destination cost, read once for all of them. */
export interface VoicePlan {
  readonly name: string;
  readonly blocked: boolean;
  readonly connectFee: Exact | undefined;
  readonly initialSeconds: number;
  readonly incrementSeconds: number;
  readonly rates: readonly VoiceRate[];
}

export interface VoiceRate {
  readonly window: string | undefined;
  readonly initialPerMinute: Exact | undefined;
  /** In order; the last reaches to infinity. */
  readonly tiers: readonly VoiceTier[];
}

export interface VoiceTier {
  readonly untilSeconds: number;
  readonly perMinute: Exact;
}

export function voicePlan(charge: VoiceTerms, destination: DestinationTerms): VoicePlan {
  const connectFee = destination.connectFee ?? charge.connectFee;
  return {
    name: destination.name,
    blocked: destination.blocked ?? false,
    connectFee: connectFee === undefined ? undefined : decimal(connectFee),
    initialSeconds: destination.initialSeconds ?? charge.initialSeconds,
    incrementSeconds: destination.incrementSeconds ?? charge.incrementSeconds,
    rates: (destination.rates ?? []).map(voiceRate),
  };
}

const voiceRate = ({ window, initialPerMinute, tiers }: VoiceRateTerms): VoiceRate => ({
  window,
  initialPerMinute: initialPerMinute === undefined ? undefined : decimal(initialPerMinute),
  tiers: tiers.map(({ upToSeconds, perMinute }) => ({ untilSeconds: upToSeconds ?? Number.POSITIVE_INFINITY, perMinute: decimal(perMinute) })),
});
