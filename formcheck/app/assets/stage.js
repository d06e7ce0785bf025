// The stage of a live set: picture, count, band and voice, each from what the coach says of the last picture.
const KEPT = 'formcheck.live'
const REST_ENDS_MS = 10000
const NO_PICTURE_MS = 5000
const HINT_MS = 8000
const BUTTONS = {
  mute: ['<path d="M3 8v4h3l4 3.4V4.6L6 8z" fill="currentColor"/>', '<path d="M13 7a4 4 0 0 1 0 6M15.2 4.8a7 7 0 0 1 0 10.4"/>', '<path d="M13 8l4 4M17 8l-4 4"/>'],
  ticks: ['<path d="M7 3h6l3 14H4zM10 12l5-8"/>', '', ''],
  mirror: ['<path d="M10 3v14M7.5 6L3 14h4.5zM12.5 6L17 14h-4.5z"/>', '', ''],
  more: ['<path d="M4 6h12M4 14h12"/><circle cx="8" cy="6" r="2" fill="#080E12"/><circle cx="13" cy="14" r="2" fill="#080E12"/>', '', ''],
  end: ['<path d="M5 5l10 10M15 5L5 15"/>', '', '']
}
const VERDICTS = { met: 'l0', unmet: 'l2', unknown: 'blind' }
const MARKS = { minor: 'l2', major: 'l3', unjudged: 'blind' }
const PUTTING_AWAY = 'Summing up your set'

const fill = (select, options, chosen) => {
  select.replaceChildren(...options.map(([value, text]) => Object.assign(document.createElement('option'), { value, textContent: text })))
  select.value = chosen
}

class Stage {
  constructor (parent, data) {
    Object.assign(this, { parent, data, state: null, count: 0, hasMoved: false })
    this.find = (name) => parent.querySelector('.' + name)
    this.wish = { muted: false, ticks: false, mirror: null, rate: 1, voice: '', device: '', ...this.recall() }
    this.overlay = new Overlay(parent.querySelector('canvas'), data.marks)
    this.voice = new Voice(this.wish, { tonesOnly: (words) => this.hint(words) })
    this.camera = new Camera(parent.querySelector('video'), { picture: (t_ms, jpeg) => this.send(t_ms, jpeg), unplugged: () => this.loseCamera() })
    this.find('name').textContent = data.name
    this.arm()
    this.show()
    this.openCamera()
    this.keepAwake()
    this.watch = setInterval(() => this.lookAround(), 500)
    const video = parent.querySelector('video')
    video.onresize = () => { if (video.videoHeight) this.find('frame').style.setProperty('--ratio', video.videoWidth / video.videoHeight) }
    this.sizes = new ResizeObserver(() => { this.fitText(); this.show() })
    this.sizes.observe(this.find('stage'))
  }

  // --- what is remembered in this browser, and nowhere else

  recall () { try { return JSON.parse(localStorage.getItem(KEPT)) ?? {} } catch { return {} } }
  set (wish) {
    Object.assign(this.wish, wish)
    try { localStorage.setItem(KEPT, JSON.stringify(this.wish)) } catch { /* a private window forgets */ }
    if (this.wish.muted) this.voice.hush()
    this.show()
  }

  // --- buttons and keys

