const NS = 'http://www.w3.org/2000/svg'
const add = (parent, tag, marks, text) => {
  const node = document.createElementNS(NS, tag)
  for (const [name, value] of Object.entries(marks)) node.setAttribute(name, value)
  if (text !== undefined) node.textContent = text
  parent.appendChild(node)
  return node
}
function draw (root, data) {
  const svg = root.querySelector('svg')
  const width = Math.max(root.clientWidth, 200), height = 190, left = 46, right = 8, top = 10, bottom = 26
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  svg.setAttribute('aria-label', data.alt)
  svg.textContent = ''
  const x = t => left + (width - left - right) * t / Math.max(data.end_s, 1)
  const y = v => top + (height - top - bottom) * (1 - (v - data.low) / (data.high - data.low))
  for (const mark of data.marks) {
    add(svg, 'line', { class: 'grid', x1: left, x2: width - right, y1: y(mark.value), y2: y(mark.value) })
    add(svg, 'text', { x: left - 8, y: y(mark.value) + 4, 'text-anchor': 'end' }, mark.label)
  }
  const steps = [1, 2, 5, 10, 15, 30, 60]
  const step = steps.find(s => data.end_s / s <= width / 80) ?? 60
  for (let t = 0; t <= data.end_s + 0.01; t += step) add(svg, 'text', { x: x(t), y: height - 6, 'text-anchor': t === 0 ? 'start' : x(t) > width - 24 ? 'end' : 'middle' }, t + ' s')
  let path = '', pen = false
  for (const [t, v] of data.points) {
    if (v === null) { pen = false; continue }
    path += `${pen ? 'L' : 'M'}${x(t).toFixed(1)} ${y(v).toFixed(1)}`
    pen = true
  }
  add(svg, 'path', { class: 'line', d: path })
}
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector('div')
  root.redraw = () => draw(root, data)
  if (!root.watcher) { root.watcher = new ResizeObserver(() => root.redraw()); root.watcher.observe(root) }
  root.redraw()
  return () => root.watcher.disconnect()
}
