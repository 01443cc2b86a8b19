import { describe, expect, it } from '@jest/globals';
import { previewOpenMonth } from './invoice.command.js';

describe('carriermesh invoice preview', () => {
  it.each([
    [{ at: 'yesterday' }, '--at is an instant such as 2026-05-01T00:00:00Z, not "yesterday"'],
    [{ at: '2026-06-31T00:00:00Z' }, '--at is an instant'],
    [{ month: '0' }, '--month is the number of a month of the service, from 1, not "0"'],
  ])('names the flag that can’t be read: %j', async (flags, message) => {
    await expect(previewOpenMonth('con_x', { ledger: 'postgres://nobody@127.0.0.1:1/none', ...flags })).rejects.toThrow(message);
  });
});
