export { customerBill, percentText, type ShownInvoice } from './customer-bill.js';
export { invoicePdf } from './invoice-pdf.js';
