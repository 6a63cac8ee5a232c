// What bench/rendering.js and the Python beside it (bench/rendering_page.py) say to each other.

/** The panel's own table, drawn by its Python. */
interface BenchTable {
  full(): void;
  show(): void;
  change(rows: number): void;
  update(): void;
  told(): string;
  destroy(): void;
}

declare var benchSigns: string;
declare var benchTable: (count: number) => BenchTable;
declare var benchPython: (source: string) => Promise<void>;
declare var compare: (count: number, rounds: number) => Record<string, number[]>;
declare var rush: (count: number, changes: number, seconds: number) => Promise<Record<string, number[]>>;
