// Everything of the stage that is cut off, too wide for its place, or lies on something else: a list of sentences.
() => {
  const all = [...document.querySelectorAll('*')]
  const root = all.map((one) => one.shadowRoot?.querySelector('.stage')).find(Boolean)
  const box = (one) => one.getBoundingClientRect()
  const name = (one) => one.getAttribute('class') || one.tagName
  const isShown = (one) => one.checkVisibility({ visibilityProperty: true }) && box(one).width > 1
  const find = (what) => [...root.querySelectorAll(what)].filter(isShown)
  const isWithin = (a, b) => (
    a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1
  )
  const isApart = (a, b) => (
    a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1
  )
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
  const [video, canvas, band] = ['video', 'canvas', '.band'].map((what) => root.querySelector(what))
  const wrong = []
  const check = (isRight, words) => { if (!isRight) wrong.push(words) }
  const parts = find('header button, .count, .gauge, .checks, .ring, .band')
  for (const one of [canvas, ...parts, ...find('.count *, .gauge span, .checks li, .hint')]) {
    check(isWithin(box(one), screen), `${name(one)} is cut off`)
  }
  for (const one of find('.band *')) check(isWithin(box(one), box(band)), `${name(one)} leaves the band`)
  for (const one of find('.text, .checks li span, .name')) {
    check(!one.clientWidth || one.scrollWidth <= one.clientWidth + 1, `${name(one)} is wider than its place`)
  }
  parts.forEach((a, k) => parts.slice(k + 1).forEach((b) => {
    check(isApart(box(a), box(b)), `${name(a)} covers ${name(b)}`)
  }))
  const shape = (box(canvas).width / box(canvas).height) / (video.videoWidth / video.videoHeight)
  check(Math.abs(shape - 1) < 0.01, 'what is drawn has another shape than the picture')
  check(isApart(box(canvas), box(band)), 'the band covers the picture')
  return wrong
}
