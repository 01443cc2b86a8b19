export * from './contracting.service.js';
