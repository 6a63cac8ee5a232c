// What the scripts of the page say to each other and to Python through globalThis, and what @types/chrome lacks.

/** Where the panel belongs, and its settings there: web/settings.js. */
interface PanelSettings {
  place: 'demo' | 'server' | 'extension';
  server: string;
  token: string;
  lang: import('./facts.js').Language | '';
  demo: boolean;
  locked?: string[];
  saveToken(token: string, agent?: string): Promise<void>;
  saveLang(lang: import('./facts.js').Language): Promise<void>;
  showPage(address: string): void;
  signIn?(): void;
}

/** Something said in the page, or by Python, that takes text and is told nothing. */
type Told = (json: string) => unknown;

declare var benedeskPainted: () => Promise<void>;
declare var benedeskFailed: () => void;
declare var benedeskSettings: Promise<PanelSettings>;
declare var benedeskPage: {
  patch: (json: string, ...markup: string[]) => void;
  listen: (callback: Told) => void;
};
declare var benedeskBell: {
  set: Told;
  test: () => void;
  find: () => Promise<void>;
  listen: (callback: Told) => void;
  onFront: (callback: () => unknown) => void;
  onKey: (callback: (json: string) => boolean) => void;
};

interface Navigator {
  getAutoplayPolicy?(type: 'audiocontext'): 'allowed' | 'allowed-muted' | 'disallowed'; // Firefox
}

interface AudioContext {
  setSinkId?(device: string): Promise<void>; // not in every browser
}

declare namespace chrome {
  /** Firefox. */
  const sidebarAction: { open(): Promise<void>; toggle(): Promise<void> } | undefined;
}
