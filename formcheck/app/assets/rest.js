const LINGERS_MS = 600000
const beep = () => {
  try {
    const audio = new AudioContext()
    const tone = audio.createOscillator()
    tone.connect(audio.destination)
    tone.start()
    tone.stop(audio.currentTime + 0.25)
    tone.onended = () => audio.close()
  } catch { /* without sound the ring says it */ }
}
// The rest runs on the clock of the wall, so that a page drawn anew or a hidden tab loses nothing of it.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector('div')
  if (root.dataset.began !== String(data.began_ms)) Object.assign(root.dataset, { began: data.began_ms, added_s: 0, rang: '' })
  const total_s = () => data.rest_s + Number(root.dataset.added_s)
  const show = () => {
    const left_s = Math.max(0, data.began_ms / 1000 + total_s() - Date.now() / 1000)
    const whole = Math.ceil(left_s)
    root.querySelector('b').textContent = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
    root.querySelector('.left').style.strokeDashoffset = 1 - left_s / total_s()
    root.querySelector('h2').textContent = left_s ? 'Rest' : 'Rest is over'
    root.querySelector('p').textContent = data.next
    root.classList.toggle('over', !left_s)
    if (left_s || root.dataset.rang) return
    root.dataset.rang = 'yes'
    if (Date.now() - data.began_ms < LINGERS_MS) beep()
  }
  const add = (by_s) => { root.dataset.added_s = Math.max(-data.rest_s + 15, Number(root.dataset.added_s) + by_s); root.dataset.rang = ''; show() }
  root.querySelector('.more').onclick = () => add(30)
  root.querySelector('.less').onclick = () => add(-30)
  show()
  const timer = setInterval(show, 250)
  return () => clearInterval(timer)
}
