const findVideo = () => document.querySelector('.st-key-clip video')
const moveTo = (at_s) => {
  const video = findVideo()
  if (!video) return
  const seek = () => { video.pause(); video.currentTime = at_s }
  if (video.readyState > 0) seek()
  else video.addEventListener('loadedmetadata', seek, { once: true })
}
export default function ({ data, parentElement, setTriggerValue }) {
  const strip = parentElement.querySelector('.strip')
  parentElement.querySelector('p').textContent = data.hint
  const light = (number) => [...strip.children].forEach((button, k) => {
    button.classList.toggle('on', k === number)
    button.setAttribute('aria-pressed', k === number)
    button.tabIndex = k === number || (number < 0 && k === 0) ? 0 : -1
  })
  const sign = JSON.stringify(data.reps)
  if (strip.dataset.sign !== sign) {
    strip.dataset.sign = sign
    strip.textContent = ''
    for (const rep of data.reps) {
      const button = makeCell('button', rep)
      button.type = 'button'
      button.classList.toggle('changed', rep.changed)
      strip.append(button)
    }
  }
  const go = (number) => {
    light(number)
    moveTo(data.reps[number].show_s)
    strip.children[number].focus({ preventScroll: true })
    strip.children[number].scrollIntoView({ block: 'nearest', inline: 'center' })
    setTriggerValue('picked', number)
  }
  ;[...strip.children].forEach((button, number) => {
    button.onclick = () => go(number)
    button.onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (!step) return
      event.preventDefault()
      go(Math.max(0, Math.min(data.reps.length - 1, number + step)))
    }
  })
  const add = parentElement.querySelector('.add')
  add.classList.toggle('shown', data.adds)
  add.onclick = () => setTriggerValue('added', findVideo()?.currentTime ?? 0)
  light(data.selected)
  const follow = () => {
    const video = findVideo()
    if (!video || video.paused) return
    light(data.reps.findIndex((rep) => video.currentTime >= rep.start_s && video.currentTime < rep.end_s))
  }
  const timer = setInterval(follow, 150)
  return () => clearInterval(timer)
}
