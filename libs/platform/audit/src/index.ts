export { auditedBills } from './audited.js';
export { BillAudit } from './bill-audit.js';
export { holds, Violation, type Check } from './check.js';
export type { Course } from './course.js';
