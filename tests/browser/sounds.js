// Speech and tones of a page, written down in the place of a loudspeaker. Words take a third of a second.
window.sounds = []
const note = (kind, more) => window.sounds.push({ kind, at_ms: performance.now(), ...more })
class Utterance { constructor (text) { this.text = text } }
window.SpeechSynthesisUtterance = Utterance
let current = null
Object.defineProperty(window, 'speechSynthesis', {
  value: {
    getVoices: () => VOICES.map((lang) => ({ name: `Voice of ${lang}`, lang, default: false })),
    speak (words) {
      current = words
      note('words', { text: words.text, rate: words.rate, voice: words.voice.name })
      setTimeout(() => { if (current === words) current = null; words.onend() }, 300)
    },
    cancel () { note('cut', { isSpeaking: current !== null }); current = null }
  }
})
class Tone {
  constructor () { this.frequency = {} }
  connect (gain) { this.gain = gain; return gain }
  start () { note('tone', { hertz: this.frequency.value, loudness: this.gain.loudness, isSpeaking: current !== null }) }
  stop () {}
}
class Gain {
  get gain () { return { setValueAtTime: (loudness) => { this.loudness = loudness }, exponentialRampToValueAtTime () {} } }
  connect () {}
}
window.AudioContext = class {
  currentTime = 0
  createOscillator () { return new Tone() }
  createGain () { return new Gain() }
  resume () {}
  close () {}
}