  arm () {
    const press = {
      mute: () => this.set({ muted: !this.wish.muted }),
      ticks: () => this.set({ ticks: !this.wish.ticks }),
      mirror: () => this.set({ mirror: !this.isMirrored }),
      more: () => this.toggleSettings(),
      end: () => this.end(),
      skip: () => this.line?.say({ type: 'skip_calibration' }),
      full: () => (document.fullscreenElement ? document.exitFullscreen() : this.find('stage').requestFullscreen?.())?.catch?.(() => {}),
      try: () => { this.voice.hush(); this.voice.say([{ text: 'Three. Soft knees, then freeze them.', priority: CUE }]) },
      done: () => this.toggleSettings(),
      again: () => this.again?.(),
      back: () => this.leave(null)
    }
    for (const [name, act] of Object.entries(press)) this.find(name).onclick = act
    for (const name of ['mute', 'ticks', 'mirror', 'more', 'end']) {
      const [always, on, off] = BUTTONS[name]
      this.find(name).innerHTML = `<svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${always}<g class="on">${on}</g><g class="off">${off}</g></svg>`
    }
    const keys = { m: 'mute', t: 'ticks', x: 'mirror', s: 'more', c: 'skip', f: 'full', escape: 'end' }
    this.onKey = (event) => {
      const name = keys[event.key.toLowerCase()]
      const [target] = event.composedPath() // a field behind the stage may still have the focus
      const isTyped = this.parent.contains(target) && /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)
      if (!name || event.ctrlKey || event.metaKey || event.altKey || (isTyped && name !== 'end')) return
      event.preventDefault()
      event.stopPropagation()
      if (name === 'end' && this.find('panel').open) this.toggleSettings()
      else this.find(name).click()
    }
    window.addEventListener('keydown', this.onKey, true)
    this.onDevices = () => { if (this.find('panel').open) this.listCameras() }
    navigator.mediaDevices?.addEventListener('devicechange', this.onDevices)
    this.find('voice').onchange = (event) => this.set({ voice: event.target.value })
    this.find('rate').onchange = (event) => this.set({ rate: Number(event.target.value) })
    this.find('device').onchange = (event) => { this.set({ device: event.target.value }); this.openCamera() }
  }

  async toggleSettings () {
    const panel = this.find('panel')
    if (panel.open) panel.close()
    else panel.show()
    this.find('more').setAttribute('aria-expanded', panel.open)
    if (!panel.open) { this.find('more').focus(); return }
    const voice = this.voice.choose()
    const voices = this.voice.list().map((one) => [one.name, `${one.name} (${one.lang})`])
    fill(this.find('voice'), voices.length ? voices : [['', 'None here: tones are played']], voice?.name ?? '')
    this.find('rate').value = this.wish.rate
    this.find('voice').focus()
    await this.listCameras()
  }

  async listCameras () {
    const cameras = await this.camera.list()
    const used = this.camera.stream?.getVideoTracks()[0]?.getSettings().deviceId
    fill(this.find('device'), cameras.map((one, k) => [one.deviceId, one.label || `Camera ${k + 1}`]), used)
  }

  // --- camera and line

  async openCamera () {
    this.notice('')
    this.seen_ms = performance.now()
    try {
      await this.camera.open(this.wish)
    } catch (error) {
      if (!this.isClosed) this.notice(error.message, 'Try again', () => this.openCamera())
      return
    }
    if (this.isClosed) return
    this.show()
    this.line ??= new Line(this.data.path, this.data.token, this.data.order, {
      room: () => this.feed(),
      ready: (isAnew) => this.goOn(isAnew),
      state: (state) => this.take(state),
      lost: () => { this.isLost = true; this.show() },
      finished: (review) => this.leave(review),
      held: (sentence) => { this.isEnding = false; this.notice(sentence, 'End the set again', () => this.end()) },
      failed: (sentence) => { this.isEnding = false; this.notice(sentence, 'Start again', () => { this.notice(''); this.forget(); this.line.restart() }) }
    })
  }

  goOn (isAnew) {
    this.isLost = false
    this.seen_ms = performance.now()
    if (isAnew) {
      this.forget()
      this.hint('The connection was away too long: the count begins anew.')
    }
    if (this.isEnding) this.line.say({ type: 'finish' }) // the order may have been lost with the connection
    this.feed()
    this.show()
  }

  forget () {
    Object.assign(this, { state: null, count: 0, hasMoved: false, isLost: false })
    this.show()
  }

  // Ask for as many pictures as the line takes; each is the newest when its turn comes.
  feed () { this.camera.want(this.isEnding ? 0 : this.line?.room ?? 0) }

  send (t_ms, jpeg) {
    this.seen_ms = performance.now()
    if (!this.isEnding) this.line?.show(t_ms, jpeg)
  }

  loseCamera () {
    this.camera.stop()
    if (this.hasSet) this.end('The camera is gone. Your set is being summed up.')
    else this.notice('The camera is gone. Plug it in again, then press Try again.', 'Try again', () => this.openCamera())
  }

  lookAround () {
    const isStill = this.camera.stream && this.line?.room > 0 && performance.now() - this.seen_ms > NO_PICTURE_MS
    if (isStill !== this.isStill) { this.isStill = isStill; this.show() }
    if (this.state?.stage !== 'resting') this.rests_ms = null
    else this.rests_ms ??= performance.now()
    if (this.rests_ms && !this.isLost && performance.now() - this.rests_ms >= REST_ENDS_MS) this.end()
    else if (this.rests_ms) this.show()
  }

  async keepAwake () {
    const ask = async () => { try { this.lock = await navigator.wakeLock?.request('screen') } catch { /* the screen may then go dark */ } }
    this.onVisible = () => { if (!document.hidden && !this.isClosed) ask() }
    document.addEventListener('visibilitychange', this.onVisible)
    await ask()
    if (this.isClosed) this.lock?.release()
  }

  // --- the set

  // Where no movement was recognised by now, the review asks for it.
  get hasSet () { return this.count > 0 || this.hasMoved || this.isUnnamed }
  get isUnnamed () { return this.state !== null && !this.state.exercise && this.state.t_s > this.data.layout.unnamed_after_s }
  get isMirrored () { return this.wish.mirror ?? this.camera.facing !== 'environment' }

  take (state) {
    this.state = state
    this.hasMoved ||= state.finished_rep !== null
    if (this.isEnding) return
    this.voice.say(state.said)
    this.voice.tick(state)
    this.show()
  }

  end (why) {
    if (this.isEnding && this.isLost) this.leave(null)
    if (this.isEnding) return
    this.isEnding = true
    this.why = why ?? 'A moment.'
    this.notice('')
    this.voice.hush()
    if (!this.line || !this.hasSet) { this.line?.say({ type: 'stop' }); this.leave(null); return }
    this.show()
    this.line.say({ type: 'finish' })
  }

  leave (review) {
    const isEmpty = review === null && this.hasSet && this.isEnding
    this.close()
    this.tell({ review, reps: this.count, nothing: isEmpty })
  }

  close () {
    if (this.isClosed) return
    this.isClosed = true
    clearInterval(this.watch)
    clearTimeout(this.hinted)
    this.sizes.disconnect()
    window.removeEventListener('keydown', this.onKey, true)
    navigator.mediaDevices?.removeEventListener('devicechange', this.onDevices)
    document.removeEventListener('visibilitychange', this.onVisible)
    this.lock?.release?.()
    this.camera.close()
    this.line?.close()
    this.voice.close()
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {})
  }

  // --- what is seen

  // For a while: it lies on the picture.
  hint (words) {
    this.find('hint').textContent = words
    clearTimeout(this.hinted)
    if (words) this.hinted = setTimeout(() => this.hint(''), HINT_MS)
  }

  notice (words, again, act) {
    const box = this.find('notice')
    box.classList.toggle('shown', Boolean(words))
    box.querySelector('p').textContent = words
    this.find('again').textContent = again ?? ''
    this.again = act
    if (words) this.find('again').focus()
  }

  show () {
    const { state, wish } = this
    const stage = this.find('stage')
    const before = !state || state.stage === 'setting_up' || state.stage === 'calibrating'
    stage.dataset.stage = state?.stage ?? 'opening'
    this.find('frame').classList.toggle('mirrored', this.isMirrored)
    this.label('mute', !wish.muted, wish.muted ? 'Voice off (M)' : 'Voice on (M)')
    this.label('ticks', wish.ticks, wish.ticks ? 'Metronome on (T)' : 'Metronome off (T)')
    this.label('mirror', this.isMirrored, this.isMirrored ? 'Mirrored (X)' : 'Not mirrored (X)')
    this.label('more', null, 'Voice and camera (S)')
    this.label('end', null, this.hasSet ? 'End the set (Esc)' : 'Leave (Esc)')
    if (state?.exercise) this.find('name').textContent = state.exercise
    this.overlay.draw(this.isStill || this.isLost || this.isEnding ? null : state)
    const left_s = state?.stage === 'calibrating' ? state.countdown_s : null
    this.showChecks(before && left_s === null ? state?.checks ?? [] : [])
    this.showRing(left_s)
    if (!before) { this.showCount(state); this.showGauge(state.depth) }
    this.showBand(this.chooseBand(), state)
  }

  label (name, pressed, words) {
    const button = this.find(name)
    if (button.title === words) return
    button.title = words
    button.setAttribute('aria-label', words)
    if (pressed !== null) button.setAttribute('aria-pressed', pressed)
  }

  // The page's own troubles come before what the coach says.
  chooseBand () {
    const kept = this.count ? `Your ${this.count} ${this.count === 1 ? 'rep is' : 'reps are'} kept.` : ''
    if (this.isLost) return { kind: 'unjudged', text: `Reconnecting… ${kept}`, detail: '' }
    if (this.isEnding) return { kind: 'ready', text: PUTTING_AWAY, detail: this.why }
    if (this.isStill) return { kind: 'unjudged', text: `The camera sends no picture. ${kept}`, detail: '' }
    const band = this.state?.band ?? { kind: 'set_up', text: 'Getting ready', detail: 'The coach comes in a moment.' }
    if (!this.rests_ms) return band
    const left_s = Math.max(1, Math.ceil((REST_ENDS_MS - (performance.now() - this.rests_ms)) / 1000))
    return { ...band, detail: `${band.detail} The set ends in ${left_s} s.` }
  }

  showCount (state) {
    const number = this.find('count').firstElementChild
    if (number.textContent !== String(state.count)) {
      number.textContent = state.count
      if (state.count > this.count) {
        number.classList.remove('flash')
        void number.offsetWidth
        number.classList.add('flash')
      }
    }
    this.count = state.count
    const sides = state.side_counts ?? {}
    const has = Object.keys(sides).length > 0
    this.find('sides').textContent = has ? `L ${sides.left ?? 0}  R ${sides.right ?? 0}` : ''
    this.find('of').textContent = this.data.target ? `of ${this.data.target}` : ''
    this.find('count').classList.toggle('reached', Boolean(this.data.target) && state.count >= this.data.target)
  }

  showGauge (depth) {
    this.find('gauge').querySelector('i').style.height = `${100 * (depth ?? 0)}%`
    this.find('gauge').querySelector('u').style.top = `${100 * this.data.layout.full_from}%`
  }

  showChecks (checks) {
    const sign = JSON.stringify(checks.map((check) => [check.label, check.verdict]))
    const list = this.find('checks').querySelector('ul')
    if (list.dataset.sign === sign) return
    list.dataset.sign = sign
    this.find('checks').classList.toggle('shown', checks.length > 0)
    list.replaceChildren(...checks.map((check) => {
      const item = document.createElement('li')
      item.className = `${VERDICTS[check.verdict]} ${check.verdict}`
      item.innerHTML = `<svg viewBox="0 0 20 20" aria-hidden="true">${ICONS[VERDICTS[check.verdict]]}</svg><span></span>`
      item.lastElementChild.textContent = check.label
      item.setAttribute('aria-label', `${check.label}: ${{ met: 'fine', unmet: 'to be changed', unknown: 'not judged' }[check.verdict]}`)
      return item
    }))
  }

  showRing (left_s) {
    const ring = this.find('ring')
    ring.classList.toggle('shown', left_s !== null)
    if (left_s === null) return
    ring.querySelector('b').textContent = Math.max(1, Math.ceil(left_s))
    ring.querySelector('.held').style.strokeDashoffset = Math.min(1, left_s / this.data.layout.calibration_s)
  }

  showBand (band, state) {
    const box = this.find('band')
    const sign = `${band.kind} ${band.text} ${band.detail}`
    if (box.dataset.sign !== sign) {
      const isMajor = band.kind === 'major' && box.dataset.kind !== 'major'
      box.dataset.sign = sign
      box.dataset.kind = band.kind
      this.find('mark').innerHTML = ICONS[MARKS[band.kind]] ?? ''
      this.find('text').textContent = band.text
      this.find('detail').textContent = band.detail
      if (isMajor) this.find('alarm').textContent = band.text
      this.fitText()
    }
    if (band.kind !== 'phase') return
    const { bar_shows: shows, open_bar_s: open_s } = this.data.layout
    const target_s = state.phase_target_s
    const full_s = target_s ? shows * target_s : open_s
    const [bar, tick] = this.find('tempo').children
    this.find('tempo').classList.toggle('shown', state.phase !== null)
    bar.style.width = `${100 * Math.min(1, state.phase_s / full_s)}%`
    tick.style.left = `${100 / shows}%`
    tick.hidden = !target_s
    this.find('time').textContent = state.phase === null ? '' : `${Math.min(state.phase_s, 99).toFixed(1)} s`
  }

  // As large as it may be, smaller where it would not fit.
  fitText () {
    const text = this.find('text')
    text.style.fontSize = ''
    const [words, band] = [this.find('words'), this.find('band')]
    let size = parseFloat(getComputedStyle(text).fontSize)
    while (size > 14 && (text.scrollWidth > text.clientWidth + 1 || words.scrollHeight > 0.95 * band.clientHeight)) {
      size *= 0.94
      text.style.fontSize = `${size}px`
    }
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.stage')
  clearTimeout(root.leaving)
  if (root.run !== data.run) {
    root.run = data.run
    root.live?.close()
    root.live = new Stage(parentElement, data)
  }
  root.live.tell = (said) => setTriggerValue('ended', said)
  // A page that is drawn anew calls this and comes straight back; only a page that is left does not.
  return () => { root.leaving = setTimeout(() => root.live.close(), 200) }
}
