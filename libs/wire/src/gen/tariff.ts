// Generated from proto/ by tools/wire-gen; do not edit.

import * as rt from '../runtime/index.js';

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type RoundingMode =
  | 'unspecified'
  | 'half-away-from-zero'
  | 'half-even'
  /** Halves towards plus infinity. */
  | 'half-up'
  /** Halves towards minus infinity. */
  | 'half-down'
  /** Away from zero. */
  | 'up'
  /** Towards zero. */
  | 'down'
  | 'ceiling'
  | 'floor';
export const RoundingMode: rt.EnumCodec<RoundingMode> = rt.enumeration<RoundingMode>('tariff.v1.RoundingMode', {
  unspecified: 0,
  'half-away-from-zero': 1,
  'half-even': 2,
  'half-up': 3,
  'half-down': 4,
  up: 5,
  down: 6,
  ceiling: 7,
  floor: 8,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type RoundingPlace =
  | 'unspecified'
  /** Every increment of a call and every step of another charge; the line adds them up. */
  | 'increment'
  /** Every record once. */
  | 'line'
  /** Every account's sum once; lines stay exact. */
  | 'invoice';
export const RoundingPlace: rt.EnumCodec<RoundingPlace> = rt.enumeration<RoundingPlace>('tariff.v1.RoundingPlace', {
  unspecified: 0,
  increment: 1,
  line: 2,
  invoice: 3,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type Weekday =
  | 'unspecified'
  | 'mo'
  | 'tu'
  | 'we'
  | 'th'
  | 'fr'
  | 'sa'
  | 'su';
export const Weekday: rt.EnumCodec<Weekday> = rt.enumeration<Weekday>('tariff.v1.Weekday', {
  unspecified: 0,
  mo: 1,
  tu: 2,
  we: 3,
  th: 4,
  fr: 5,
  sa: 6,
  su: 7,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type HolidayRule =
  | 'unspecified'
  | 'only'
  | 'never';
export const HolidayRule: rt.EnumCodec<HolidayRule> = rt.enumeration<HolidayRule>('tariff.v1.HolidayRule', {
  unspecified: 0,
  only: 1,
  never: 2,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type UsageType =
  | 'unspecified'
  | 'voice'
  | 'data'
  | 'message'
  | 'event';
export const UsageType: rt.EnumCodec<UsageType> = rt.enumeration<UsageType>('tariff.v1.UsageType', {
  unspecified: 0,
  voice: 1,
  data: 2,
  message: 3,
  event: 4,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type ServiceMoment =
  | 'unspecified'
  | 'start'
  | 'end';
export const ServiceMoment: rt.EnumCodec<ServiceMoment> = rt.enumeration<ServiceMoment>('tariff.v1.ServiceMoment', {
  unspecified: 0,
  start: 1,
  end: 2,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type Alignment =
  | 'unspecified'
  /** Periods begin on the service's own day and hour. */
  | 'anniversary'
  /** Periods begin on the first of a month. */
  | 'calendar';
export const Alignment: rt.EnumCodec<Alignment> = rt.enumeration<Alignment>('tariff.v1.Alignment', {
  unspecified: 0,
  anniversary: 1,
  calendar: 2,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type ProrationUnit =
  | 'unspecified'
  /** Days of the zone's calendar, a begun one whole. */
  | 'day'
  /** Seconds that pass, whatever clocks show. */
  | 'second'
  | 'none';
export const ProrationUnit: rt.EnumCodec<ProrationUnit> = rt.enumeration<ProrationUnit>('tariff.v1.ProrationUnit', {
  unspecified: 0,
  day: 1,
  second: 2,
  none: 3,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type MonthRule =
  | 'unspecified'
  | 'real'
  /** Every month has thirty days (30E/360). */
  | 'thirty-days';
export const MonthRule: rt.EnumCodec<MonthRule> = rt.enumeration<MonthRule>('tariff.v1.MonthRule', {
  unspecified: 0,
  real: 1,
  'thirty-days': 2,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type PartRule =
  | 'unspecified'
  | 'prorate'
  | 'full'
  | 'free';
export const PartRule: rt.EnumCodec<PartRule> = rt.enumeration<PartRule>('tariff.v1.PartRule', {
  unspecified: 0,
  prorate: 1,
  full: 2,
  free: 3,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type CountedOver =
  | 'unspecified'
  | 'record'
  /** An account's calendar month. */
  | 'period';
export const CountedOver: rt.EnumCodec<CountedOver> = rt.enumeration<CountedOver>('tariff.v1.CountedOver', {
  unspecified: 0,
  record: 1,
  period: 2,
});

/** A number that this version does not know is read as `unspecified`: enums of proto3 are open. */
export type AtMaximum =
  | 'unspecified'
  | 'free'
  | 'disconnect';
export const AtMaximum: rt.EnumCodec<AtMaximum> = rt.enumeration<AtMaximum>('tariff.v1.AtMaximum', {
  unspecified: 0,
  free: 1,
  disconnect: 2,
});

/** What usage and services cost. It is pinned in a contract, and never edited: a new price is a new tariff. */
export interface Tariff {
  readonly id: string;
  /** ISO 4217. */
  readonly currency: string;
  /** The IANA zone whose clocks and calendar count. UTC where it is absent. */
  readonly zone?: string;
  readonly rounding: Rounding;
  /** Spans of time by their name, for charges and rates to refer to. */
  readonly windows: Readonly<Record<string, TimeWindow>>;
  /** Dates, "2026-12-25". */
  readonly holidays: readonly string[];
  readonly holidayCalendar?: HolidayCalendar;
  /** Of the charges that match a record, the heaviest rates it; of equal weights, the one that stands first. */
  readonly charges: readonly Charge[];
  readonly conversion?: Conversion;
  readonly taxes: readonly Tax[];
}

export const Tariff: rt.Codec<Tariff> = rt.codec<Tariff>({
  typeName: 'tariff.v1.Tariff',
  write(m, w, depth) {
    w.string(10, m.id, 'tariff.v1.Tariff.id');
    w.string(18, m.currency, 'tariff.v1.Tariff.currency');
    if (m.zone !== undefined) w.tag(26).putString(m.zone, 'tariff.v1.Tariff.zone');
    w.message(34, Rounding, m.rounding, depth, 'tariff.v1.Tariff.rounding');
    for (const [key, value] of rt.textEntries(m.windows, 'tariff.v1.Tariff.windows')) {
      const start = w.tag(42).open();
      w.tag(10).putString(key, 'tariff.v1.Tariff.windows');
      w.message(18, TimeWindow, value, depth, 'tariff.v1.Tariff.windows');
      w.close(start);
    }
    for (const item of rt.list(m.holidays, 'tariff.v1.Tariff.holidays')) w.tag(50).putString(item, 'tariff.v1.Tariff.holidays');
    if (m.holidayCalendar !== undefined) w.message(58, HolidayCalendar, m.holidayCalendar, depth, 'tariff.v1.Tariff.holidayCalendar');
    for (const item of rt.list(m.charges, 'tariff.v1.Tariff.charges')) w.message(66, Charge, item, depth, 'tariff.v1.Tariff.charges');
    if (m.conversion !== undefined) w.message(74, Conversion, m.conversion, depth, 'tariff.v1.Tariff.conversion');
    for (const item of rt.list(m.taxes, 'tariff.v1.Tariff.taxes')) w.message(82, Tax, item, depth, 'tariff.v1.Tariff.taxes');
  },
  read(r, outerEnd, depth) {
    let id: string = '';
    let currency: string = '';
    let zone: string | undefined;
    let rounding: Rounding | undefined;
    const windows = rt.emptyMap<TimeWindow>();
    const holidays: string[] = [];
    let holidayCalendar: HolidayCalendar | undefined;
    const charges: Charge[] = [];
    let conversion: Conversion | undefined;
    const taxes: Tax[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          id = r.string();
          break;
        case 18:
          currency = r.string();
          break;
        case 26:
          zone = r.string();
          break;
        case 34:
          if (rounding !== undefined) rt.twice('tariff.v1.Tariff.rounding');
          rounding = Rounding.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 42: {
          const outer = r.enter();
          let key: string = '';
          let value: TimeWindow | undefined;
          while (r.pos < r.end) {
            const entry = r.tag();
            if (entry === 10) key = r.string();
            else if (entry === 18) value = TimeWindow.read(r, r.enterMessage(depth), depth + 1);
            else r.skip(entry, depth);
          }
          r.end = outer;
          windows[key] = value ?? rt.missing('tariff.v1.Tariff.windows');
          break;
        }
        case 50:
          holidays.push(r.string());
          break;
        case 58:
          if (holidayCalendar !== undefined) rt.twice('tariff.v1.Tariff.holidayCalendar');
          holidayCalendar = HolidayCalendar.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 66:
          charges.push(Charge.read(r, r.enterMessage(depth), depth + 1));
          break;
        case 74:
          if (conversion !== undefined) rt.twice('tariff.v1.Tariff.conversion');
          conversion = Conversion.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 82:
          taxes.push(Tax.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Tariff> = {
      id,
      currency,
      rounding: rounding ?? rt.missing('tariff.v1.Tariff.rounding'),
      windows,
      holidays,
      charges,
      taxes,
    };
    if (zone !== undefined) draft.zone = zone;
    if (holidayCalendar !== undefined) draft.holidayCalendar = holidayCalendar;
    if (conversion !== undefined) draft.conversion = conversion;
    return draft;
  },
  toJson(m) {
    return {
      id: m.id,
      currency: m.currency,
      ...(m.zone === undefined ? {} : { zone: m.zone }),
      rounding: Rounding.toJson(m.rounding),
      windows: rt.mapJson(m.windows, (value) => TimeWindow.toJson(value)),
      holidays: m.holidays,
      ...(m.holidayCalendar === undefined ? {} : { holidayCalendar: HolidayCalendar.toJson(m.holidayCalendar) }),
      charges: m.charges.map((item) => Charge.toJson(item)),
      ...(m.conversion === undefined ? {} : { conversion: Conversion.toJson(m.conversion) }),
      taxes: m.taxes.map((item) => Tax.toJson(item)),
    };
  },
});

/** A tariff as an agreement pins it: whole, and with the clocks that it counts by. Laws change clocks; what was agreed stays what it was. */
export interface PinnedTariff {
  readonly tariff: Tariff;
  /** What the clocks of the tariff's zone show, in order; none where it names no zone, and UTC counts. */
  readonly offsets: readonly ZoneOffset[];
}

export const PinnedTariff: rt.Codec<PinnedTariff> = rt.codec<PinnedTariff>({
  typeName: 'tariff.v1.PinnedTariff',
  write(m, w, depth) {
    w.message(10, Tariff, m.tariff, depth, 'tariff.v1.PinnedTariff.tariff');
    for (const item of rt.list(m.offsets, 'tariff.v1.PinnedTariff.offsets')) w.message(18, ZoneOffset, item, depth, 'tariff.v1.PinnedTariff.offsets');
  },
  read(r, outerEnd, depth) {
    let tariff: Tariff | undefined;
    const offsets: ZoneOffset[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          if (tariff !== undefined) rt.twice('tariff.v1.PinnedTariff.tariff');
          tariff = Tariff.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 18:
          offsets.push(ZoneOffset.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      tariff: tariff ?? rt.missing('tariff.v1.PinnedTariff.tariff'),
      offsets,
    };
  },
  toJson(m) {
    return {
      tariff: Tariff.toJson(m.tariff),
      offsets: m.offsets.map((item) => ZoneOffset.toJson(item)),
    };
  },
});

/** From an instant on, until the next offset's, clocks are so far ahead of UTC. The first one holds before its instant too. */
export interface ZoneOffset {
  /** Since 1970-01-01T00:00:00Z. */
  readonly fromS: bigint;
  /** Behind UTC where it is negative. */
  readonly offsetS: number;
}

export const ZoneOffset: rt.Codec<ZoneOffset> = rt.codec<ZoneOffset>({
  typeName: 'tariff.v1.ZoneOffset',
  write(m, w) {
    w.int64(8, m.fromS, 'tariff.v1.ZoneOffset.fromS');
    w.sint32(16, m.offsetS, 'tariff.v1.ZoneOffset.offsetS');
  },
  read(r, outerEnd, depth) {
    let fromS: bigint = 0n;
    let offsetS: number = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          fromS = r.int64();
          break;
        case 16:
          offsetS = r.sint32();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      fromS,
      offsetS,
    };
  },
  toJson(m) {
    return {
      fromS: m.fromS.toString(),
      offsetS: m.offsetS,
    };
  },
});

/** How an exact amount becomes one that can be paid. */
export interface Rounding {
  readonly mode: RoundingMode;
  /** 0 to 12. */
  readonly decimals: number;
  readonly place: RoundingPlace;
}

export const Rounding: rt.Codec<Rounding> = rt.codec<Rounding>({
  typeName: 'tariff.v1.Rounding',
  write(m, w) {
    w.int32(8, RoundingMode.numberOf(m.mode, 'tariff.v1.Rounding.mode'), 'tariff.v1.Rounding.mode');
    w.uint32(16, m.decimals, 'tariff.v1.Rounding.decimals');
    w.int32(24, RoundingPlace.numberOf(m.place, 'tariff.v1.Rounding.place'), 'tariff.v1.Rounding.place');
  },
  read(r, outerEnd, depth) {
    let mode: RoundingMode = 'unspecified';
    let decimals: number = 0;
    let place: RoundingPlace = 'unspecified';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          mode = RoundingMode.nameOf(r.int32());
          break;
        case 16:
          decimals = r.uint32();
          break;
        case 24:
          place = RoundingPlace.nameOf(r.int32());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      mode,
      decimals,
      place,
    };
  },
  toJson(m) {
    return {
      mode: m.mode,
      decimals: m.decimals,
      place: m.place,
    };
  },
});

/** A moment is in the window when the clock on the wall of the tariff's zone shows a time in it. What is absent is not asked for. */
export interface TimeWindow {
  readonly weekdays: readonly Weekday[];
  readonly dates: readonly string[];
  readonly holidays?: HolidayRule;
  /** "08:00" or "08:00:30"; the day's start where it is absent. */
  readonly from?: string;
  /** Not in the window any more; "24:00" is the day's end, and is meant where it is absent. */
  readonly until?: string;
}

export const TimeWindow: rt.Codec<TimeWindow> = rt.codec<TimeWindow>({
  typeName: 'tariff.v1.TimeWindow',
  write(m, w) {
    if (rt.list(m.weekdays, 'tariff.v1.TimeWindow.weekdays').length > 0) {
      const start = w.tag(10).open();
      for (const item of m.weekdays) w.putInt32(Weekday.numberOf(item, 'tariff.v1.TimeWindow.weekdays'), 'tariff.v1.TimeWindow.weekdays');
      w.close(start);
    }
    for (const item of rt.list(m.dates, 'tariff.v1.TimeWindow.dates')) w.tag(18).putString(item, 'tariff.v1.TimeWindow.dates');
    if (m.holidays !== undefined) w.tag(24).putInt32(HolidayRule.numberOf(m.holidays, 'tariff.v1.TimeWindow.holidays'), 'tariff.v1.TimeWindow.holidays');
    if (m.from !== undefined) w.tag(34).putString(m.from, 'tariff.v1.TimeWindow.from');
    if (m.until !== undefined) w.tag(42).putString(m.until, 'tariff.v1.TimeWindow.until');
  },
  read(r, outerEnd, depth) {
    const weekdays: Weekday[] = [];
    const dates: string[] = [];
    let holidays: HolidayRule | undefined;
    let from: string | undefined;
    let until: string | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          weekdays.push(Weekday.nameOf(r.int32()));
          break;
        case 10: {
          const outer = r.enter();
          while (r.pos < r.end) weekdays.push(Weekday.nameOf(r.int32()));
          r.end = outer;
          break;
        }
        case 18:
          dates.push(r.string());
          break;
        case 24:
          holidays = HolidayRule.nameOf(r.int32());
          break;
        case 34:
          from = r.string();
          break;
        case 42:
          until = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<TimeWindow> = {
      weekdays,
      dates,
    };
    if (holidays !== undefined) draft.holidays = holidays;
    if (from !== undefined) draft.from = from;
    if (until !== undefined) draft.until = until;
    return draft;
  },
  toJson(m) {
    return {
      weekdays: m.weekdays,
      dates: m.dates,
      ...(m.holidays === undefined ? {} : { holidays: m.holidays }),
      ...(m.from === undefined ? {} : { from: m.from }),
      ...(m.until === undefined ? {} : { until: m.until }),
    };
  },
});

/** Public holidays to be added to the tariff's own. */
export interface HolidayCalendar {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly state?: string;
  readonly region?: string;
}

export const HolidayCalendar: rt.Codec<HolidayCalendar> = rt.codec<HolidayCalendar>({
  typeName: 'tariff.v1.HolidayCalendar',
  write(m, w) {
    w.string(10, m.country, 'tariff.v1.HolidayCalendar.country');
    if (m.state !== undefined) w.tag(18).putString(m.state, 'tariff.v1.HolidayCalendar.state');
    if (m.region !== undefined) w.tag(26).putString(m.region, 'tariff.v1.HolidayCalendar.region');
  },
  read(r, outerEnd, depth) {
    let country: string = '';
    let state: string | undefined;
    let region: string | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          country = r.string();
          break;
        case 18:
          state = r.string();
          break;
        case 26:
          region = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<HolidayCalendar> = {
      country,
    };
    if (state !== undefined) draft.state = state;
    if (region !== undefined) draft.region = region;
    return draft;
  },
  toJson(m) {
    return {
      country: m.country,
      ...(m.state === undefined ? {} : { state: m.state }),
      ...(m.region === undefined ? {} : { region: m.region }),
    };
  },
});

/** One unit of the tariff's currency is `rate` of another, for as long as the tariff holds. */
export interface Conversion {
  readonly to: string;
  readonly rate: string;
  /** The day of which the rate is. */
  readonly pinnedAt: string;
}

export const Conversion: rt.Codec<Conversion> = rt.codec<Conversion>({
  typeName: 'tariff.v1.Conversion',
  write(m, w) {
    w.string(10, m.to, 'tariff.v1.Conversion.to');
    w.string(18, m.rate, 'tariff.v1.Conversion.rate');
    w.string(26, m.pinnedAt, 'tariff.v1.Conversion.pinnedAt');
  },
  read(r, outerEnd, depth) {
    let to: string = '';
    let rate: string = '';
    let pinnedAt: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          to = r.string();
          break;
        case 18:
          rate = r.string();
          break;
        case 26:
          pinnedAt = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      to,
      rate,
      pinnedAt,
    };
  },
  toJson(m) {
    return {
      to: m.to,
      rate: m.rate,
      pinnedAt: m.pinnedAt,
    };
  },
});

/** A tax that is due on the charges of what it matches. */
export interface Tax {
  readonly id: string;
  readonly percent: string;
  readonly match?: Match;
  readonly exemptAccounts: readonly string[];
  /** Taxes named earlier whose amounts are taxed too. */
  readonly onTopOf: readonly string[];
}

export const Tax: rt.Codec<Tax> = rt.codec<Tax>({
  typeName: 'tariff.v1.Tax',
  write(m, w, depth) {
    w.string(10, m.id, 'tariff.v1.Tax.id');
    w.string(18, m.percent, 'tariff.v1.Tax.percent');
    if (m.match !== undefined) w.message(26, Match, m.match, depth, 'tariff.v1.Tax.match');
    for (const item of rt.list(m.exemptAccounts, 'tariff.v1.Tax.exemptAccounts')) w.tag(34).putString(item, 'tariff.v1.Tax.exemptAccounts');
    for (const item of rt.list(m.onTopOf, 'tariff.v1.Tax.onTopOf')) w.tag(42).putString(item, 'tariff.v1.Tax.onTopOf');
  },
  read(r, outerEnd, depth) {
    let id: string = '';
    let percent: string = '';
    let match: Match | undefined;
    const exemptAccounts: string[] = [];
    const onTopOf: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          id = r.string();
          break;
        case 18:
          percent = r.string();
          break;
        case 26:
          if (match !== undefined) rt.twice('tariff.v1.Tax.match');
          match = Match.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 34:
          exemptAccounts.push(r.string());
          break;
        case 42:
          onTopOf.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Tax> = {
      id,
      percent,
      exemptAccounts,
      onTopOf,
    };
    if (match !== undefined) draft.match = match;
    return draft;
  },
  toJson(m) {
    return {
      id: m.id,
      percent: m.percent,
      ...(m.match === undefined ? {} : { match: Match.toJson(m.match) }),
      exemptAccounts: m.exemptAccounts,
      onTopOf: m.onTopOf,
    };
  },
});

/** Every list that is not empty has to contain the usage's value. */
export interface Match {
  readonly types: readonly UsageType[];
  readonly accounts: readonly string[];
  readonly subjects: readonly string[];
  readonly categories: readonly string[];
  readonly windows: readonly string[];
}

export const Match: rt.Codec<Match> = rt.codec<Match>({
  typeName: 'tariff.v1.Match',
  write(m, w) {
    if (rt.list(m.types, 'tariff.v1.Match.types').length > 0) {
      const start = w.tag(10).open();
      for (const item of m.types) w.putInt32(UsageType.numberOf(item, 'tariff.v1.Match.types'), 'tariff.v1.Match.types');
      w.close(start);
    }
    for (const item of rt.list(m.accounts, 'tariff.v1.Match.accounts')) w.tag(18).putString(item, 'tariff.v1.Match.accounts');
    for (const item of rt.list(m.subjects, 'tariff.v1.Match.subjects')) w.tag(26).putString(item, 'tariff.v1.Match.subjects');
    for (const item of rt.list(m.categories, 'tariff.v1.Match.categories')) w.tag(34).putString(item, 'tariff.v1.Match.categories');
    for (const item of rt.list(m.windows, 'tariff.v1.Match.windows')) w.tag(42).putString(item, 'tariff.v1.Match.windows');
  },
  read(r, outerEnd, depth) {
    const types: UsageType[] = [];
    const accounts: string[] = [];
    const subjects: string[] = [];
    const categories: string[] = [];
    const windows: string[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          types.push(UsageType.nameOf(r.int32()));
          break;
        case 10: {
          const outer = r.enter();
          while (r.pos < r.end) types.push(UsageType.nameOf(r.int32()));
          r.end = outer;
          break;
        }
        case 18:
          accounts.push(r.string());
          break;
        case 26:
          subjects.push(r.string());
          break;
        case 34:
          categories.push(r.string());
          break;
        case 42:
          windows.push(r.string());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      types,
      accounts,
      subjects,
      categories,
      windows,
    };
  },
  toJson(m) {
    return {
      types: m.types,
      accounts: m.accounts,
      subjects: m.subjects,
      categories: m.categories,
      windows: m.windows,
    };
  },
});

/** One price of the tariff. Match, weight, minimum and maximum are of charges for usage alone. */
export interface Charge {
  readonly id: string;
  readonly match?: Match;
  readonly weight?: number;
  /** The least and the most that one record costs. */
  readonly minimum?: string;
  readonly maximum?: string;
  readonly charge:
    | { readonly kind: 'non-recurring'; readonly nonRecurring: NonRecurring }
    | { readonly kind: 'recurring'; readonly recurring: Recurring }
    | { readonly kind: 'flat'; readonly flat: Flat }
    | { readonly kind: 'graduated'; readonly graduated: Tiered }
    | { readonly kind: 'volume'; readonly volume: Tiered }
    | { readonly kind: 'package'; readonly package: Packages }
    | { readonly kind: 'percentage'; readonly percentage: Percentage }
    | { readonly kind: 'percentile'; readonly percentile: Percentile }
    | { readonly kind: 'voice'; readonly voice: Voice };
}

export const Charge: rt.Codec<Charge> = rt.codec<Charge>({
  typeName: 'tariff.v1.Charge',
  write(m, w, depth) {
    rt.checkKind(m.charge, ['non-recurring', 'recurring', 'flat', 'graduated', 'volume', 'package', 'percentage', 'percentile', 'voice'], 'tariff.v1.Charge.charge');
    w.string(10, m.id, 'tariff.v1.Charge.id');
    if (m.match !== undefined) w.message(18, Match, m.match, depth, 'tariff.v1.Charge.match');
    if (m.weight !== undefined) w.tag(24).putSint32(m.weight, 'tariff.v1.Charge.weight');
    if (m.minimum !== undefined) w.tag(34).putString(m.minimum, 'tariff.v1.Charge.minimum');
    if (m.maximum !== undefined) w.tag(42).putString(m.maximum, 'tariff.v1.Charge.maximum');
    if (m.charge.kind === 'non-recurring') w.message(50, NonRecurring, m.charge.nonRecurring, depth, 'tariff.v1.Charge.nonRecurring');
    if (m.charge.kind === 'recurring') w.message(58, Recurring, m.charge.recurring, depth, 'tariff.v1.Charge.recurring');
    if (m.charge.kind === 'flat') w.message(66, Flat, m.charge.flat, depth, 'tariff.v1.Charge.flat');
    if (m.charge.kind === 'graduated') w.message(74, Tiered, m.charge.graduated, depth, 'tariff.v1.Charge.graduated');
    if (m.charge.kind === 'volume') w.message(82, Tiered, m.charge.volume, depth, 'tariff.v1.Charge.volume');
    if (m.charge.kind === 'package') w.message(90, Packages, m.charge.package, depth, 'tariff.v1.Charge.package');
    if (m.charge.kind === 'percentage') w.message(98, Percentage, m.charge.percentage, depth, 'tariff.v1.Charge.percentage');
    if (m.charge.kind === 'percentile') w.message(106, Percentile, m.charge.percentile, depth, 'tariff.v1.Charge.percentile');
    if (m.charge.kind === 'voice') w.message(114, Voice, m.charge.voice, depth, 'tariff.v1.Charge.voice');
  },
  read(r, outerEnd, depth) {
    let id: string = '';
    let match: Match | undefined;
    let weight: number | undefined;
    let minimum: string | undefined;
    let maximum: string | undefined;
    let charge: Charge['charge'] | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          id = r.string();
          break;
        case 18:
          if (match !== undefined) rt.twice('tariff.v1.Charge.match');
          match = Match.read(r, r.enterMessage(depth), depth + 1);
          break;
        case 24:
          weight = r.sint32();
          break;
        case 34:
          minimum = r.string();
          break;
        case 42:
          maximum = r.string();
          break;
        case 50:
          if (charge?.kind === 'non-recurring') rt.twice('tariff.v1.Charge.nonRecurring');
          charge = { kind: 'non-recurring', nonRecurring: NonRecurring.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 58:
          if (charge?.kind === 'recurring') rt.twice('tariff.v1.Charge.recurring');
          charge = { kind: 'recurring', recurring: Recurring.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 66:
          if (charge?.kind === 'flat') rt.twice('tariff.v1.Charge.flat');
          charge = { kind: 'flat', flat: Flat.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 74:
          if (charge?.kind === 'graduated') rt.twice('tariff.v1.Charge.graduated');
          charge = { kind: 'graduated', graduated: Tiered.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 82:
          if (charge?.kind === 'volume') rt.twice('tariff.v1.Charge.volume');
          charge = { kind: 'volume', volume: Tiered.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 90:
          if (charge?.kind === 'package') rt.twice('tariff.v1.Charge.package');
          charge = { kind: 'package', package: Packages.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 98:
          if (charge?.kind === 'percentage') rt.twice('tariff.v1.Charge.percentage');
          charge = { kind: 'percentage', percentage: Percentage.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 106:
          if (charge?.kind === 'percentile') rt.twice('tariff.v1.Charge.percentile');
          charge = { kind: 'percentile', percentile: Percentile.read(r, r.enterMessage(depth), depth + 1) };
          break;
        case 114:
          if (charge?.kind === 'voice') rt.twice('tariff.v1.Charge.voice');
          charge = { kind: 'voice', voice: Voice.read(r, r.enterMessage(depth), depth + 1) };
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Charge> = {
      id,
      charge: charge ?? rt.missing('tariff.v1.Charge.charge'),
    };
    if (match !== undefined) draft.match = match;
    if (weight !== undefined) draft.weight = weight;
    if (minimum !== undefined) draft.minimum = minimum;
    if (maximum !== undefined) draft.maximum = maximum;
    return draft;
  },
  toJson(m) {
    return {
      id: m.id,
      ...(m.match === undefined ? {} : { match: Match.toJson(m.match) }),
      ...(m.weight === undefined ? {} : { weight: m.weight }),
      ...(m.minimum === undefined ? {} : { minimum: m.minimum }),
      ...(m.maximum === undefined ? {} : { maximum: m.maximum }),
      charge:
        m.charge.kind === 'non-recurring' ? { kind: 'non-recurring', nonRecurring: NonRecurring.toJson(m.charge.nonRecurring) } :
        m.charge.kind === 'recurring' ? { kind: 'recurring', recurring: Recurring.toJson(m.charge.recurring) } :
        m.charge.kind === 'flat' ? { kind: 'flat', flat: Flat.toJson(m.charge.flat) } :
        m.charge.kind === 'graduated' ? { kind: 'graduated', graduated: Tiered.toJson(m.charge.graduated) } :
        m.charge.kind === 'volume' ? { kind: 'volume', volume: Tiered.toJson(m.charge.volume) } :
        m.charge.kind === 'package' ? { kind: 'package', package: Packages.toJson(m.charge.package) } :
        m.charge.kind === 'percentage' ? { kind: 'percentage', percentage: Percentage.toJson(m.charge.percentage) } :
        m.charge.kind === 'percentile' ? { kind: 'percentile', percentile: Percentile.toJson(m.charge.percentile) } :
        { kind: 'voice', voice: Voice.toJson(m.charge.voice) },
    };
  },
});

/** An amount that is due once. */
export interface NonRecurring {
  readonly amount: string;
  readonly at: ServiceMoment;
}

export const NonRecurring: rt.Codec<NonRecurring> = rt.codec<NonRecurring>({
  typeName: 'tariff.v1.NonRecurring',
  write(m, w) {
    w.string(10, m.amount, 'tariff.v1.NonRecurring.amount');
    w.int32(16, ServiceMoment.numberOf(m.at, 'tariff.v1.NonRecurring.at'), 'tariff.v1.NonRecurring.at');
  },
  read(r, outerEnd, depth) {
    let amount: string = '';
    let at: ServiceMoment = 'unspecified';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          amount = r.string();
          break;
        case 16:
          at = ServiceMoment.nameOf(r.int32());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      amount,
      at,
    };
  },
  toJson(m) {
    return {
      amount: m.amount,
      at: m.at,
    };
  },
});

/** An amount that is due for each period of months. */
export interface Recurring {
  readonly amount: string;
  readonly everyMonths: number;
  readonly alignment: Alignment;
  readonly proration: Proration;
}

export const Recurring: rt.Codec<Recurring> = rt.codec<Recurring>({
  typeName: 'tariff.v1.Recurring',
  write(m, w, depth) {
    w.string(10, m.amount, 'tariff.v1.Recurring.amount');
    w.uint32(16, m.everyMonths, 'tariff.v1.Recurring.everyMonths');
    w.int32(24, Alignment.numberOf(m.alignment, 'tariff.v1.Recurring.alignment'), 'tariff.v1.Recurring.alignment');
    w.message(34, Proration, m.proration, depth, 'tariff.v1.Recurring.proration');
  },
  read(r, outerEnd, depth) {
    let amount: string = '';
    let everyMonths: number = 0;
    let alignment: Alignment = 'unspecified';
    let proration: Proration | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          amount = r.string();
          break;
        case 16:
          everyMonths = r.uint32();
          break;
        case 24:
          alignment = Alignment.nameOf(r.int32());
          break;
        case 34:
          if (proration !== undefined) rt.twice('tariff.v1.Recurring.proration');
          proration = Proration.read(r, r.enterMessage(depth), depth + 1);
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      amount,
      everyMonths,
      alignment,
      proration: proration ?? rt.missing('tariff.v1.Recurring.proration'),
    };
  },
  toJson(m) {
    return {
      amount: m.amount,
      everyMonths: m.everyMonths,
      alignment: m.alignment,
      proration: Proration.toJson(m.proration),
    };
  },
});

/** What a part of a period costs. */
export interface Proration {
  readonly by: ProrationUnit;
  readonly month: MonthRule;
  readonly leading: PartRule;
  readonly trailing: PartRule;
}

export const Proration: rt.Codec<Proration> = rt.codec<Proration>({
  typeName: 'tariff.v1.Proration',
  write(m, w) {
    w.int32(8, ProrationUnit.numberOf(m.by, 'tariff.v1.Proration.by'), 'tariff.v1.Proration.by');
    w.int32(16, MonthRule.numberOf(m.month, 'tariff.v1.Proration.month'), 'tariff.v1.Proration.month');
    w.int32(24, PartRule.numberOf(m.leading, 'tariff.v1.Proration.leading'), 'tariff.v1.Proration.leading');
    w.int32(32, PartRule.numberOf(m.trailing, 'tariff.v1.Proration.trailing'), 'tariff.v1.Proration.trailing');
  },
  read(r, outerEnd, depth) {
    let by: ProrationUnit = 'unspecified';
    let month: MonthRule = 'unspecified';
    let leading: PartRule = 'unspecified';
    let trailing: PartRule = 'unspecified';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          by = ProrationUnit.nameOf(r.int32());
          break;
        case 16:
          month = MonthRule.nameOf(r.int32());
          break;
        case 24:
          leading = PartRule.nameOf(r.int32());
          break;
        case 32:
          trailing = PartRule.nameOf(r.int32());
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    return {
      by,
      month,
      leading,
      trailing,
    };
  },
  toJson(m) {
    return {
      by: m.by,
      month: m.month,
      leading: m.leading,
      trailing: m.trailing,
    };
  },
});

/** The same price for every unit. */
export interface Flat {
  readonly price: string;
  /** Units that the price is for; 1 where it is absent. */
  readonly per?: string;
}

export const Flat: rt.Codec<Flat> = rt.codec<Flat>({
  typeName: 'tariff.v1.Flat',
  write(m, w) {
    w.string(10, m.price, 'tariff.v1.Flat.price');
    if (m.per !== undefined) w.tag(18).putString(m.per, 'tariff.v1.Flat.per');
  },
  read(r, outerEnd, depth) {
    let price: string = '';
    let per: string | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          price = r.string();
          break;
        case 18:
          per = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Flat> = {
      price,
    };
    if (per !== undefined) draft.per = per;
    return draft;
  },
  toJson(m) {
    return {
      price: m.price,
      ...(m.per === undefined ? {} : { per: m.per }),
    };
  },
});

/** Graduated: each unit costs its tier's price. Volume: all cost the price of the tier that the total reaches. */
export interface Tiered {
  readonly over: CountedOver;
  readonly per?: string;
  readonly tiers: readonly Tier[];
}

export const Tiered: rt.Codec<Tiered> = rt.codec<Tiered>({
  typeName: 'tariff.v1.Tiered',
  write(m, w, depth) {
    w.int32(8, CountedOver.numberOf(m.over, 'tariff.v1.Tiered.over'), 'tariff.v1.Tiered.over');
    if (m.per !== undefined) w.tag(18).putString(m.per, 'tariff.v1.Tiered.per');
    for (const item of rt.list(m.tiers, 'tariff.v1.Tiered.tiers')) w.message(26, Tier, item, depth, 'tariff.v1.Tiered.tiers');
  },
  read(r, outerEnd, depth) {
    let over: CountedOver = 'unspecified';
    let per: string | undefined;
    const tiers: Tier[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          over = CountedOver.nameOf(r.int32());
          break;
        case 18:
          per = r.string();
          break;
        case 26:
          tiers.push(Tier.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Tiered> = {
      over,
      tiers,
    };
    if (per !== undefined) draft.per = per;
    return draft;
  },
  toJson(m) {
    return {
      over: m.over,
      ...(m.per === undefined ? {} : { per: m.per }),
      tiers: m.tiers.map((item) => Tier.toJson(item)),
    };
  },
});

/** A range of units; the last one has no end. */
export interface Tier {
  /** The last unit that is in it. */
  readonly upTo?: string;
  readonly price: string;
  /** Due once when the tier is reached. */
  readonly fixed?: string;
}

export const Tier: rt.Codec<Tier> = rt.codec<Tier>({
  typeName: 'tariff.v1.Tier',
  write(m, w) {
    if (m.upTo !== undefined) w.tag(10).putString(m.upTo, 'tariff.v1.Tier.upTo');
    w.string(18, m.price, 'tariff.v1.Tier.price');
    if (m.fixed !== undefined) w.tag(26).putString(m.fixed, 'tariff.v1.Tier.fixed');
  },
  read(r, outerEnd, depth) {
    let upTo: string | undefined;
    let price: string = '';
    let fixed: string | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          upTo = r.string();
          break;
        case 18:
          price = r.string();
          break;
        case 26:
          fixed = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Tier> = {
      price,
    };
    if (upTo !== undefined) draft.upTo = upTo;
    if (fixed !== undefined) draft.fixed = fixed;
    return draft;
  },
  toJson(m) {
    return {
      ...(m.upTo === undefined ? {} : { upTo: m.upTo }),
      price: m.price,
      ...(m.fixed === undefined ? {} : { fixed: m.fixed }),
    };
  },
});

/** Whole packages, a begun one paid in full. */
export interface Packages {
  readonly over: CountedOver;
  readonly size: string;
  readonly price: string;
  readonly free?: string;
}

export const Packages: rt.Codec<Packages> = rt.codec<Packages>({
  typeName: 'tariff.v1.Packages',
  write(m, w) {
    w.int32(8, CountedOver.numberOf(m.over, 'tariff.v1.Packages.over'), 'tariff.v1.Packages.over');
    w.string(18, m.size, 'tariff.v1.Packages.size');
    w.string(26, m.price, 'tariff.v1.Packages.price');
    if (m.free !== undefined) w.tag(34).putString(m.free, 'tariff.v1.Packages.free');
  },
  read(r, outerEnd, depth) {
    let over: CountedOver = 'unspecified';
    let size: string = '';
    let price: string = '';
    let free: string | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          over = CountedOver.nameOf(r.int32());
          break;
        case 18:
          size = r.string();
          break;
        case 26:
          price = r.string();
          break;
        case 34:
          free = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Packages> = {
      over,
      size,
      price,
    };
    if (free !== undefined) draft.free = free;
    return draft;
  },
  toJson(m) {
    return {
      over: m.over,
      size: m.size,
      price: m.price,
      ...(m.free === undefined ? {} : { free: m.free }),
    };
  },
});

/** A share of the quantity, and a fixed part for each record. */
export interface Percentage {
  readonly percent: string;
  readonly fixed?: string;
  /** Records of a month without the fixed part. */
  readonly freeRecords?: number;
  /** Volume of a month without the percentage. */
  readonly freeVolume?: string;
  /** Both allowances end with the record that goes beyond one of them. */
  readonly freeTogether?: boolean;
}

export const Percentage: rt.Codec<Percentage> = rt.codec<Percentage>({
  typeName: 'tariff.v1.Percentage',
  write(m, w) {
    w.string(10, m.percent, 'tariff.v1.Percentage.percent');
    if (m.fixed !== undefined) w.tag(18).putString(m.fixed, 'tariff.v1.Percentage.fixed');
    if (m.freeRecords !== undefined) w.tag(24).putUint32(m.freeRecords, 'tariff.v1.Percentage.freeRecords');
    if (m.freeVolume !== undefined) w.tag(34).putString(m.freeVolume, 'tariff.v1.Percentage.freeVolume');
    if (m.freeTogether !== undefined) w.tag(40).putBool(m.freeTogether, 'tariff.v1.Percentage.freeTogether');
  },
  read(r, outerEnd, depth) {
    let percent: string = '';
    let fixed: string | undefined;
    let freeRecords: number | undefined;
    let freeVolume: string | undefined;
    let freeTogether: boolean | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          percent = r.string();
          break;
        case 18:
          fixed = r.string();
          break;
        case 24:
          freeRecords = r.uint32();
          break;
        case 34:
          freeVolume = r.string();
          break;
        case 40:
          freeTogether = r.bool();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Percentage> = {
      percent,
    };
    if (fixed !== undefined) draft.fixed = fixed;
    if (freeRecords !== undefined) draft.freeRecords = freeRecords;
    if (freeVolume !== undefined) draft.freeVolume = freeVolume;
    if (freeTogether !== undefined) draft.freeTogether = freeTogether;
    return draft;
  },
  toJson(m) {
    return {
      percent: m.percent,
      ...(m.fixed === undefined ? {} : { fixed: m.fixed }),
      ...(m.freeRecords === undefined ? {} : { freeRecords: m.freeRecords }),
      ...(m.freeVolume === undefined ? {} : { freeVolume: m.freeVolume }),
      ...(m.freeTogether === undefined ? {} : { freeTogether: m.freeTogether }),
    };
  },
});

/** Burstable: a percentile of a month's samples, by nearest rank, above a commitment. */
export interface Percentile {
  readonly percentile: number;
  readonly commit: string;
  readonly commitPrice: string;
  readonly burstPrice: string;
  /** Take it of each category by itself, and bill the greatest. */
  readonly perCategory?: boolean;
}

export const Percentile: rt.Codec<Percentile> = rt.codec<Percentile>({
  typeName: 'tariff.v1.Percentile',
  write(m, w) {
    w.uint32(8, m.percentile, 'tariff.v1.Percentile.percentile');
    w.string(18, m.commit, 'tariff.v1.Percentile.commit');
    w.string(26, m.commitPrice, 'tariff.v1.Percentile.commitPrice');
    w.string(34, m.burstPrice, 'tariff.v1.Percentile.burstPrice');
    if (m.perCategory !== undefined) w.tag(40).putBool(m.perCategory, 'tariff.v1.Percentile.perCategory');
  },
  read(r, outerEnd, depth) {
    let percentile: number = 0;
    let commit: string = '';
    let commitPrice: string = '';
    let burstPrice: string = '';
    let perCategory: boolean | undefined;
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          percentile = r.uint32();
          break;
        case 18:
          commit = r.string();
          break;
        case 26:
          commitPrice = r.string();
          break;
        case 34:
          burstPrice = r.string();
          break;
        case 40:
          perCategory = r.bool();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Percentile> = {
      percentile,
      commit,
      commitPrice,
      burstPrice,
    };
    if (perCategory !== undefined) draft.perCategory = perCategory;
    return draft;
  },
  toJson(m) {
    return {
      percentile: m.percentile,
      commit: m.commit,
      commitPrice: m.commitPrice,
      burstPrice: m.burstPrice,
      ...(m.perCategory === undefined ? {} : { perCategory: m.perCategory }),
    };
  },
});

/** Calls, by the longest prefix of the number called. */
export interface Voice {
  readonly initialSeconds: number;
  readonly incrementSeconds: number;
  readonly connectFee?: string;
  readonly atMaximum?: AtMaximum;
  /** Take the destinations of a rate deck too. */
  readonly deck?: boolean;
  readonly destinations: readonly Destination[];
}

export const Voice: rt.Codec<Voice> = rt.codec<Voice>({
  typeName: 'tariff.v1.Voice',
  write(m, w, depth) {
    w.uint32(8, m.initialSeconds, 'tariff.v1.Voice.initialSeconds');
    w.uint32(16, m.incrementSeconds, 'tariff.v1.Voice.incrementSeconds');
    if (m.connectFee !== undefined) w.tag(26).putString(m.connectFee, 'tariff.v1.Voice.connectFee');
    if (m.atMaximum !== undefined) w.tag(32).putInt32(AtMaximum.numberOf(m.atMaximum, 'tariff.v1.Voice.atMaximum'), 'tariff.v1.Voice.atMaximum');
    if (m.deck !== undefined) w.tag(40).putBool(m.deck, 'tariff.v1.Voice.deck');
    for (const item of rt.list(m.destinations, 'tariff.v1.Voice.destinations')) w.message(50, Destination, item, depth, 'tariff.v1.Voice.destinations');
  },
  read(r, outerEnd, depth) {
    let initialSeconds: number = 0;
    let incrementSeconds: number = 0;
    let connectFee: string | undefined;
    let atMaximum: AtMaximum | undefined;
    let deck: boolean | undefined;
    const destinations: Destination[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          initialSeconds = r.uint32();
          break;
        case 16:
          incrementSeconds = r.uint32();
          break;
        case 26:
          connectFee = r.string();
          break;
        case 32:
          atMaximum = AtMaximum.nameOf(r.int32());
          break;
        case 40:
          deck = r.bool();
          break;
        case 50:
          destinations.push(Destination.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Voice> = {
      initialSeconds,
      incrementSeconds,
      destinations,
    };
    if (connectFee !== undefined) draft.connectFee = connectFee;
    if (atMaximum !== undefined) draft.atMaximum = atMaximum;
    if (deck !== undefined) draft.deck = deck;
    return draft;
  },
  toJson(m) {
    return {
      initialSeconds: m.initialSeconds,
      incrementSeconds: m.incrementSeconds,
      ...(m.connectFee === undefined ? {} : { connectFee: m.connectFee }),
      ...(m.atMaximum === undefined ? {} : { atMaximum: m.atMaximum }),
      ...(m.deck === undefined ? {} : { deck: m.deck }),
      destinations: m.destinations.map((item) => Destination.toJson(item)),
    };
  },
});

/** Where calls may go, and what they cost there. */
export interface Destination {
  readonly name: string;
  /** ITU-T E.164, without the plus. */
  readonly prefixes: readonly string[];
  /** Calls are refused by the destination's name. */
  readonly blocked?: boolean;
  readonly connectFee?: string;
  readonly initialSeconds?: number;
  readonly incrementSeconds?: number;
  /** The first whose window is open is in force. */
  readonly rates: readonly VoiceRate[];
}

export const Destination: rt.Codec<Destination> = rt.codec<Destination>({
  typeName: 'tariff.v1.Destination',
  write(m, w, depth) {
    w.string(10, m.name, 'tariff.v1.Destination.name');
    for (const item of rt.list(m.prefixes, 'tariff.v1.Destination.prefixes')) w.tag(18).putString(item, 'tariff.v1.Destination.prefixes');
    if (m.blocked !== undefined) w.tag(24).putBool(m.blocked, 'tariff.v1.Destination.blocked');
    if (m.connectFee !== undefined) w.tag(34).putString(m.connectFee, 'tariff.v1.Destination.connectFee');
    if (m.initialSeconds !== undefined) w.tag(40).putUint32(m.initialSeconds, 'tariff.v1.Destination.initialSeconds');
    if (m.incrementSeconds !== undefined) w.tag(48).putUint32(m.incrementSeconds, 'tariff.v1.Destination.incrementSeconds');
    for (const item of rt.list(m.rates, 'tariff.v1.Destination.rates')) w.message(58, VoiceRate, item, depth, 'tariff.v1.Destination.rates');
  },
  read(r, outerEnd, depth) {
    let name: string = '';
    const prefixes: string[] = [];
    let blocked: boolean | undefined;
    let connectFee: string | undefined;
    let initialSeconds: number | undefined;
    let incrementSeconds: number | undefined;
    const rates: VoiceRate[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          name = r.string();
          break;
        case 18:
          prefixes.push(r.string());
          break;
        case 24:
          blocked = r.bool();
          break;
        case 34:
          connectFee = r.string();
          break;
        case 40:
          initialSeconds = r.uint32();
          break;
        case 48:
          incrementSeconds = r.uint32();
          break;
        case 58:
          rates.push(VoiceRate.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<Destination> = {
      name,
      prefixes,
      rates,
    };
    if (blocked !== undefined) draft.blocked = blocked;
    if (connectFee !== undefined) draft.connectFee = connectFee;
    if (initialSeconds !== undefined) draft.initialSeconds = initialSeconds;
    if (incrementSeconds !== undefined) draft.incrementSeconds = incrementSeconds;
    return draft;
  },
  toJson(m) {
    return {
      name: m.name,
      prefixes: m.prefixes,
      ...(m.blocked === undefined ? {} : { blocked: m.blocked }),
      ...(m.connectFee === undefined ? {} : { connectFee: m.connectFee }),
      ...(m.initialSeconds === undefined ? {} : { initialSeconds: m.initialSeconds }),
      ...(m.incrementSeconds === undefined ? {} : { incrementSeconds: m.incrementSeconds }),
      rates: m.rates.map((item) => VoiceRate.toJson(item)),
    };
  },
});

/** Prices of calls while a window is open; at all times without one. */
export interface VoiceRate {
  readonly window?: string;
  /** For the initial increment, where it differs. */
  readonly initialPerMinute?: string;
  readonly tiers: readonly VoiceTier[];
}

export const VoiceRate: rt.Codec<VoiceRate> = rt.codec<VoiceRate>({
  typeName: 'tariff.v1.VoiceRate',
  write(m, w, depth) {
    if (m.window !== undefined) w.tag(10).putString(m.window, 'tariff.v1.VoiceRate.window');
    if (m.initialPerMinute !== undefined) w.tag(18).putString(m.initialPerMinute, 'tariff.v1.VoiceRate.initialPerMinute');
    for (const item of rt.list(m.tiers, 'tariff.v1.VoiceRate.tiers')) w.message(26, VoiceTier, item, depth, 'tariff.v1.VoiceRate.tiers');
  },
  read(r, outerEnd, depth) {
    let window: string | undefined;
    let initialPerMinute: string | undefined;
    const tiers: VoiceTier[] = [];
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 10:
          window = r.string();
          break;
        case 18:
          initialPerMinute = r.string();
          break;
        case 26:
          tiers.push(VoiceTier.read(r, r.enterMessage(depth), depth + 1));
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<VoiceRate> = {
      tiers,
    };
    if (window !== undefined) draft.window = window;
    if (initialPerMinute !== undefined) draft.initialPerMinute = initialPerMinute;
    return draft;
  },
  toJson(m) {
    return {
      ...(m.window === undefined ? {} : { window: m.window }),
      ...(m.initialPerMinute === undefined ? {} : { initialPerMinute: m.initialPerMinute }),
      tiers: m.tiers.map((item) => VoiceTier.toJson(item)),
    };
  },
});

/** A price for a part of a call; the last one has no end. */
export interface VoiceTier {
  readonly upToSeconds?: number;
  readonly perMinute: string;
}

export const VoiceTier: rt.Codec<VoiceTier> = rt.codec<VoiceTier>({
  typeName: 'tariff.v1.VoiceTier',
  write(m, w) {
    if (m.upToSeconds !== undefined) w.tag(8).putUint32(m.upToSeconds, 'tariff.v1.VoiceTier.upToSeconds');
    w.string(18, m.perMinute, 'tariff.v1.VoiceTier.perMinute');
  },
  read(r, outerEnd, depth) {
    let upToSeconds: number | undefined;
    let perMinute: string = '';
    while (r.pos < r.end) {
      const tag = r.tag();
      switch (tag) {
        case 8:
          upToSeconds = r.uint32();
          break;
        case 18:
          perMinute = r.string();
          break;
        default:
          r.skip(tag, depth);
      }
    }
    r.end = outerEnd;
    const draft: rt.Draft<VoiceTier> = {
      perMinute,
    };
    if (upToSeconds !== undefined) draft.upToSeconds = upToSeconds;
    return draft;
  },
  toJson(m) {
    return {
      ...(m.upToSeconds === undefined ? {} : { upToSeconds: m.upToSeconds }),
      perMinute: m.perMinute,
    };
  },
});

/** Every event of the context, told apart by its type. */
export type AnyEvent = never;
