// The sound of a ringing phone: two tones, one second on, three seconds off, as in Finland four seconds long.
let context = null;

/** Ring until `silence`. */
export function ring() {
  if (context) return;
  context = new AudioContext();
  document.documentElement.dataset.ringing = '1';
  const volume = new GainNode(context, { gain: 0 });
  volume.connect(context.destination);
  for (const frequency of [440, 480]) {
    const tone = new OscillatorNode(context, { frequency });
    tone.connect(volume);
    tone.start();
  }
  for (let s = 0; s < 60; s += 4) {
    volume.gain.setTargetAtTime(0.15, s, 0.02); // softly, without a click
    volume.gain.setTargetAtTime(0, s + 1, 0.02);
  }
}

export function silence() {
  context?.close();
  context = null;
  delete document.documentElement.dataset.ringing;
}
