// What is used of WebAssembly, whose types come only with those of a browser.

/** A memory that threads share. It only ever grows, and arrays over it stay what they are. */
export interface Pages {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number; readonly shared: true }) => Pages;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: { readonly env: { readonly memory: Pages } }) => { readonly exports: object };
};

export const PAGE_BYTES = 2 ** 16;
/** Four gibibytes, which is what a program in it can address. */
export const MAX_PAGES = 2 ** 16;

/** More than a small graph and its searches touch: growing takes time for each memory that the process has, and what nobody touches takes none. */
const FIRST_PAGES = 32;

export const newPages = (): Pages => new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MAX_PAGES, shared: true });

export const moduleOf = (bytes: Uint8Array<ArrayBuffer>): object => new WebAssembly.Module(bytes);

export const exportsOf = (module: object, memory: Pages): object => new WebAssembly.Instance(module, { env: { memory } }).exports;
