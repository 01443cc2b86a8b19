export * from './holiday-source.js';
export * from './rate.command.js';
export * from './result-line.js';
export * from './tariff-file.js';
export * from './usage-line.js';
export * from './zone-source.js';
export * from './prorate.command.js';
export * from './rating-commands.js';
