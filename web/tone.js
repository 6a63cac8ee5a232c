// The sound of a ringing phone: two tones, one second on, three seconds off, as in Finland four seconds long.
const CYCLE_S = 4;
const ON_S = 1;
const FADE_S = 0.03; // softly, without a click
const LOUDEST = 0.4; // of what the loudspeaker can; both tones together

/** @type {AudioContext | null} */
let context = null;

/**
 * Ring until `silence`. `volume` is 0 to 1; an output `device` that is gone is replaced by the usual one.
 *
 * @param {{ volume: number, device: string }} how
 */
export async function ring({ volume, device }) {
  silence();
  const own = (context = new AudioContext());
  document.documentElement.dataset.ringing = String(volume);
  if (device) await own.setSinkId?.(device).catch(() => {});
  if (own !== context) return; // silenced meanwhile
  const gain = new GainNode(own, { gain: LOUDEST * volume ** 2 }); // as loud as the number seems
  const tone = new AudioBufferSourceNode(own, { buffer: cycle(own.sampleRate), loop: true });
  tone.connect(gain).connect(own.destination);
  tone.start();
}

export function silence() {
  context?.close();
  context = null;
  delete document.documentElement.dataset.ringing;
}

/** @param {number} sampleRate */
function cycle(sampleRate) {
  const buffer = new AudioBuffer({ length: CYCLE_S * sampleRate, sampleRate });
  const samples = buffer.getChannelData(0);
  for (let place = 0; place < ON_S * sampleRate; place += 1) {
    const s = place / sampleRate;
    const soft = Math.min(1, s / FADE_S, (ON_S - s) / FADE_S);
    samples[place] = (soft * (Math.sin(2 * Math.PI * 440 * s) + Math.sin(2 * Math.PI * 480 * s))) / 2;
  }
  return buffer;
}
