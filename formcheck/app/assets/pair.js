const RATES = [1, 0.5, 0.25]
const TICK_MS = 50
const IN_STEP_S = 0.03   // about one picture: closer than this nobody sees a difference
const FAR_S = 0.4        // further apart than this the second clip jumps, else it runs a little faster or slower
const TAIL_S = 0.4       // shown of a clip behind the end of its last rep
const states = new WeakMap()
const find = (name) => document.querySelector(`.st-key-pair_${name} video`)
const isTyping = (target) => target instanceof HTMLElement
  && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

export default function ({ data, parentElement }) {
  const part = (name) => parentElement.querySelector(name)
  const play = part('.play'), at = part('.at'), each = part('.each input'), speeds = part('.speeds')
  const sets = data.sets, names = ['A', 'B']
  // A rerun of the page calls this again: what is being played goes on.
  const state = states.get(parentElement) ?? { playing: false, wanted: false, rate: 1, rep: 0 }
  states.set(parentElement, state)
  const videos = () => names.map(find)
  const are_ready = () => videos().every((video) => video && video.readyState > 0)
  const zeros = sets.map((reps) => (reps.length ? reps[0].start_s : 0))
  const lead_s = Math.min(data.lead_s, ...zeros)
  const most = Math.max(...sets.map((reps) => reps.length))
  each.disabled = most === 0
  part('.keys').textContent = 'K or Space plays both, ← → step through the reps, S changes the speed.'
  // After a click the space bar is free again for both clips; who came with the keyboard stays where they are.
  parentElement.onpointerup = (event) => setTimeout(() => event.composedPath()[0].blur?.())

  // The span that is played: the whole set from a little before its first rep, or one rep of each.
  const span = (k) => {
    const reps = sets[k]
    if (!each.checked) return { from_s: zeros[k] - lead_s, to_s: Infinity }
    if (state.rep >= reps.length) return null
    const next = reps[state.rep + 1]
    return { from_s: reps[state.rep].start_s, to_s: next ? next.start_s : reps[state.rep].end_s + TAIL_S }
  }
  const since = (video, k) => video.currentTime - (span(k)?.from_s ?? video.currentTime)
  const is_done = (video, k) => video.ended || !span(k) || video.currentTime >= span(k).to_s
  const seek = (video, at_s) => { video.currentTime = Math.max(0, Math.min(at_s, video.duration || at_s)) }
  const seek_both = (since_s) => videos().forEach((video, k) => {
    const here = span(k)
    if (video && here) seek(video, here.from_s + since_s)
  })
  const number = (k, at_s) => sets[k].findIndex((rep, n) => {
    const next = sets[k][n + 1]
    return at_s >= rep.start_s - 0.02 && at_s < (next ? next.start_s - 0.02 : Infinity)
  })

  const pause = () => {
    state.playing = state.wanted = false
    videos().forEach((video) => video?.pause())
    show()
  }
  const start = () => {
    state.wanted = !are_ready()
    if (state.wanted) return show()  // clicked before the clips are there: they play as soon as they are
    const both = videos()
    if (both.every(is_done)) { state.rep = 0; seek_both(0) }
    state.playing = true
    both.forEach((video, k) => {
      video.playbackRate = state.rate
      if (!is_done(video, k)) video.play().catch(pause)
    })
    show()
  }
  const go = (rep) => {
    if (!are_ready() || !most) return
    pause()
    state.rep = Math.max(0, Math.min(most - 1, rep))
    if (each.checked) seek_both(0)
    else seek_both((sets[0][state.rep] ?? sets[0].at(-1) ?? { start_s: zeros[0] }).start_s - zeros[0] + lead_s)
    show()
  }
  const step = (by) => {
    const now = each.checked ? state.rep : Math.max(0, number(0, find('A')?.currentTime ?? 0))
    go(now + by)
  }
  const keep_in_step = ([first, second]) => {
    const apart_s = since(first, 0) - since(second, 1)
    if (second.seeking || first.seeking) return
    if (Math.abs(apart_s) > FAR_S) seek(second, span(1).from_s + since(first, 0))
    else second.playbackRate = Math.abs(apart_s) < IN_STEP_S ? state.rate
      : state.rate * (1 + Math.max(-0.25, Math.min(0.25, apart_s)))
  }
  const tick = () => {
    if (!are_ready()) return
    if (state.wanted) start()
    const both = videos()
    both.forEach((video) => { video.onplay = () => { if (!state.playing) start() } })
    if (state.playing) {
      const running = both.map((video, k) => !is_done(video, k))
      if (both.some((video, k) => running[k] && video.paused)) return pause()
      both.forEach((video, k) => { if (!running[k]) video.pause() })
      if (running.every(Boolean)) keep_in_step(both)
      if (!running.some(Boolean)) {
        if (each.checked && state.rep + 1 < most) { state.rep += 1; seek_both(0); start() }
        else pause()
      }
    }
    show()
  }

  const say = (k) => {
    const video = find(names[k]), reps = sets[k]
    if (!video || !reps.length) return `${names[k]}: no rep`
    const n = number(k, video.currentTime)
    return n < 0 ? `${names[k]}: before rep ${reps[0].label}` : `${names[k]}: rep ${reps[n].label} of ${reps.length}`
  }
  const show = () => {
    play.textContent = state.playing || state.wanted ? 'Pause' : 'Play both'
    ;[...speeds.children].forEach((button, k) => button.setAttribute('aria-pressed', RATES[k] === state.rate))
    const both = videos()
    if (!are_ready()) { part('.where').textContent = 'The clips are being loaded.'; return }
    const long_s = Math.max(...both.map((video, k) => (video.duration || 0) - zeros[k]))
    at.hidden = each.checked
    at.min = -lead_s
    at.max = long_s.toFixed(2)
    const now_s = (both[0].ended ? both[1].currentTime - zeros[1] : both[0].currentTime - zeros[0])
    if (parentElement.activeElement !== at || state.playing) at.value = now_s
    const told = now_s < 0
      ? `${(-now_s).toFixed(1)} s before the first rep`
      : `${now_s.toFixed(1)} s after the first rep began`
    const when = each.checked ? '' : `, ${told}`
    part('.where').textContent = `${say(0)} · ${say(1)}${when}`
  }

  if (!speeds.children.length) for (const rate of RATES) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = { 1: '1×', 0.5: '½×', 0.25: '¼×' }[rate]
    button.setAttribute('aria-label', `Speed ${rate}`)
    speeds.append(button)
  }
  const set_rate = (rate) => {
    state.rate = rate
    videos().forEach((video) => { if (video) video.playbackRate = rate })
    show()
  }
  ;[...speeds.children].forEach((button, k) => { button.onclick = () => set_rate(RATES[k]) })
  const toggle = () => (state.playing || state.wanted ? pause() : start())
  play.onclick = toggle
  part('.less').onclick = () => step(-1)
  part('.more').onclick = () => step(1)
  each.onchange = () => go(Math.max(0, number(0, find('A')?.currentTime ?? 0)))
  at.oninput = () => { if (state.playing) pause(); seek_both(Number(at.value) + lead_s); show() }
  const listen = (event) => {
    const target = event.composedPath()[0]
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (isTyping(target) && !(target === at || target === each.closest('input'))) return
    if (target === at && event.key.startsWith('Arrow')) return
    const acts = {
      ' ': toggle, k: toggle, ArrowLeft: () => step(-1), ArrowRight: () => step(1),
      s: () => set_rate(RATES[(RATES.indexOf(state.rate) + 1) % RATES.length]),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    const is_button = target instanceof HTMLElement && (target.tagName === 'BUTTON' || target === each)
    if (!acts || (event.key === ' ' && is_button) || target instanceof HTMLVideoElement) return
    event.preventDefault()
    acts()
  }
  document.addEventListener('keydown', listen)
  const timer = setInterval(tick, TICK_MS)
  show()
  return () => {
    clearInterval(timer)
    document.removeEventListener('keydown', listen)
  }
}
