// The voice: the browser's own speech, tones where it has none, and a metronome that gives way to words.
const URGENT = 0
const COUNT = 1
const CUE = 2
const NO_VOICE = 'This browser has no English voice, so you hear tones.'
const VOICES_AFTER_MS = 3000

class Voice {
  constructor (wish, on) {
    Object.assign(this, { wish, on })
    this.speech = window.speechSynthesis
    this.current = null
    this.lastTick = ''
    // Voices come late; a browser without any says nothing about it.
    this.timer = setTimeout(() => { if (!this.choose()) { this.on.tonesOnly(NO_VOICE) } }, VOICES_AFTER_MS)
  }

  list () {
    const voices = this.speech?.getVoices() ?? []
    const rank = (voice) => (voice.lang.startsWith('en') ? 0 : 1)
    return [...voices].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
  }

  choose () {
    const voices = this.list()
    const own = voices.find((voice) => voice.name === this.wish.voice)
    const english = voices.filter((voice) => voice.lang.startsWith('en'))
    return own ?? english.find((voice) => voice.lang === navigator.language) ?? english.find((voice) => voice.default) ?? english[0]
  }

  get isSpeaking () { return this.current !== null }

  // Lines that became due together, the most urgent first. A number never waits: what is left of older words goes.
  say (lines) {
    if (!lines.length || this.wish.muted) return
    if (lines[0].priority === URGENT) this.sound([[880, 0, 0.12], [587, 0.14, 0.2]], 0.5)
    const voice = this.choose()
    if (!voice) return this.signal(lines[0].priority)
    if (lines[0].priority <= COUNT) this.hush()
    for (const line of lines) {
      if (line.priority > CUE && this.isSpeaking) continue
      const words = new SpeechSynthesisUtterance(line.text)
      words.voice = voice
      words.lang = voice.lang
      words.rate = this.wish.rate
      const done = () => { if (this.current === words) this.current = null }
      words.onend = words.onerror = done
      this.current = words
      this.speech.speak(words)
    }
  }

  hush () { this.current = null; this.speech?.cancel() }

  signal (priority) {
    if (priority === COUNT) this.sound([[1047, 0, 0.12]], 0.4)
    else if (priority === CUE) this.sound([[587, 0, 0.1], [587, 0.16, 0.1]], 0.4)
  }

  // One tick a second from the start of a phase up to its target, the last one higher.
  tick (state) {
    if (!this.wish.ticks || this.wish.muted || !state.phase || !state.phase_target_s) return
    const second = Math.floor(state.phase_s)
    const tick = `${state.count} ${state.phase} ${second}`
    if (tick === this.lastTick || second > state.phase_target_s) return
    this.lastTick = tick
    const isLast = second >= Math.floor(state.phase_target_s)
    this.sound([[isLast ? 1319 : 880, 0, 0.05]], this.isSpeaking ? 0.05 : 0.25)
  }

  sound (notes, loudness) {
    try {
      this.audio ??= new AudioContext()
      this.audio.resume?.()
      const start_s = this.audio.currentTime
      for (const [hertz, after_s, for_s] of notes) {
        const tone = this.audio.createOscillator()
        const gain = this.audio.createGain()
        tone.frequency.value = hertz
        gain.gain.setValueAtTime(loudness, start_s + after_s)
        gain.gain.exponentialRampToValueAtTime(0.001, start_s + after_s + for_s)
        tone.connect(gain).connect(this.audio.destination)
        tone.start(start_s + after_s)
        tone.stop(start_s + after_s + for_s)
      }
    } catch { /* a machine without sound: every word is on the screen as well */ }
  }

  close () { clearTimeout(this.timer); this.hush(); this.audio?.close() }
}
