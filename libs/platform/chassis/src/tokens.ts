/** What a handler, view, reaction or process may ask for in its constructor: `@Inject(LEDGER) private readonly ledger: TypedLedger`. */
export const LEDGER = Symbol('TypedLedger');
export const CLOCK = Symbol('Clock');
export const BUS = Symbol('Bus');
export const TIMERS = Symbol('Timers');
export const IDS = Symbol('Ids');
export const SIGNER = Symbol('Signer');
export const READ_MODEL = Symbol('ReadModelStore');
export const PROCESSES = Symbol('Processes');
export const LOGGER = Symbol('Logger');
/** Only for services that keep personal data: a `PersonalData`. */
export const PERSONAL_DATA = Symbol('PersonalData');
