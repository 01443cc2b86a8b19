/**
 * The exchange as a whole could not be read: its folder is missing or empty, or an option is out of range. A single bad
 * file is not such an error: it is reported in `Exchange.refused`, and reading goes on.
 */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
}
