/** The searches of this folder as the build compiled them to WebAssembly. */
export declare const bytes: Uint8Array<ArrayBuffer>;
