/* What an order may say. Every door takes orders up to here, and so does whoever decides on them: none refuses what another has taken. */

export const MAX_ORDER_MBPS = 1_000_000;
export const MAX_TERM_MONTHS = 120;
/** An hour one way: a limit that is longer limits nothing. */
export const MAX_LATENCY_LIMIT_NS = 3_600_000_000_000n;
/** A thousand million major units of a currency with cents, a month. Far below what 64 bits hold, so that no sum can overflow. */
export const MAX_MONTHLY_MICRO_MINOR = 100_000_000_000_000_000n;
/** Of an objective's weights, and of its limits in basis points. */
export const MAX_WEIGHT = 1_000_000;
export const MAX_REASON_CHARACTERS = 500;

export const MAX_PLACE_NAME_CHARACTERS = 200;
/** 1,000 km: a place that is larger names no place any more. */
export const MAX_WITHIN_M = 1_000_000;
export const MAX_LATITUDE_MICRODEGREES = 90_000_000;
export const MAX_LONGITUDE_MICRODEGREES = 180_000_000;

export const MAX_SPLIT_MEMBERS = 8;
/** What the ends of a split service can be asked to keep frames back for. */
export const MAX_DIFFERENTIAL_DELAY_NS = 1_000_000_000n;

/** ITU-T G.8031: a wait-to-restore time. */
export const LEAST_WAIT_TO_RESTORE_S = 300;
export const MOST_WAIT_TO_RESTORE_S = 720;

/** That a device may name of each kind. */
export const MAX_ACCEPTED_FORMATS = 16;
export const FORMAT_ID = '1 to 64 letters, digits, ".", "_" and "-"';
export const isFormatId = (text: string): boolean => /^[A-Za-z0-9._-]{1,64}$/.test(text);

/** Names have spaces and accents; control characters and halves of surrogate pairs have no business in any. */
export const isPrintable = (text: string, mostCharacters: number): boolean => text.length <= mostCharacters && text.trim() !== '' && /^[^\p{Cc}\p{Cs}]+$/u.test(text);
