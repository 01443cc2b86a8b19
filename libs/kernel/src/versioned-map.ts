/** What a version had where the one made from it has something else. */
interface Difference<K, V> {
  readonly newer: VersionedMap<K, V>;
  readonly key: K;
  readonly had: boolean;
  readonly value: V | undefined;
}

/**
 * A map that never changes, and of which another is made with one entry more, less or otherwise in a time that does not grow with it. A
 * copy for each entry would make a history of n events cost n². All versions share one table, which is kept as the version has it that was
 * used last; the others remember what was different, and put it back when they are asked (H. Baker, "Shallow Binding Makes Functional
 * Arrays Fast", 1991). The newest lists its entries in the order in which they came; one that was asked again may list them in another.
 */
export class VersionedMap<K, V> implements ReadonlyMap<K, V> {
  private different: Difference<K, V> | undefined;

  private constructor(private table: Map<K, V>) {}

  static of<K, V>(entries: Iterable<readonly [K, V]> = []): VersionedMap<K, V> {
    return new VersionedMap(new Map(entries));
  }

  get size(): number {
    return this.own().size;
  }

  get(key: K): V | undefined {
    return this.own().get(key);
  }

  has(key: K): boolean {
    return this.own().has(key);
  }

  with(key: K, value: V): VersionedMap<K, V> {
    const before = this.own();
    const newer = new VersionedMap(before);
    this.different = { newer, key, had: before.has(key), value: before.get(key) };
    before.set(key, value);
    return newer;
  }

  without(key: K): VersionedMap<K, V> {
    const before = this.own();
    if (!before.has(key)) return this;
    const newer = new VersionedMap(before);
    this.different = { newer, key, had: true, value: before.get(key) };
    before.delete(key);
    return newer;
  }

  // Lists, and not the table's own iterators: whoever makes versions while he goes through this one would go through another.

  entries(): ArrayIterator<[K, V]> {
    return [...this.own()].values();
  }

  keys(): ArrayIterator<K> {
    return [...this.own().keys()].values();
  }

  values(): ArrayIterator<V> {
    return [...this.own().values()].values();
  }

  [Symbol.iterator](): ArrayIterator<[K, V]> {
    return this.entries();
  }

  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) each(value, key, this);
  }

  /** The table, as this version has it. */
  private own(): Map<K, V> {
    if (this.different === undefined) return this.table;
    for (const version of VersionedMap.wayToTable(this).reverse()) version.takeTable();
    return this.table;
  }

  /** The versions from this one on that have not the table. */
  private static wayToTable<K, V>(from: VersionedMap<K, V>): VersionedMap<K, V>[] {
    const way: VersionedMap<K, V>[] = [];
    for (let at = from; at.different !== undefined; at = at.different.newer) way.push(at);
    return way;
  }

  /** From the version that has it, and differs in one entry. */
  private takeTable(): void {
    const { different, table } = this;
    if (different === undefined) return;
    const { newer, key, had, value } = different;
    newer.different = { newer: this, key, had: table.has(key), value: table.get(key) };
    this.different = undefined;
    if (had) table.set(key, value as V);
    else table.delete(key);
  }
}
